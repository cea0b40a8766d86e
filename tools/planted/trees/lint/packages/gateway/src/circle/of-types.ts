import type { Right } from "./of-more-types.ts"; // !! import/no-cycle

export interface Left {
  readonly right?: Right;
}
