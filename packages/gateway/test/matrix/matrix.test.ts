// A pairwise sample of the fault matrix. All of it: `npm run matrix`.

import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { blameFor } from "./attribution.ts";
import { casesAt, clientDialects, kinships, knownGap, modes, pairwise } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { inTurns } from "./in-turns.ts";
import { unshowable } from "./providers.ts";
import { runCell } from "./run-cell.ts";
import type { CellResult } from "./run-cell.ts";

const speed = 25;
const width = 6;
/** The last cells wait for all others. */
setDefaultTimeout(120_000);

const cases = casesAt(speed);
const showable = cases.filter((one) => unshowable(one) === undefined);
const sample = pairwise(showable);
const sound = sample.filter((cell) => knownGap(cell) === undefined);
const gaps = sample.filter((cell) => knownGap(cell) !== undefined);

let running: ReadonlyMap<Cell, Promise<CellResult>> = new Map();

describe(`the fault matrix, with clocks ${speed} times faster`, () => {
  beforeAll(() => {
    const results = inTurns(sample, width, (cell) => runCell(cell, speed));
    running = new Map(results.map((result, index) => [sample[index] ?? never(), result]));
  });

  test.each(sound.map((cell) => [cell.name, cell] as const))("%s", async (_, cell) => {
    expect((await running.get(cell))?.problems).toEqual([]);
  });

  // Should one of them hold by now, it is to be taken out of `knownGap`.
  test.each(gaps.map((cell) => [cell.name, knownGap(cell), cell] as const))(
    "%s does not hold yet: %s",
    async (_, _why, cell) => {
      expect((await running.get(cell))?.problems).not.toEqual([]);
    },
  );

  test.each(cases.flatMap((one) => (unshowable(one) === undefined ? [] : [[one.name, unshowable(one)]])))(
    "%s is left out (not applicable: %s)",
    (_, why) => {
      expect(why).not.toBe("");
    },
  );
});

describe("the sample", () => {
  const pairsOf = (cells: readonly Cell[]): Set<string> =>
    new Set(
      cells.flatMap(({ fault, dialect, mode, kinship }) => [
        `${fault.name} ${dialect}`,
        `${fault.name} ${mode}`,
        `${fault.name} ${kinship}`,
        `${dialect} ${mode}`,
        `${dialect} ${kinship}`,
        `${mode} ${kinship}`,
      ]),
    );

  test("has every two values of two dimensions together", () => {
    const ofFaults = showable.length * (clientDialects.length + modes.length + kinships.length);
    const ofOthers =
      clientDialects.length * (modes.length + kinships.length) + modes.length * kinships.length;
    expect(pairsOf(sample).size).toBe(ofFaults + ofOthers);
  });
});

describe("blame", () => {
  const blameNamed = (name: string): ReturnType<typeof blameFor> =>
    blameFor({ fault: showable.find((one) => one.name === name) ?? never(), dialect: "messages" }, speed);

  test.each([
    ["silence", "provider"],
    ["500, all", "provider"],
    ["401 on all keys", "provider"],
    ["401 on one key", "own-key"],
    ["429, true", "own-key"],
    ["429, false, with headroom", "provider"],
    ["400 regression of one model", "provider"],
    ["content refused", "caller"],
    ["extra inputs", "us"],
  ])("%s is held against: %s, and nobody else suffers", async (name, blame) => {
    const { blame: found, isRight, harm } = await blameNamed(name);
    expect({ found, isRight, harm }).toEqual({ found: blame, isRight: true, harm: [] });
  });
});

function never(): never {
  throw new Error("The sample has lost a cell.");
}
