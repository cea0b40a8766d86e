// What one field of a provider means for another, and what its texts must look like.

import type { Address } from "../contract/snapshot.ts";
import { providerKinds, type ProviderKind } from "../contract/config.ts";
import { kinds } from "../providers/registry.ts";
import { addressAt, areSame, isAddress } from "./check-addresses.ts";
import { parseBaseUrl } from "./base-url.ts";
import type { Finding } from "./problem.ts";
import { modelNameFault } from "./road-name.ts";
import type { Path, Tree } from "./tree.ts";

export function checkProviders(tree: Tree): Finding[] {
  const names = keysAt(tree, ["providers"]);
  if (names.length > 0) {
    return names.flatMap((name) => checkProvider(tree, name));
  }
  const isEmpty = isMapping(tree.get(["providers"]));
  return isEmpty ? [{ path: ["providers"], message: "is empty: name at least one provider" }] : [];
}

/** What is wrong with a key, without saying the key. */
export function keyFault(key: string): string | undefined {
  // A header field carries it, so that a line break inside would start another field.
  return /^[\u0021-\u007E]+$/.test(key)
    ? undefined
    : "holds a space, a line break or a character outside ASCII: no key does";
}

export function keysAt(tree: Tree, path: Path): string[] {
  const value = tree.get(path);
  return isMapping(value) ? Object.keys(value) : [];
}

function checkProvider(tree: Tree, name: string): Finding[] {
  const path = ["providers", name];
  const kind = providerKinds.find((known) => known === tree.get([...path, "kind"]));
  return [
    ...checkName(path, name),
    ...checkBaseUrl(tree, path, kind),
    ...checkKeys(tree, path, kind),
    ...checkModels(tree, [...path, "models"]),
  ];
}

function checkName(path: Path, name: string): Finding[] {
  // It stands in chains before a slash, and in header fields.
  if (/^[a-z\d][\w.-]{0,63}$/i.test(name)) return [];
  return [
    {
      path,
      at: "key",
      message: "a provider's name is up to 64 letters, digits, `-`, `_` and `.`, the first a letter or digit",
    },
  ];
}

function checkBaseUrl(tree: Tree, provider: Path, kind: ProviderKind | undefined): Finding[] {
  const path = [...provider, "base_url"];
  const text = tree.get(path);
  if (text === undefined) {
    const isNeeded = kind !== undefined && kinds[kind].location.baseUrl === undefined;
    return isNeeded ? [{ path, message: `is missing: a provider of kind ${kind} can live anywhere` }] : [];
  }
  if (typeof text !== "string") return [];
  const parsed = parseBaseUrl(text);
  if ("fault" in parsed) {
    return [
      { path, message: parsed.fault, ...(parsed.secret === undefined ? {} : { hideValue: parsed.secret }) },
    ];
  }
  const listen = addressAt(tree, "listen");
  const isLoop = isAddress(listen) && leadsTo(parsed.origin, listen);
  return isLoop ? [{ path, message: "is where this gateway listens: it would ask itself for ever" }] : [];
}

function leadsTo(origin: Address, listen: Address): boolean {
  return areSame({ host: origin.host, port: origin.port }, listen);
}

function checkKeys(tree: Tree, provider: Path, kind: ProviderKind | undefined): Finding[] {
  const path = [...provider, "keys"];
  const keys = tree.get(path) ?? [];
  if (!Array.isArray(keys)) return [];
  const findings: Finding[] = [];
  const trimmed = keys.map((key: unknown) => (typeof key === "string" ? key.trim() : undefined));
  for (const [index, key] of trimmed.entries()) {
    const here = [...path, index];
    const isOptional = key === "" && tree.writtenAs(here) !== undefined;
    if (key === undefined || isOptional) continue;
    const message = key === "" ? "is empty" : keyFault(key);
    if (message !== undefined) findings.push({ path: here, message, hideValue: true });
  }
  const isLacking = trimmed.every((key) => key === "") && kind !== undefined && kinds[kind].signIn.needsKey;
  if (isLacking) {
    findings.push({ path, message: `a provider of kind ${kind} needs at least one key`, hideValue: true });
  }
  return findings;
}

function checkModels(tree: Tree, path: Path): Finding[] {
  return keysAt(tree, path).flatMap((name) => {
    const here = [...path, name];
    const own = tree.get(here);
    const message = modelNameFault(name) ?? (typeof own === "string" ? modelNameFault(own) : undefined);
    return message === undefined ? [] : [{ path: here, message }];
  });
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
