import { expect, test } from "bun:test";
import { faults } from "../index.ts";

const readme = await Bun.file(new URL("../../README.md", import.meta.url)).text();

test("the README names every fault, and none that there is not", () => {
  const list = readme.slice(readme.indexOf("- connection:"), readme.indexOf("`src/script.ts`"));
  const named = Array.from(list.matchAll(/`([a-z-]+)`/g), ([, name]) => name ?? "");
  expect(named.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    Object.keys(faults).toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test("every fault says what it is, and no two say the same", () => {
  const words = Object.values(faults).map(({ what }) => what);
  expect(new Set(words).size).toBe(words.length);
});
