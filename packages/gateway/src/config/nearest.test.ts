import { expect, test } from "bun:test";
import { nearest } from "./nearest.ts";

const names = ["listen", "console", "providers", "routes", "base_url"];

test.each([
  ["lisen", "listen"],
  ["litsen", "listen"],
  ["Listen", "listen"],
  ["provider", "providers"],
  ["baseurl", "base_url"],
  ["base-url", "base_url"],
  ["route", "routes"],
  ["metrics", undefined],
  ["x", undefined],
  ["", undefined],
])("the name nearest to %p is %p", (written, expected) => {
  expect(nearest(written, names)).toBe(expected);
});
