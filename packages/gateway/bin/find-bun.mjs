// Finds the Bun that package.json pins. Plain Node 20 and nothing else: this runs before Bun does.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {{ dependencies: { bun: string } }} */
const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

export const pinnedVersion = dependencies.bun;

/**
 * The executable of the npm package `bun`, or, where install scripts were switched off, of the platform package that
 * its script would have linked.
 * @returns {{ path: string } | { problem: string }}
 */
export function findBun() {
  /** @type {string[]} */
  const seen = [];
  for (const [name, file] of candidates()) {
    const found = packageAt(name);
    if (found === undefined) continue;
    if (found.version !== pinnedVersion) {
      seen.push(`${name} is ${found.version}`);
      continue;
    }
    const path = join(found.folder, file);
    if (isProgram(path)) return { path };
  }
  const where = `${process.platform}-${process.arch}`;
  const what = seen.length > 0 ? ` (${seen.join(", ")})` : "";
  return {
    problem:
      `Bun ${pinnedVersion}, which Holdfast runs on, is not installed for ${where}${what}. ` +
      "Run `npm ci` in the Holdfast folder; if that was done, run it again without --omit=optional.",
  };
}

/** @returns {Generator<[name: string, file: string]>} */
function* candidates() {
  yield ["bun", "bin/bun.exe"];
  const os = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "arm64" ? "aarch64" : process.arch;
  const file = process.platform === "win32" ? "bin/bun.exe" : "bin/bun";
  if (process.platform === "linux" && isMusl()) yield [`@oven/bun-linux-${arch}-musl`, file];
  yield [`@oven/bun-${os}-${arch}`, file];
}

/**
 * Walked by hand: asking Node for NAME/package.json fails where `exports` hides it, and Bun takes "bun" for itself.
 * @param {string} name
 * @returns {{ folder: string, version: string } | undefined}
 */
function packageAt(name) {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let above = here; ; above = dirname(above)) {
    const folder = join(above, "node_modules", name);
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      /** @type {{ version: string }} */
      const { version } = JSON.parse(readFileSync(manifest, "utf8"));
      return { folder, version };
    }
    if (above === dirname(above)) return undefined;
  }
}

/**
 * Before its install script has run, the `bun` package holds a placeholder of a few hundred bytes under the same name.
 * @param {string} path
 */
function isProgram(path) {
  return existsSync(path) && statSync(path).size > 1_000_000;
}

function isMusl() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined;
}
