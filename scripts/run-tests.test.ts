// The counting itself, over folders of planted tests: nothing that fails to run may look like success.

import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "./run-tests.mjs";

const here = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-run-tests-")));

afterAll(() => {
  rmSync(here, { recursive: true });
});

const passing = 'test("passes", () => {});';

describe("what bun test did", () => {
  const cases = [
    {
      name: "passes and skips are counted",
      files: { "a.test.ts": `${passing} test.skip("no tool", () => {}); test.todo("later");` },
      tally: { passed: 1, failed: 0, skipped: 2 },
    },
    {
      name: "a failure is named with its group and file",
      files: {
        "a.test.ts": `${passing} describe("group", () => { test("of \\"<this>\\"", () => { throw 1; }); });`,
      },
      tally: { passed: 1, failed: 1, skipped: 0 },
      problem: 'failed: a.test.ts: group > of "<this>"',
    },
    {
      name: "a test that ends the process well is a failure of every file",
      files: { "a.test.ts": passing, "b.test.ts": 'test("ends", () => process.exit(0));' },
      tally: { passed: 0, failed: 3, skipped: 0 },
      problem: "no test ran at all",
    },
    {
      name: "a file that cannot be loaded is a failure",
      files: { "a.test.ts": passing, "b.test.ts": `import "./missing.ts"; ${passing}` },
      tally: { passed: 1, failed: 1, skipped: 0 },
      problem: "no test ran in b.test.ts",
    },
    {
      name: "a file without a test is a failure",
      files: { "a.test.ts": passing, "b.test.ts": "" },
      tally: { passed: 1, failed: 1, skipped: 0 },
      problem: "no test ran in b.test.ts",
    },
    {
      name: "an error after the last test is a failure",
      files: { "a.test.ts": `${passing} afterAll(() => { throw new Error("stray"); });` },
      tally: { passed: 1, failed: 1, skipped: 0 },
      problem: "failed: a.test.ts: (unnamed)",
    },
    { name: "no tests are a failure", files: {}, tally: { passed: 0, failed: 1, skipped: 0 } },
  ];
  for (const { name, files, tally, problem } of cases) {
    test(name, async () => {
      const result = await run(files);
      expect(result.tally).toEqual(tally);
      if (problem !== undefined) expect(result.problems).toContain(problem);
    });
  }
});

test("where skips are strict, only one that can never apply is skipped", async () => {
  const files = {
    "a.test.ts": `test.skip("no tool", () => {}); test.skip("b (not applicable: no keys)", () => {});`,
  };
  const { tally, problems } = await run(files, { strictSkips: true });
  expect(tally).toEqual({ passed: 0, failed: 1, skipped: 1 });
  expect(problems).toEqual(["skipped: a.test.ts: no tool"]);
});

function run(
  files: Readonly<Record<string, string>>,
  { strictSkips } = { strictSkips: false },
): ReturnType<typeof runTests> {
  const cwd = mkdtempSync(join(here, "case-"));
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(cwd, file), `import { afterAll, describe, test } from "bun:test";\n${text}\n`);
  }
  return runTests({ bun: process.execPath, cwd, files: Object.keys(files), strictSkips, output: "ignore" });
}
