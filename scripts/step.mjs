// Runs one tool, keeps quiet while it succeeds, and tells everything when it does not.

import { spawn } from "node:child_process";
import { root } from "./setup.mjs";

/** @typedef {{ name: string, run: () => Promise<string | undefined> }} Step `run` resolves to what is wrong, or nothing. */
/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {{ code: number | null, output: string }} Ended */

const limitMs = 5 * 60_000;

/** @param {Step[]} steps @returns {Promise<Tally>} each step counting as one */
export async function runSteps(steps) {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const step of steps) {
    if (await succeeds(step)) tally.passed += 1;
    else tally.failed += 1;
  }
  return tally;
}

/** @param {Step} step */
export async function succeeds({ name, run }) {
  const startedAt = performance.now();
  const problem = await run().catch(describe);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name.padEnd(18)} ${problem === undefined ? "ok" : "FAILED"} (${seconds} s)`);
  if (problem === undefined) return true;
  console.log(`\n${problem.trimEnd()}\n`);
  return false;
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** @param {Tally} tally */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Both streams in the order they came.
 * @param {string} command @param {string[]} args
 * @returns {Promise<Ended>}
 */
export function capture(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], timeout: limitMs });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal !== null) {
        output += `\n${command} was ended by ${signal} (the limit is ${limitMs / 1000} s).`;
      }
      resolve({ code, output });
    });
  });
}
