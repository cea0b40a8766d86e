import { expect, test } from "bun:test";
import { Stash } from "./stash.ts";

test("gives back what came in order, what was put back first", () => {
  const stash = new Stash(100);
  stash.add(Uint8Array.of(2));
  stash.add(Uint8Array.of(3));
  stash.putBack(Uint8Array.of(1));
  expect([stash.take(), stash.take(), stash.take(), stash.take()]).toEqual([
    Uint8Array.of(1),
    Uint8Array.of(2),
    Uint8Array.of(3),
    undefined,
  ]);
  expect(stash.isEmpty).toBe(true);
});

test("is full of bytes beyond its limit, and no longer once they are taken", () => {
  const stash = new Stash(100);
  stash.add(new Uint8Array(100));
  expect(stash.isFull).toBe(false);
  stash.add(new Uint8Array(1));
  expect(stash.isFull).toBe(true);
  stash.take();
  expect(stash.isFull).toBe(false);
});

test("is full of many pieces, however small they are", () => {
  const stash = new Stash(64 * 1024);
  for (let i = 0; i < 33; i++) stash.add(new Uint8Array(1));
  expect(stash.isFull).toBe(true);
});
