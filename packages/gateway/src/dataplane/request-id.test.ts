import { expect, test } from "bun:test";
import { createRequestIds } from "./request-id.ts";

test("ids are unique and rise within a process, also as text", () => {
  const next = createRequestIds("0123456789ab");
  const ids = Array.from({ length: 100_000 }, next);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("an id is short and fit for a header, a URL and a file name", () => {
  const next = createRequestIds("0123456789ab");
  expect(next()).toBe("hf_0123456789ab000001");
  expect(next()).toMatch(/^hf_[0-9a-z]{18}$/);
});

test("two processes have ids of their own", () => {
  expect(createRequestIds("aaaaaaaaaaaa")()).not.toBe(createRequestIds("bbbbbbbbbbbb")());
});
