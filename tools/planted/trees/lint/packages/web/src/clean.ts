import type { Snapshot } from "holdfast/contract";
import { createElement } from "react";

export const create: unknown = createElement;
export type Rows = readonly Snapshot[];
