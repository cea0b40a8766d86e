import type { Shape } from "./shape.ts";

export function area({ width, height }: Shape): number {
  return Math.max(width * height, 0);
}
