// A checker that silently checks nothing passes for ever. Here every tool, under our own configuration, is run over
// files with planted faults and has to name exactly those: `// !! RULE` at the end of a line says what it must find.

import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import plugin from "../lint/plugin.mjs";

const root = resolve(import.meta.dir, "../..");
const modules = join(root, "node_modules");
const scratch: string[] = [];
const limitMs = 60_000;
const configuration = [
  ".gitignore",
  "package.json",
  ".oxlintrc.json",
  ".oxfmtrc.json",
  "knip.json",
  "tsconfig.base.json",
  "tsconfig.json",
  "tsconfig.pure.json",
  "tools/lint",
  "tools/types",
];

setDefaultTimeout(limitMs);

afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true });
});

describe("lint", () => {
  const tree = plant("lint");
  const long = join(tree, "packages/gateway/src/long.ts");
  writeFileSync(long, `export const long = 1;\n${"\n".repeat(399)}// !! max-lines\n`);
  writeFileSync(
    long.replace("long.ts", "long.data.ts"),
    readFileSync(long, "utf8").replace(" !! max-lines", ""),
  );

  test("finds exactly the planted violations, each by its own rule", () => {
    const { exitCode, output } = run(tree, ["oxlint", "--format=unix"]);
    expect(lintFindings(output)).toEqual(marks(tree));
    expect(exitCode).toBe(1);
  });

  test("has a planted violation for every rule of our own", () => {
    const ours = Object.keys(plugin.rules).map((rule) => `holdfast/${rule}`);
    const planted = new Set(marks(tree).map((mark) => mark.split(" ")[1]));
    expect(ours).not.toBeEmpty();
    expect(ours.filter((rule) => !planted.has(rule))).toEqual([]);
  });

  test("has a planted violation for every global that pure code may not use", () => {
    const configured = readFileSync(join(root, ".oxlintrc.json"), "utf8");
    const list =
      /pure code[\s\S]*?"no-restricted-globals": \[\s*"error",([^\]]*)\]/i.exec(configured)?.[1] ?? "";
    const banned = [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
    const ambient = readFileSync(join(tree, "packages/wire/src/ambient.ts"), "utf8");
    expect(banned.length).toBeGreaterThan(30);
    expect(
      banned.filter((name) => !new RegExp(`\\b${name}\\b.*// !! no-restricted-globals`).test(ambient)),
    ).toEqual([]);
  });
});

describe("types", () => {
  const tree = plant("types");

  test("finds exactly the planted faults in code that may touch the world", () => {
    const { exitCode, output } = run(tree, ["tsc", "--pretty", "false"]);
    expect(typeFindings(output)).toEqual(marks(join(tree, "packages/gateway"), tree));
    expect(exitCode).not.toBe(0);
  });

  test("finds the world itself in pure code", () => {
    const { exitCode, output } = run(tree, ["tsc", "--pretty", "false", "--project", "tsconfig.pure.json"]);
    const planted = ["packages/wire", "packages/transport"].flatMap((folder) =>
      marks(join(tree, folder), tree),
    );
    expect(typeFindings(output)).toEqual(planted.toSorted());
    expect(exitCode).not.toBe(0);
  });
});

describe("format", () => {
  test("finds the badly formatted files and leaves prose as its author broke it", () => {
    const { exitCode, output } = run(plant("format"), ["oxfmt", "--list-different"]);
    const named = output.split("\n").filter((line) => /^(ugly|clean)\./.test(line));
    expect(named.toSorted()).toEqual(["ugly.json", "ugly.md", "ugly.ts"]);
    expect(exitCode).not.toBe(0);
  });
});

describe("dead code", () => {
  const tree = plant("dead");

  test("finds unused files, exports, types and dependencies, and undeclared ones", () => {
    const { exitCode, output } = run(tree, ["knip", "--reporter", "compact"]);
    for (const name of [
      "unused.ts",
      "neverImported",
      "NeverNamed",
      "unused-dependency",
      "undeclared-dependency",
    ]) {
      expect(output).toContain(name);
    }
    expect(output).not.toContain("onlyTested");
    expect(exitCode).not.toBe(0);
  });

  test("finds what only tests use", () => {
    const { exitCode, output } = run(tree, ["knip", "--production", "--reporter", "compact"]);
    expect(output).toContain("onlyTested");
    expect(output).toContain("only-for-tests.ts");
    expect(exitCode).not.toBe(0);
  });
});

/** A copy of a planted tree outside the checkout, with our configuration and our installed tools. */
function plant(name: string): string {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), `holdfast-planted-${name}-`)));
  scratch.push(tree);
  cpSync(join(import.meta.dir, "trees", name), tree, { recursive: true });
  for (const path of configuration) cpSync(join(root, path), join(tree, path), { recursive: true });
  mkdirSync(join(tree, "node_modules"));
  for (const entry of readdirSync(modules).filter((other) => !/^@?holdfast$/.test(other))) {
    symlinkSync(join(modules, entry), join(tree, "node_modules", entry));
  }
  return tree;
}

function run(tree: string, [tool = "", ...args]: readonly string[]): { exitCode: number; output: string } {
  const command = ["node", join(tree, "node_modules/.bin", tool), ...args];
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: tree, timeout: limitMs });
  return { exitCode, output: `${stdout.toString()}${stderr.toString()}` };
}

/** Every `// !! RULE RULE`, or `// !!next RULE` above the line that it speaks of, as "path:line RULE". */
function marks(folder: string, tree = folder): string[] {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "lint"].includes(entry.name) ? [] : marks(path, tree);
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.flatMap((line, at) => {
      const [, next, rules = ""] = /\/\/ !!(next)? (.+)$/.exec(line) ?? [];
      const number = next === undefined ? at + 1 : at + 2;
      return rules
        .split(" ")
        .filter((rule) => rule !== "")
        .map((rule) => `${relative(tree, path)}:${number} ${rule}`);
    });
  });
  return found.toSorted();
}

function lintFindings(output: string): string[] {
  const lines = [...output.matchAll(/^(\S+?):(\d+):\d+: .* \[Error(?:\/([\w-]+)\(([\w-]+)\))?\]$/gm)];
  return lines
    .map(([, path = "", line = "", group, rule = ""]) => {
      if (group === undefined) return `${path}:${line} unused-directive`;
      return `${path}:${line} ${group === "eslint" ? "" : `${group}/`}${rule}`;
    })
    .toSorted();
}

function typeFindings(output: string): string[] {
  const lines = [...output.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+): /gm)];
  return lines.map(([, path = "", line = "", code = ""]) => `${path}:${line} ${code}`).toSorted();
}
