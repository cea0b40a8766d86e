import type { Left } from "./of-types.ts"; // !! import/no-cycle

export interface Right {
  readonly left?: Left;
}
