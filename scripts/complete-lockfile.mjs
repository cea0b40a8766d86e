// Run after `npm install` where the lockfile check says that builds for other platforms are missing.
//
// A registry that does not serve every platform's build of a tool makes npm leave those out of the lockfile, and
// `npm ci` then refuses the lockfile on every machine. The missing entries follow from what their parent names: the
// version is exact there, the platform is in the package's name. npm fills in the integrity where it can.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unlockedBuilds } from "./lockfile.mjs";
import { root } from "./setup.mjs";

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];
const libraries = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

const file = join(root, "package-lock.json");
/** @type {{ packages: Record<string, import("./lockfile.mjs").Entry> }} */
const lock = JSON.parse(readFileSync(file, "utf8"));

for (const { name, version, parent } of unlockedBuilds(lock.packages)) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...platformOf(name),
    ...(parent.dev === true && { dev: true }),
    optional: true,
  };
}
const inOrder = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, "en"));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, undefined, 2)}\n`);

/** @param {string} name */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) {
    throw new Error(`${name} does not name a platform: lock it by hand.`);
  }
  const libc = Object.entries(libraries).find(([word]) => words.includes(word))?.[1];
  return { cpu: [cpu], os: [os], ...(os === "linux" && libc !== undefined && { libc: [libc] }) };
}
