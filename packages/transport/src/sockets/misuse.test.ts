import { expect, test } from "bun:test";
import { TransportError, safeReporter } from "./misuse.ts";

test("a reporter passes on what it is given", () => {
  const seen: unknown[] = [];
  const error = new TransportError("write-after-end", "too late");
  safeReporter((fault) => seen.push(fault))(error);
  expect(seen).toEqual([error]);
  expect([error.name, error.code, error.message]).toEqual(["TransportError", "write-after-end", "too late"]);
});

test("a reporter that throws, or none, is no fault of the reported", () => {
  const thrower = safeReporter(() => {
    throw new Error("the log is full");
  });
  expect(() => thrower(new Error("first"))).not.toThrow();
  expect(() => safeReporter(undefined)(new Error("first"))).not.toThrow();
});
