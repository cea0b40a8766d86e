// `npm test`: set-up, the checks, and every test. The last line printed is always the tally.

import { checks } from "./checks.mjs";
import { sourceFiles } from "./files.mjs";
import { runTests } from "./run-tests.mjs";
import { root, setUp } from "./setup.mjs";
import { runSteps, succeeds, summary } from "./step.mjs";

const tally = { passed: 0, failed: 0, skipped: 0 };
let finished = false;

// Whatever happens, an error of our own too: say it in numbers, and do not end well.
process.on("exit", () => {
  if (!finished) tally.failed += 1;
  if (tally.failed > 0 || tally.passed === 0) process.exitCode = 1;
  console.log(summary(tally));
});
process.on("uncaughtException", (error) => {
  console.error(error);
  process.exit(1);
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => process.exit(1));
}

const bun = setUp();
add(await runSteps(checks));
finished = (await succeeds({ name: "tests", run: tests })) || tally.failed > 0;

async function tests() {
  const files = sourceFiles(/\.test\.ts$/);
  const strictSkips = process.env["CI"] === "true";
  const { tally: counted, problems } = await runTests({
    bun,
    cwd: root,
    files,
    strictSkips,
    output: "inherit",
  });
  add(counted);
  return problems.length === 0 ? undefined : problems.join("\n");
}

/** @param {import("./step.mjs").Tally} more */
function add({ passed, failed, skipped }) {
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += skipped;
}
