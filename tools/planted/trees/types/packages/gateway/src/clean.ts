import type { Shape } from "./shape.ts";

export const timer: unknown = [setTimeout, Bun.version, process.pid, fetch];
export const shape: Shape = { width: 1 };
