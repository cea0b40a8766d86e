// Who may import whom. docs/architecture.md explains the shape; this is what the linter reads.
// A file belongs to the first row whose folder holds it; a folder without a row is an error.

/**
 * @typedef {object} Row
 * @property {string} folder
 * @property {string[]} reach Folders that a relative import may end in.
 * @property {Record<string, "values" | "types">} packages Imports by package name, and whether more than types may cross.
 * @property {string[] | "no-sockets" | "all"} node Node's built-in modules.
 * @property {boolean} bun The modules `bun` and `bun:*`.
 * @property {boolean} npm Packages from the registry (knip checks that they are declared).
 * @property {boolean} pure No dynamic import, no import.meta.
 */

/** Modules that open sockets: only packages/transport/src/sockets may, and whatever plays a peer in a test or a benchmark. */
export const socketModules = ["net", "tls", "http", "https", "http2", "dgram", "inspector", "cluster"];
export const socketPackages = ["undici", "ws", "axios", "got", "node-fetch", "ky", "superagent"];

/** @type {Omit<Row, "folder" | "reach">} */
const sealed = { packages: {}, node: [], bun: false, npm: false, pure: true };

/** @type {Omit<Row, "folder" | "reach">} */
const open = { packages: {}, node: "no-sockets", bun: false, npm: true, pure: false };

/** @type {Row[]} */
const sourceRows = [
  { ...sealed, folder: "packages/transport/src/codec", reach: ["packages/transport/src/codec"] },
  {
    ...sealed,
    folder: "packages/transport/src/sockets",
    reach: ["packages/transport/src"],
    node: ["dns", "dns/promises", "net", "tls"],
    bun: true,
    pure: false,
  },
  { ...sealed, folder: "packages/transport/src", reach: ["packages/transport/src"], pure: false },
  { ...sealed, folder: "packages/wire/src", reach: ["packages/wire/src"] },
  {
    ...sealed,
    folder: "packages/policy/src",
    reach: ["packages/policy/src"],
    packages: { "@holdfast/wire/failure": "types" },
  },
  {
    ...sealed,
    folder: "packages/observatory/src",
    reach: ["packages/observatory/src"],
    packages: { "@holdfast/wire/failure": "types" },
  },
  {
    ...sealed,
    folder: "packages/simulator/src",
    reach: ["packages/simulator/src"],
    packages: { "@holdfast/transport": "values", "@holdfast/wire": "values" },
    pure: false,
  },
  {
    ...open,
    folder: "packages/gateway/src",
    reach: ["packages/gateway/src", "packages/gateway/package.json"],
    packages: {
      "@holdfast/transport": "values",
      "@holdfast/wire": "values",
      "@holdfast/policy": "values",
      "@holdfast/observatory": "values",
      "@holdfast/simulator": "values",
    },
    bun: true,
  },
  { ...open, folder: "packages/gateway/bin", reach: ["packages/gateway"] },
  {
    ...open,
    folder: "packages/web/src",
    reach: ["packages/web/src"],
    packages: { "holdfast/contract": "types" },
    node: [],
  },
  {
    ...open,
    folder: "bench",
    reach: ["bench"],
    packages: {
      "@holdfast/transport": "values",
      "@holdfast/wire": "values",
      "@holdfast/policy": "values",
      "@holdfast/observatory": "values",
      "@holdfast/simulator": "values",
      holdfast: "values",
    },
    node: "all",
    bun: true,
  },
  { ...open, folder: "scripts", reach: ["scripts", "packages/gateway/bin"] },
  { ...open, folder: "tools", reach: ["tools", "scripts", "packages/gateway/bin"], bun: true },
];

/** Tests may use the test runner, registry packages and, where they play a peer, sockets; the package table still holds. */
const peers = ["packages/transport", "packages/simulator", "packages/gateway", "bench"];

/** @param {string} path @returns {Row | undefined} */
export function rowFor(path) {
  const row = sourceRows.find(({ folder }) => within(path, [folder]));
  const home = /^packages\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path;
  const isTest = path.endsWith(".test.ts") || within(path, [`${home}/test`, `${home}/fuzz`]);
  if (!isTest) return row;
  const known =
    row ??
    sourceRows.find(({ folder }) => folder === `${home}/src`) ??
    sourceRows.findLast(({ folder }) => within(folder, [home]));
  if (known === undefined) return undefined;
  return {
    ...known,
    reach: [...known.reach, home],
    node: peers.includes(home) ? "all" : "no-sockets",
    bun: true,
    npm: true,
    pure: false,
  };
}

/** @param {string} path @param {string[]} folders */
export function within(path, folders) {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
