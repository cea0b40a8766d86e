// What a request wants, in one form for all dialects; each dialect's `read.ts` finds it.

import type { JsonObject } from "./json.ts";
import { isJsonObject } from "./json.ts";

export interface Wishes {
  /** The text of the last message of the user. */
  readonly prompt: string;
  /** Whether thinking is told: unless a request says otherwise, it is. */
  readonly thinking: "shown" | "omitted" | "off";
  /** The request asks for thinking by name, so an echo thinks, too. */
  readonly asksThinking: boolean;
  readonly tools: readonly WantedTool[];
  /** A tool must be called: this one, or any. */
  readonly forced: { readonly name: string | undefined } | undefined;
  /** The answer must be JSON that fits this schema. */
  readonly schema: JsonObject | undefined;
  readonly maxTokens: number | undefined;
  readonly stops: readonly string[];
  /** What counts as input, for the estimate of its tokens. */
  readonly input: readonly unknown[];
}

export interface WantedTool {
  readonly name: string;
  readonly schema: JsonObject;
}

export const noWishes: Wishes = {
  prompt: "",
  thinking: "shown",
  asksThinking: false,
  tools: [],
  forced: undefined,
  schema: undefined,
  maxTokens: undefined,
  stops: [],
  input: [],
};

/** The text of a message's content: a string, or parts of which some have one. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isJsonObject(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .filter((text) => text !== "")
    .join("\n");
}

export function wantedTool(name: unknown, schema: unknown): WantedTool[] {
  return typeof name === "string" ? [{ name, schema: isJsonObject(schema) ? schema : {} }] : [];
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function stringsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

/** A format that asks for JSON without saying which. */
export const anyObject: JsonObject = { type: "object" };

/** Whether an effort to reason is asked for. */
export function isEffort(value: unknown): boolean {
  return typeof value === "string" && value !== "none";
}
