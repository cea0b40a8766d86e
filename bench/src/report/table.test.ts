import { expect, test } from "bun:test";
import { tableLines } from "./table.ts";

test("columns are as wide as their widest cell, and empty ones are left out", () => {
  const columns = [
    { title: "name", align: "left", text: ({ name }: { name: string }) => name },
    { title: "nothing", text: () => "" },
    { title: "n", text: ({ n }: { n: number }) => String(n) },
  ] as const;
  expect(
    tableLines(columns, [
      { name: "a", n: 1 },
      { name: "longer", n: 100 },
    ]),
  ).toEqual(["name      n", "a         1", "longer  100"]);
});
