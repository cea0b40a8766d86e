// The files that a checker must have seen: one that silently sees none of them would pass for ever.

import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "./setup.mjs";

const folders = ["packages", "bench", "scripts", "tools"];
const skipped = /(^|\/)(node_modules|dist)$|^tools\/planted\/trees$/;

/**
 * Paths from the root, with forward slashes, of every source file of ours whose name matches.
 * @param {RegExp} name
 * @returns {string[]}
 */
export function sourceFiles(name) {
  return folders.flatMap((folder) => [...walk(join(root, folder))]).filter((path) => name.test(path));
}

/** @param {string} folder @returns {Generator<string>} */
function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = relative(root, join(folder, entry.name)).split(sep).join("/");
    if (!entry.isDirectory()) yield path;
    else if (!skipped.test(path)) yield* walk(join(folder, entry.name));
  }
}
