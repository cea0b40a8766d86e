// The text of a configuration file -> a validated configuration, or everything that is wrong with it.

import { LineCounter, parseDocument, type Document } from "yaml";
import { ConfigSchema, type Config } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { adviseModels } from "./advise-models.ts";
import { checkAddresses } from "./check-addresses.ts";
import { checkProviders } from "./check-providers.ts";
import { checkRoutes } from "./check-routes.ts";
import { deepFreeze } from "./freeze.ts";
import { createProblemWriter, type Finding } from "./problem.ts";
import { findingsFrom, wantsNumber } from "./shape.ts";
import type { Environment } from "./substitute.ts";
import { treeFrom, type Tree } from "./tree.ts";
import { yamlFaults } from "./yaml-faults.ts";

export type LoadedConfig = {
  readonly config: Config;
  readonly source: "file" | "environment" | "simulated";
  /** The providers that need a simulator to be started for them. */
  readonly simulated: readonly string[];
  readonly warnings: readonly Problem[];
  /** What only `holdfast check` tells: it may well be meant, such as a model that is newer than the catalogue. */
  readonly advice: readonly Problem[];
};

export type LoadResult =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  /** In the order of the file, warnings included. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

const maxTextLength = 1_048_576;
// One missing bracket can make an error of every line after it.
const maxSyntaxProblems = 20;
const maxProblems = 200;

export function loadConfig(text: string, env: Environment): LoadResult {
  if (text.length > maxTextLength) {
    const message = `the file has ${text.length} characters; at most ${maxTextLength} are read`;
    return { ok: false, problems: [fileProblem(message)] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const syntax = syntaxProblems(document, lines);
  if (syntax.length > 0) return { ok: false, problems: syntax };
  return judge(treeFrom(document.contents, lines, { env, wantsNumber }));
}

function judge(tree: Tree): LoadResult {
  const parsed = ConfigSchema.safeParse(tree.value);
  const issues = parsed.success ? [] : parsed.error.issues;
  const findings = [
    ...issues.flatMap((issue) => findingsFrom(issue, tree)),
    ...checkAddresses(tree),
    ...checkProviders(tree),
    ...checkRoutes(tree),
  ];
  const problems = problemsFrom(tree, findings);
  const isSound = problems.every(({ severity }) => severity === "warning");
  if (!parsed.success || !isSound) return { ok: false, problems };
  const config = deepFreeze(withoutEmptyKeys(parsed.data));
  const advice = problemsFrom(tree, adviseModels(tree));
  const loaded = { config, source: "file" as const, simulated: [], warnings: problems, advice };
  return { ok: true, loaded: deepFreeze(loaded) };
}

function problemsFrom(tree: Tree, findings: readonly Finding[]): Problem[] {
  // A value that could not be made out has had its say: what else is wrong with it follows from that.
  const unreadable = new Set(
    tree.faults.filter(({ at }) => at === "value").map(({ path }) => JSON.stringify(path)),
  );
  const isReadable = ({ path }: Finding): boolean =>
    [path, ...path.map((_, end) => path.slice(0, end))].every(
      (part) => !unreadable.has(JSON.stringify(part)),
    );
  const placed = [...tree.faults, ...findings.filter(isReadable)]
    .map((finding: Finding) => ({ finding, ...tree.placeOf(finding.path, finding.at ?? "value") }))
    .toSorted((a, b) => (a.line === b.line ? a.column - b.column : a.line - b.line));
  const problems = placed
    .slice(0, maxProblems)
    .map(({ finding }) => finding)
    .map(createProblemWriter(tree));
  const more = placed.length - problems.length;
  return more > 0 ? [...problems, fileProblem(`${more} more problems are not listed`)] : problems;
}

function withoutEmptyKeys(config: Config): Config {
  const providers = Object.entries(config.providers).map(
    ([name, provider]) => [name, { ...provider, keys: provider.keys.filter((key) => key !== "") }] as const,
  );
  return { ...config, providers: Object.fromEntries(providers) };
}

function syntaxProblems(document: Document.Parsed, lines: LineCounter): Problem[] {
  const seen = new Set<number>();
  return [...document.errors, ...document.warnings]
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .flatMap(({ code, pos }): Problem[] => {
      const { line, col } = lines.linePos(pos[0]);
      if (seen.has(line) || seen.size >= maxSyntaxProblems) return [];
      seen.add(line);
      return [{ severity: "error", path: "", line, column: col, message: yamlFaults[code] }];
    });
}

function fileProblem(message: string): Problem {
  return { severity: "error", path: "", line: 1, column: 1, message };
}
