// What a model may call, and whether it must.

import type { DialectName } from "../dialect-name.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { WithExtras } from "./extras.ts";
import type { CacheHint } from "./part.ts";

export type Tool = FunctionTool | FreeformTool | ServerTool;

interface ToolBase extends WithExtras {
  readonly name: string;
  readonly namespace?: string;
  readonly description?: string;
  readonly cache?: CacheHint;
}

export interface FunctionTool extends ToolBase {
  readonly kind: "function";
  /** JSON Schema of the input; undefined where the dialect lets it be left out. */
  readonly schema?: JsonValue;
  /** Undefined is the dialect's own default, which differs: on in responses, off elsewhere. `fit` says it. */
  readonly strict?: boolean;
}

/** A tool that takes any text, perhaps of a grammar. */
export interface FreeformTool extends ToolBase {
  readonly kind: "freeform";
  /** As responses and chat write it: `{type: "text"}`, or `{type: "grammar", syntax, definition}`. */
  readonly format?: JsonObject;
}

/** A tool that runs at the provider, or whose schema only its provider knows. */
export interface ServerTool extends ToolBase {
  readonly kind: "server";
  readonly origin: DialectName;
  /** What it does where others have the same; undefined: only its own dialect knows it. */
  readonly does?: "web-search";
  /** Whole, as it stands in its dialect. */
  readonly value: JsonObject;
}

export type ToolChoice =
  | { readonly kind: "auto" | "any" | "none" }
  | { readonly kind: "tool"; readonly name: string; readonly namespace?: string }
  | { readonly kind: "allowed"; readonly mode: "auto" | "any"; readonly names: readonly string[] }
  /** A choice that only its own dialect knows, such as one of a server tool. */
  | { readonly kind: "unknown"; readonly origin: DialectName; readonly value: JsonValue };
