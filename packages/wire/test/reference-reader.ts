// The same language as `readRoutingFields`, written down a second time: by regular expressions over tokens instead
// of bytes, slow and short. It says exactly which invalid bodies are read nevertheless.

import { modelSizeLimit, repetitionLimit } from "../src/routing-fields.ts";

export interface Reading {
  readonly model: string | undefined;
  readonly stream: boolean;
}

const token = /[ \t\n\r]+|"(?:[^"\\]|\\[^])*"|[{}[\],:]|[-+.0-9A-Za-z]+/y;

/** What is read of a body, or undefined where it is refused. */
export function referenceReading(body: Uint8Array): Reading | undefined {
  const tokens = tokensOf(latin1(body).replace(/^\u00ef\u00bb\u00bf/, ""));
  const members = tokens && membersOf(tokens);
  if (members === undefined) return undefined;
  const values: Record<"model" | "stream", string[]> = { model: [], stream: [] };
  for (const [key, value] of members) {
    const name = key.length > 38 ? "" : textOf(key);
    if (name === undefined || (/^model$/i.test(name) && name !== "model")) return undefined;
    if (name === "model" || name === "stream") values[name].push(value);
  }
  if (values.model.length > repetitionLimit || values.stream.length > repetitionLimit) return undefined;
  const spelledModel = values.model.at(-1);
  const model = spelledModel === undefined ? undefined : textOf(spelledModel);
  if (spelledModel !== undefined && (model === undefined || spelledModel.length > modelSizeLimit)) {
    return undefined;
  }
  const stream = values.stream.at(-1) ?? "null";
  return ["true", "false", "null"].includes(stream) ? { model, stream: stream === "true" } : undefined;
}

/** Tokens without white space, or undefined where a byte belongs to none. */
function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const found = token.exec(text)?.[0];
    if (found === undefined) return undefined;
    if (!/^[ \t\n\r]/.test(found)) tokens.push(found);
  }
  return tokens;
}

/** `{ key : value , key : value }` and nothing after it. */
function membersOf(tokens: readonly string[]): (readonly [key: string, value: string])[] | undefined {
  if (tokens[0] !== "{") return undefined;
  if (tokens[1] === "}") return tokens.length === 2 ? [] : undefined;
  const members: (readonly [string, string])[] = [];
  for (let at = 1; ; at++) {
    const [key, colon, first] = tokens.slice(at, at + 3);
    if (key?.startsWith('"') !== true || colon !== ":" || first === undefined || /^[,:}\]]/.test(first)) {
      return undefined;
    }
    const size = valueSize(tokens.slice(at + 2));
    if (size === undefined) return undefined;
    members.push([key, first]);
    at += 2 + size;
    if (tokens[at] === "}") return at === tokens.length - 1 ? members : undefined;
    if (tokens[at] !== ",") return undefined;
  }
}

/** How many tokens the first value has; brackets are counted, and only the outermost pair must match. */
function valueSize(tokens: readonly string[]): number | undefined {
  let depth = 0;
  for (const [index, found] of tokens.entries()) {
    if (/^[{[]/.test(found)) depth++;
    if (/^[}\]]/.test(found)) depth--;
    if (depth > 0) continue;
    const matches = index === 0 || (tokens[0] === "{" ? found === "}" : found === "]");
    return matches ? index + 1 : undefined;
  }
  return undefined;
}

function textOf(spelled: string): string | undefined {
  if (!spelled.startsWith('"')) return undefined;
  try {
    const bytes = Uint8Array.from(spelled, (unit) => unit.charCodeAt(0));
    const text: unknown = JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
