// The fast checks. Each one also proves that its tool has seen our files.

import { join } from "node:path";
import { sourceFiles } from "./files.mjs";
import { lockfileProblems } from "./lockfile.mjs";
import { root } from "./setup.mjs";
import { capture } from "./step.mjs";

/** @typedef {import("./step.mjs").Step} Step */
/** @typedef {import("./step.mjs").Ended} Ended */

/** @type {Step[]} */
export const checks = [
  { name: "lockfile", run: () => Promise.resolve(lockfileProblems()) },
  { name: "format", run: format },
  { name: "lint", run: lint },
  { name: "types", run: () => types("tsconfig.json", /^(?!tools\/types\/).*\.(ts|mjs)$/) },
  { name: "types of pure code", run: () => types("tsconfig.pure.json", pureSource) },
  { name: "dead code", run: deadCode },
];

const pureSource =
  /^packages\/((wire|policy|observatory)\/src|transport\/src\/codec)\/(?!.*\.test\.ts$).*\.ts$/;

async function format() {
  const ended = await capture(tool("oxfmt"), ["--check"]);
  return ended.code === 0 ? sawEnough(ended, sourceFiles(/\.(ts|mjs|json|md)$/).length) : ended.output;
}

async function lint() {
  const ended = await capture(tool("oxlint"), []);
  return ended.code === 0 ? sawEnough(ended, sourceFiles(/\.(ts|mjs)$/).length) : ended.output;
}

/** @param {string} project @param {RegExp} name */
async function types(project, name) {
  const ended = await capture(tool("tsc"), ["--project", project, "--listFiles", "--pretty", "false"]);
  const [listed, told] = partition(ended.output.split("\n"), (line) =>
    /^(\/|[A-Z]:\/)\S.*\.[a-z]+$/.test(line),
  );
  if (ended.code !== 0) return told.join("\n");
  const seen = new Set(listed);
  const missed = sourceFiles(name).filter((path) => !seen.has(join(root, path).replaceAll("\\", "/")));
  return missed.length === 0 ? undefined : `${project} does not cover:\n${missed.join("\n")}`;
}

/** Once with the tests, and once without them: what only a test uses is dead too. */
async function deadCode() {
  for (const args of [
    ["--no-config-hints"],
    ["--no-config-hints", "--production", "--include", "files,exports"],
  ]) {
    const { code, output } = await capture(tool("knip"), args);
    if (code !== 0) return `knip ${args.join(" ")}\n${output}`;
  }
  return undefined;
}

/** @param {Ended} ended @param {number} expected */
function sawEnough({ output }, expected) {
  const seen = Number(/ on (\d+) files/.exec(output)?.[1] ?? 0);
  return seen >= expected ? undefined : `Only ${seen} files of ${expected} were looked at.\n${output}`;
}

/** @param {string} name */
function tool(name) {
  return join(root, "node_modules", ".bin", name);
}

/** @template T @param {T[]} all @param {(one: T) => boolean} chosen @returns {[T[], T[]]} */
function partition(all, chosen) {
  return [all.filter((one) => chosen(one)), all.filter((one) => !chosen(one))];
}
