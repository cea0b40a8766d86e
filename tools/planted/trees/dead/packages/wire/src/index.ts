import { undeclared } from "undeclared-dependency";
import { used } from "./used.ts";

export const front: unknown = [used, undeclared];
