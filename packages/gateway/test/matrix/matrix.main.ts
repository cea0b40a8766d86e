// `npm run matrix`: all cells of the fault matrix and all trials of blame, as a table, then what is wrong with them.
// `--real`: one cell for each kind of fault at production clocks. `--only FAULT`: the cases that have this in their name.

import { parseArgs } from "node:util";
import { blameFor, confusionTable, trialsOf } from "./attribution.ts";
import type { Blamed } from "./attribution.ts";
import { casesAt, cellsOf, clientDialects, knownGap, onePerKind } from "./cells.ts";
import { inTurns } from "./in-turns.ts";
import { unshowable } from "./providers.ts";
import { runCell } from "./run-cell.ts";
import type { CellResult } from "./run-cell.ts";

const { values } = parseArgs({ options: { real: { type: "boolean" }, only: { type: "string" } } });
const isReal = values.real === true;
const speed = isReal ? 1 : 25;
/** Production clocks mostly wait. */
const width = isReal ? 16 : 6;
/** Of verdicts that any evidence can decide. */
const wantedRight = 0.99;

const cases = casesAt(speed).filter(({ name, fault }) => `${name} ${fault.kind}`.includes(values.only ?? ""));
const showable = cases.filter((one) => unshowable(one) === undefined);
const cells = isReal ? onePerKind(showable) : cellsOf(showable);
if (cells.length === 0) {
  console.error(`No fault is called ${values.only}.`);
  process.exit(2);
}

console.log(
  `${cells.length} cells, the gateway's clocks ${speed === 1 ? "as at work" : `${speed} times faster`}\n`,
);
const startedAt = performance.now();
const results = await Promise.all(inTurns(cells, width, (cell) => runCell(cell, speed)));
printTable(results);
for (const one of cases) {
  const why = unshowable(one);
  if (why !== undefined) console.log(`left out: ${one.name}: ${why}`);
}
const failed = results.filter(({ problems }) => problems.length > 0);
for (const { cell, problems } of failed) {
  const gap = knownGap(cell);
  console.log(`\nFAILED ${cell.name}${gap === undefined ? "" : ` (known: ${gap})`}`);
  for (const problem of problems) console.log(`  ${problem}`);
}

// At production clocks the cells have shown what they can: the same verdicts would take an hour.
const blamed = isReal
  ? []
  : await Promise.all(inTurns(trialsOf(showable), width, (trial) => blameFor(trial, speed)));
const isBlameRight = blamed.length === 0 || printBlame(blamed);

const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\n${results.length - failed.length} of ${results.length} cells hold, ${seconds} s`);
process.exit(failed.length === 0 && isBlameRight ? 0 : 1);

/** A row a fault, a column a dialect: how many cells hold, and how they ended. */
function printTable(all: readonly CellResult[]): void {
  const faultWidth = 32;
  const columnWidth = 22;
  const head = clientDialects.map((dialect) => dialect.padEnd(columnWidth)).join("");
  console.log(`${"".padEnd(faultWidth)}${head}`);
  for (const name of new Set(all.map(({ cell }) => cell.fault.name))) {
    const row = clientDialects.map((dialect) => {
      const here = all.filter(({ cell }) => cell.fault.name === name && cell.dialect === dialect);
      return summaryOf(here).padEnd(columnWidth);
    });
    console.log(`${name.padEnd(faultWidth)}${row.join("")}`.trimEnd());
  }
  console.log("\nok of all, and how they ended: whole, broken honestly, told the client's own error\n");
}

function summaryOf(some: readonly CellResult[]): string {
  if (some.length === 0) return "";
  const good = some.filter(({ problems }) => problems.length === 0);
  const ends = (["whole", "broken", "told", "wrong"] as const).flatMap((end) => {
    const count = some.filter((result) => result.end === end).length;
    return count === 0 ? [] : [`${count} ${end}`];
  });
  return `${good.length}/${some.length} ${ends.join(" ")}`;
}

/** `false`: too many verdicts are wrong, or one did harm. */
function printBlame(all: readonly Blamed[]): boolean {
  console.log(`\nBlame within three requests, by owner of the fault:\n\n${confusionTable(all)}\n`);
  const decidable = all.filter((one) => one.isRight || one.undecided === undefined);
  const wrong = all.filter(({ isRight }) => !isRight);
  for (const { fault, dialect, blame, outcome, undecided } of wrong) {
    const why = undecided === undefined ? "WRONG" : `undecided, since ${undecided}`;
    console.log(`${fault.name} | ${dialect}: ${fault.owner}, blamed ${blame} (${outcome}): ${why}`);
  }
  const harmed = all.filter(({ harm }) => harm.length > 0);
  for (const { fault, dialect, harm } of harmed) {
    console.log(`HARM ${fault.name} | ${dialect}: ${harm.join("; ")}`);
  }
  const ratio = decidable.filter(({ isRight }) => isRight).length / Math.max(1, decidable.length);
  console.log(
    `\n${(100 * ratio).toFixed(1)} % right of ${decidable.length}; ${all.length - decidable.length} undecided; ${harmed.length} did harm`,
  );
  return ratio >= wantedRight && harmed.length === 0;
}
