// What a model at a provider can take. The catalogue knows; configuration overrides; a 400 teaches.

import type { Effort } from "./model/request.ts";

export interface Capabilities {
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** Whether temperature and its kin may be given at all. */
  readonly sampling: boolean;
  readonly maxTemperature: number;
  readonly topK: boolean;
  readonly seed: boolean;
  readonly penalties: boolean;
  /** How many stop sequences; 0: none. */
  readonly stopSequences: number;
  /** More than one answer to a request. */
  readonly candidates: boolean;
  readonly developerRole: boolean;
  /** What becomes of a system turn behind the first other one. */
  readonly midSystem: "native" | "developer" | "user";
  /** An assistant's turn at the end is gone on with. */
  readonly prefill: boolean;
  readonly thinking: "none" | "effort" | "budget" | "adaptive";
  /** In rising order; empty where none can be said. */
  readonly efforts: readonly Effort[];
  readonly canTurnThinkingOff: boolean;
  /** Chat: tools are refused unless thinking is off. Undefined: they are not. */
  readonly chatToolsNeedThinkingOff?: boolean;
  /** Thinking of earlier turns, without a proof: `plain` takes it as text in a field of its own, `never` refuses it. */
  readonly unprovenThinking: "plain" | "never";
  readonly images: "none" | "base64" | "url";
  readonly documents: "none" | "base64" | "url";
  readonly audio: boolean;
  readonly video: boolean;
  readonly tools: boolean;
  readonly freeformTools: boolean;
  readonly namespaces: boolean;
  readonly parallelToolControl: boolean;
  readonly strictTools: boolean;
  /** A forced tool choice together with thinking, be it asked for or never off. */
  readonly forcedToolWithThinking: boolean;
  /** The longest tool name, and whether `.` and `:` may stand in it beside letters, digits, `_` and `-`. */
  readonly toolNameLength: number;
  readonly toolNameDots: boolean;
  /** Which `tool-call` ids it takes: any, or letters, digits, `_` and `-` up to 64. */
  readonly toolIds: "any" | "plain";
  /** A web search that the provider runs. Undefined: none. */
  readonly webSearch?: boolean;
  /** `json`: any object; `schema`: one of a schema. */
  readonly structuredOutput: "none" | "json" | "schema";
  /** Which keywords of JSON Schema have to go. */
  readonly schema: "full" | "openai" | "anthropic" | "gemini";
  readonly cacheMarkers: boolean;
  /** Messages: takes the block by which Claude Code is billed. Anybody else's prompt cache it would only ruin. Undefined: no. */
  readonly billingBlock?: boolean;
  /** Chat: how the output limit is called, and whether usage in a stream can be asked for. */
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  readonly streamUsage: boolean;
}
