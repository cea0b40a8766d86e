// Runs `bun test` and counts for itself. Bun's exit code is not enough: a test that calls process.exit(0) ends the
// whole run with success and without a report, and a file that cannot be loaded is no test in the report.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @typedef {import("./step.mjs").Tally} Tally */
/** @typedef {{ state: "passed" | "failed" | "skipped", file: string, title: string }} Result */

/**
 * @typedef {object} Run
 * @property {string} bun
 * @property {string} cwd
 * @property {string[]} files Every test file that has to be heard of, from `cwd`.
 * @property {boolean} strictSkips A skip is a failure, unless its title says "(not applicable: REASON)".
 * @property {"inherit" | "ignore"} output
 */

const limitMs = 20 * 60_000;

/** @param {Run} run @returns {Promise<{ tally: Tally, problems: string[] }>} */
export async function runTests(run) {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  try {
    const reportPath = join(folder, "report.xml");
    const ending = await bunTest(run, reportPath);
    return count(run, existsSync(reportPath) ? readFileSync(reportPath, "utf8") : "", ending);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {Run} run @param {string} report @param {string | undefined} ending */
function count({ files, strictSkips }, report, ending) {
  const results = resultsIn(report);
  const tally = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const problems = [];
  for (const { state, file, title } of results) {
    if (state === "passed") tally.passed += 1;
    else if (state === "failed") problems.push(`failed: ${file}: ${title}`);
    else if (strictSkips && !title.includes("(not applicable: ")) problems.push(`skipped: ${file}: ${title}`);
    else tally.skipped += 1;
  }
  const reported = new Set(results.map(({ file }) => file));
  const silent = files.filter((file) => !reported.has(file));
  problems.push(...silent.map((file) => `no test ran in ${file}`));
  if (results.length === 0) problems.push("no test ran at all");
  if (ending !== undefined && problems.length === 0) problems.push(ending);
  tally.failed = problems.length;
  return { tally, problems };
}

/** @param {Run} run @param {string} reportPath @returns {Promise<string | undefined>} how it ended, if not well */
function bunTest({ bun, cwd, files, output }, reportPath) {
  const options = ["--only-failures", "--reporter=junit", `--reporter-outfile=${reportPath}`];
  const paths = files.map((file) => `./${file}`);
  return new Promise((resolve, reject) => {
    const child = spawn(bun, ["test", ...options, ...paths], {
      cwd,
      stdio: ["ignore", output, output],
      timeout: limitMs,
    });
    const stop = () => child.kill();
    process.on("exit", stop);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("exit", stop);
      resolve(code === 0 ? undefined : `bun test ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}

/** @param {string} xml What --reporter=junit wrote. @returns {Result[]} */
function resultsIn(xml) {
  return [...xml.matchAll(/<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, head = "", body = ""]) => ({
      state: /<(failure|error)\b/.test(body) ? "failed" : /<skipped\b/.test(body) ? "skipped" : "passed",
      file: attribute(head, "file"),
      title: [attribute(head, "classname"), attribute(head, "name")]
        .filter((part) => part !== "")
        .join(" > "),
    }),
  );
}

/** @param {string} head @param {string} name */
function attribute(head, name) {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(head)?.[1] ?? "";
  const plain = value.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
  return plain.replaceAll("&apos;", "'").replaceAll("&amp;", "&");
}
