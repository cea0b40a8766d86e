import { describe, expect, test } from "bun:test";
import { inTurns, systemResolve } from "./resolve.ts";

const four = (address: string): { address: string; family: number } => ({ address, family: 4 });
const six = (address: string): { address: string; family: number } => ({ address, family: 6 });

describe("the addresses of a name", () => {
  test.each([
    ["none", [], []],
    ["of one family stay in order", [four("1"), four("2")], ["1", "2"]],
    [
      "alternate, the preferred family first",
      [six("a"), six("b"), four("1"), four("2")],
      ["a", "1", "b", "2"],
    ],
    ["alternate when the other is preferred", [four("1"), six("a"), four("2")], ["1", "a", "2"]],
    ["go on with the longer family", [six("a"), four("1"), four("2"), four("3")], ["a", "1", "2", "3"]],
    ["are tried once each", [four("1"), four("1"), six("a"), four("1")], ["1", "a"]],
  ])("%s", (_case, found, expected) => {
    expect(inTurns(found)).toEqual(expected);
  });

  test("are those of the system's hosts file, too", async () => {
    const found = await systemResolve("localhost");
    expect(found.some(({ address }) => address === "127.0.0.1" || address === "::1")).toBe(true);
  });
});
