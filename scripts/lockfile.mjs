// What `npm ci` on another machine will stumble over, found before it does.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** @typedef {Record<string, string>} Versions */
/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Versions} [dependencies]
 * @property {Versions} [devDependencies]
 * @property {Versions} [optionalDependencies]
 */

const registry = "https://registry.npmjs.org/";
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** @returns {string | undefined} */
export function lockfileProblems() {
  /** @type {{ packages: Record<string, Entry> }} */
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const problems = Object.entries(packages).flatMap(([path, entry]) =>
    path.includes("node_modules/") ? originProblems(path, entry) : workspaceProblems(path, entry),
  );
  const unlocked = unlockedBuilds(packages).map(({ name }) => name);
  if (unlocked.length > 0) {
    problems.push(
      `Not locked, so npm ci will fail; run node scripts/complete-lockfile.mjs:\n${unlocked.join("\n")}`,
    );
  }
  return problems.length === 0 ? undefined : problems.join("\n");
}

/**
 * Builds for some platform that a locked package names and that are not locked themselves.
 * @param {Record<string, Entry>} packages
 */
export function unlockedBuilds(packages) {
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
  return Object.values(packages).flatMap((parent) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !locked.has(name))
      .map(([name, version]) => ({ name, version, parent })),
  );
}

/** @param {string} path @param {Entry} entry @returns {string[]} */
function originProblems(path, { resolved, link }) {
  const elsewhere = link !== true && resolved !== undefined && !resolved.startsWith(registry);
  return elsewhere ? [`${path} comes from ${resolved}, not from ${registry}`] : [];
}

/** @param {string} path @param {Entry} entry @returns {string[]} */
function workspaceProblems(path, entry) {
  const file = join(path, "package.json");
  /** @type {Entry} */
  const manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
  return /** @type {const} */ (["dependencies", "devDependencies"]).flatMap((kind) => {
    const declared = manifest[kind] ?? {};
    const loose = Object.entries(declared).filter(([, version]) => !exact.test(version));
    const inStep = JSON.stringify(sorted(declared)) === JSON.stringify(sorted(entry[kind] ?? {}));
    return [
      ...loose.map(([name, version]) => `${file}: ${name} is "${version}", not one exact version`),
      ...(inStep ? [] : [`${file}: ${kind} differ from package-lock.json; run npm install`]),
    ];
  });
}

/** @param {Versions} versions */
function sorted(versions) {
  return Object.entries(versions).toSorted(([a], [b]) => a.localeCompare(b));
}
