// A problem at a path of the document: where it stands, and what may be shown of it.

import type { Problem } from "../contract/problem.ts";
import type { Path, Tree } from "./tree.ts";

export type Finding = {
  readonly path: Path;
  readonly message: string;
  readonly severity?: "warning";
  /** What to point at: the value unless said otherwise. */
  readonly at?: "key" | "value";
  /** Set where the value says nothing or may hold a secret. */
  readonly hideValue?: true;
  readonly allowed?: readonly string[];
  readonly nearest?: string | undefined;
};

type Clean = (text: string) => string;

/** Turns findings about this tree into problems that are safe to show. */
export function createProblemWriter(tree: Tree): (finding: Finding) => Problem {
  const secrets = secretsIn(tree);
  // In this order: half of a secret that was cut off would not be found.
  const clean: Clean = (text) => shortened(withoutSecrets(text, secrets), 80);
  return (finding) => {
    const { path, message, severity = "error", at = "value", allowed, nearest } = finding;
    const value = finding.hideValue === true || at === "key" ? undefined : shownValue(tree, path, clean);
    return {
      severity,
      path: formatPath(path, clean),
      ...tree.placeOf(path, at),
      message: shortened(withoutSecrets(message, secrets), 400),
      ...(value === undefined ? {} : { value }),
      ...(allowed === undefined ? {} : { allowed: allowed.map(clean) }),
      ...(nearest === undefined ? {} : { nearest: clean(nearest) }),
    };
  };
}

/** Such as `routes[0].chain`; a name with other characters than letters, digits, `_` and `-` is quoted. */
function formatPath(path: Path, clean: Clean): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      const name = clean(step);
      if (!/^[\w-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}

function shownValue(tree: Tree, path: Path, clean: Clean): string | undefined {
  const value = tree.get(path);
  if (value === undefined) return undefined;
  if (holdsKeys(path)) return "(not shown)";
  const shown = tree.writtenAs(path) ?? value;
  if (typeof shown === "string") return JSON.stringify(clean(shown));
  return typeof shown === "number" || typeof shown === "boolean" ? clean(String(shown)) : undefined;
}

function holdsKeys(path: Path): boolean {
  return path[0] === "providers" && path[2] === "keys";
}

function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

// What vendors' keys look like, for one that was pasted into the wrong field.
const keyLike = /\b(?:sk-|gsk_|xai-|hf_|AIza|AKIA)[\w-]{8,}/g;
// A shorter one than this says nothing, and hiding it would make holes in ordinary words.
const minSecretLength = 8;

function secretsIn(tree: Tree): string[] {
  const found = new Set([...tree.inserted, ...keysIn(tree.get(["providers"]))]);
  // The longest first, since one may be a part of another.
  return [...found]
    .map((secret) => secret.trim())
    .filter(({ length }) => length >= minSecretLength)
    .toSorted((a, b) => b.length - a.length);
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const result = secrets.reduce((rest, secret) => rest.replaceAll(secret, "(not shown)"), text);
  return result.replace(keyLike, "(not shown)");
}

function keysIn(providers: unknown): string[] {
  if (typeof providers !== "object" || providers === null) return [];
  return Object.values(providers)
    .flatMap((provider: unknown) => (isRecord(provider) ? [provider["keys"]] : []))
    .flat()
    .filter((key) => typeof key === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
