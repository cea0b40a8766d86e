// How tools are called at a provider, and what they were called before.

import type { DialectName } from "../dialect-name.ts";
import { hashOf } from "./hash.ts";
import type { FitTarget } from "./target.ts";

/** A tool as the client knows it. */
export interface OriginalTool {
  readonly name: string;
  readonly namespace?: string;
  /** `freeform`: the provider was told of a function with one text, `input`. */
  readonly inputKind: "json" | "freeform";
  /** A tool of responses' own that the provider was told of as a function: its calls are items of their own. */
  readonly native?: NativeTool;
}

export const nativeTools = ["apply_patch", "shell", "local_shell"] as const;

export type NativeTool = (typeof nativeTools)[number];

/** By the name at the provider (`wireKey`), those tools whose calls have to be changed back. */
export type ToolNames = ReadonlyMap<string, OriginalTool>;

export const noToolNames: ToolNames = new Map();

/** What a provider calls a tool, with the namespace where it knows any. */
export function wireKey({
  name,
  namespace = "",
}: {
  readonly name: string;
  readonly namespace?: string;
}): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

export interface ToolNaming {
  /** The name for a tool: always the same for the same one, and no other's. */
  readonly wireName: (tool: OriginalTool) => string;
  /** The one for a tool that was named before, whatever its kind. */
  readonly known: (tool: Named) => string | undefined;
  readonly names: () => ToolNames;
}

/** Whether a dialect has namespaces is its own matter; whether a provider takes them, the capability's. */
export function takesNamespaces({
  dialect,
  capabilities,
}: Pick<FitTarget, "dialect" | "capabilities">): boolean {
  return dialect === "responses" && capabilities.namespaces;
}

export function createToolNaming(target: FitTarget): ToolNaming {
  const { toolNameLength, toolNameDots } = target.capabilities;
  const isFlat = !takesNamespaces(target);
  const wireNames = new Map<string, string>();
  const taken = new Set<string>();
  const originals = new Map<string, OriginalTool>();

  const fitted = (tool: OriginalTool, identity: string): string => {
    const wanted = isFlat ? flatName(tool) : tool.name;
    const legal = legalName(wanted, { hasDots: toolNameDots, dialect: target.dialect });
    const isFine = legal === wanted && legal.length <= toolNameLength;
    for (let attempt = 0; ; attempt++) {
      const mark = hashOf(attempt === 0 ? identity : `${identity}${attempt}`);
      const name = isFine && attempt === 0 ? legal : marked(legal, mark, toolNameLength);
      if (!taken.has(keyOf(tool, name))) return name;
    }
  };
  const keyOf = ({ namespace = "" }: OriginalTool, name: string): string =>
    wireKey(isFlat ? { name } : { name, namespace });

  return {
    wireName(tool) {
      const identity = identityOf(tool);
      const known = wireNames.get(identity);
      if (known !== undefined) return known;
      const name = fitted(tool, identity);
      wireNames.set(identity, name);
      taken.add(keyOf(tool, name));
      const losesNamespace = isFlat && tool.namespace !== undefined;
      const losesKind = tool.inputKind === "freeform" || tool.native !== undefined;
      if (name !== tool.name || losesNamespace || losesKind) originals.set(keyOf(tool, name), tool);
      return name;
    },
    known: (tool) => wireNames.get(identityOf(tool)),
    names: () => originals,
  };
}

/** Codex's own functions are in a namespace that it never writes. */
const implicit = "functions";

type Named = Pick<OriginalTool, "name" | "namespace">;

export function isSameTool(left: Named, right: Named): boolean {
  return identityOf(left) === identityOf(right);
}

function identityOf({ name, namespace = "" }: Named): string {
  return JSON.stringify([namespace === implicit ? "" : namespace, name]);
}

function flatName({ name, namespace }: OriginalTool): string {
  return namespace === undefined || namespace === "" || namespace === implicit
    ? name
    : `${namespace}__${name}`;
}

function legalName(
  name: string,
  rules: { readonly hasDots: boolean; readonly dialect: DialectName },
): string {
  const legal = name.replaceAll(rules.hasDots ? /[^a-zA-Z0-9_.:-]/g : /[^a-zA-Z0-9_-]/g, "_");
  if (legal === "") return "tool";
  // Gemini wants a letter or an underscore first.
  return rules.dialect === "gemini" && !/^[a-zA-Z_]/.test(legal) ? `_${legal}` : legal;
}

function marked(name: string, mark: string, length: number): string {
  return `${name.slice(0, Math.max(0, length - mark.length - 1))}_${mark}`;
}
