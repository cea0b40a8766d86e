import { expect } from "bun:test";

/** Stands for any text that matches. (The runner's own types call it `any`.) */
export function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
