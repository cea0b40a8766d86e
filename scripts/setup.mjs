// Makes a fresh clone ready with nothing but Node and npm, and does nothing where it is ready.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findBun } from "../packages/gateway/bin/find-bun.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Installs what the lockfile says unless it is there already; returns the path of the pinned Bun.
 * @returns {string}
 */
export function setUp() {
  const reason = outdatedBecause();
  if (reason !== undefined) {
    console.error(`Installing dependencies with npm ci: ${reason}.`);
    install();
  }
  const bun = findBun();
  return "problem" in bun ? giveUp(bun.problem) : bun.path;
}

/**
 * What npm put on disk is described in node_modules/.package-lock.json. Comparing contents, not times, keeps a
 * checkout usable after `git checkout`, `npm install` by hand, or a copy that lost its timestamps.
 * @returns {string | undefined}
 */
function outdatedBecause() {
  const installedPath = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedPath)) return "node_modules is missing";
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const installed = lockedPackages(installedPath);
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = installed[path];
    // Optional packages for other platforms are in the lockfile and never on disk.
    if (found === undefined && optional === true) continue;
    if (found === undefined || !existsSync(join(root, path))) return `${path} is missing`;
    const differs = integrity !== undefined && found.integrity !== integrity;
    if (differs || found.version !== version) {
      return `${path} is ${found.version ?? "of no version"}, the lockfile says ${version ?? "none"}`;
    }
  }
  return undefined;
}

/** @param {string} path @returns {Record<string, LockedPackage>} */
function lockedPackages(path) {
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const lock = JSON.parse(readFileSync(path, "utf8"));
  return lock.packages;
}

function install() {
  // Inside `npm test` the running npm is named here; it may not be the one on the PATH. Other runners name themselves.
  const running = process.env["npm_execpath"] ?? "";
  const isNpm = running.endsWith("npm-cli.js");
  const [command, args] = isNpm ? [process.execPath, [running, "ci"]] : ["npm", ["ci"]];
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: false });
  if (error !== undefined) giveUp(`npm could not be started (${error.message}); it comes with Node.`);
  if (status !== 0) giveUp("npm ci failed; its output is above.");
}

/** @param {string} message @returns {never} */
function giveUp(message) {
  console.error(message);
  process.exit(1);
}
