import { clean } from "@holdfast/transport";
import { area } from "@holdfast/wire";

export const used: unknown[] = [clean, area, setTimeout];
