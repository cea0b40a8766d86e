import { expect, test } from "bun:test";
import { createFirstBytes } from "./first-bytes.ts";

const abcdef = new TextEncoder().encode("abcdef");

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

test("what is added is kept up to the limit, and counted beyond it", () => {
  const first = createFirstBytes(8);
  first.add(abcdef, 1, 4);
  first.add(abcdef, 0, 6);
  first.add(abcdef, 0, 6);
  expect(first.size()).toBe(15);
  expect(textOf(first.take())).toBe("bcdabcde");
});

test("after it was taken it begins anew", () => {
  const first = createFirstBytes(4);
  first.add(abcdef, 0, 6);
  const taken = first.take();
  expect(first.size()).toBe(0);
  first.add(abcdef, 4, 6);
  expect(textOf(taken)).toBe("abcd");
  expect(textOf(first.take())).toBe("ef");
  expect(first.take()).toHaveLength(0);
});

test("what it is given may change afterwards", () => {
  const first = createFirstBytes(10_000);
  const lent = new Uint8Array(9000).fill(1);
  first.add(lent, 0, 9000);
  lent.fill(2);
  expect(first.take().every((byte) => byte === 1)).toBe(true);
});
