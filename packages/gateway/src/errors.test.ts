import { expect, test } from "bun:test";
import { errorCodes, HoldfastError } from "./errors.ts";

test("an error keeps its code, its details and its cause", () => {
  const cause = new Error("ENOENT");
  const error = new HoldfastError("config-not-found", "There is no file.", { details: { file: "x" }, cause });
  expect(error).toMatchObject({
    name: "HoldfastError",
    code: "config-not-found",
    details: { file: "x" },
    cause,
  });
  expect(`${error}`).toBe("HoldfastError: There is no file.");
});

test("an error without a cause does not claim one", () => {
  expect("cause" in new HoldfastError("config-invalid", "No.")).toBe(false);
});

test("every code is in lower case with hyphens, and explained in a sentence", () => {
  for (const [code, meaning] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});
