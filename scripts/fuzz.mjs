// `npm run fuzz`: lets every fuzzer run for a while, one after another. `npm run fuzz -- --seconds 600 --seed 7`
// gives them all the same arguments.

import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { sourceFiles } from "./files.mjs";
import { root, setUp } from "./setup.mjs";
import { summary } from "./step.mjs";

const defaultSeconds = 60;
/** Beyond its time a fuzzer has got stuck in an input, which is a finding as well. */
const graceMs = 60_000;

const given = process.argv.slice(2);
const { values } = parseArgs({ args: given, options: { seconds: { type: "string" } }, strict: false });
const seconds = Number(values["seconds"] ?? defaultSeconds);
const args = values["seconds"] === undefined ? ["--seconds", String(seconds), ...given] : given;
if (!(seconds > 0)) {
  console.error(`Not a number of seconds: ${String(values["seconds"])}`);
  process.exit(2);
}

const bun = setUp();
const fuzzers = sourceFiles(/^packages\/[^/]+\/fuzz\/[^/]+\.fuzz\.ts$/);
const tally = { passed: 0, failed: fuzzers.length === 0 ? 1 : 0, skipped: 0 };
if (fuzzers.length === 0) console.log("There is no fuzzer.");

/** @type {string[]} */
const endings = [];
for (const file of fuzzers) {
  console.log(`\n${file} ${args.join(" ")}`);
  const problem = await run(file);
  if (problem === undefined) tally.passed += 1;
  else tally.failed += 1;
  endings.push(`${file}: ${problem ?? "nothing found"}`);
}
console.log(`\n${endings.join("\n")}\n${summary(tally)}`);
process.exitCode = tally.failed === 0 ? 0 : 1;

/** @param {string} file @returns {Promise<string | undefined>} what is wrong */
function run(file) {
  return new Promise((resolve, reject) => {
    const timeout = seconds * 1000 + graceMs;
    const child = spawn(bun, [file, ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      timeout,
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal !== null) resolve(`ended by ${signal}; its limit is ${timeout / 1000} s`);
      else resolve(code === 0 ? undefined : `exit code ${code}`);
    });
  });
}
