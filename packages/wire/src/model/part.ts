// What turns and answers are made of.

import type { DialectName } from "../dialect-name.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Extras, WithExtras } from "./extras.ts";

export type Part =
  | TextPart
  | ImagePart
  | DocumentPart
  | MediaPart
  | ThinkingPart
  | ToolCallPart
  | ToolResultPart
  | RefusalPart
  | UnknownPart;

interface PartBase extends WithExtras {
  readonly cache?: CacheHint;
}

/** "Up to here this is worth keeping": where a provider's prompt cache should have an entry. */
export interface CacheHint {
  /** Seconds; undefined is the provider's usual. Messages knows 300 and 3600, responses 1800 and 43200. */
  readonly ttlSeconds?: number;
}

export interface TextPart extends PartBase {
  readonly kind: "text";
  readonly text: string;
  readonly citations?: readonly Citation[];
  /** In answers: a comment on the way or the answer itself. In requests the turn has it. */
  readonly phase?: string;
  /** A provider's proof for this text; Gemini signs text too. */
  readonly proof?: Proof;
}

/** Where a statement comes from. Only web citations mean the same everywhere. */
export type Citation =
  | {
      readonly kind: "url";
      readonly url: string;
      readonly title?: string;
      /** Offsets in the part's text, in UTF-16 units. */
      readonly start?: number;
      readonly end?: number;
      readonly extras?: Extras;
    }
  | { readonly kind: "unknown"; readonly origin: DialectName; readonly value: JsonValue };

export type MediaSource =
  | { readonly kind: "base64"; readonly mediaType: string; readonly data: string }
  | { readonly kind: "url"; readonly url: string; readonly mediaType?: string }
  /** A file that one provider holds. It means nothing to any other. */
  | { readonly kind: "file"; readonly origin: DialectName; readonly id: string; readonly mediaType?: string };

export interface ImagePart extends PartBase {
  readonly kind: "image";
  readonly source: MediaSource;
  readonly detail?: "low" | "high" | "auto" | "original";
}

export interface DocumentPart extends PartBase {
  readonly kind: "document";
  readonly source: MediaSource | { readonly kind: "text"; readonly text: string };
  readonly title?: string;
  readonly context?: string;
}

export interface MediaPart extends PartBase {
  readonly kind: "audio" | "video";
  readonly source: MediaSource;
}

export interface ThinkingPart extends PartBase {
  readonly kind: "thinking";
  /** Empty where the provider shows nothing of it. */
  readonly text: string;
  /** Whether the text is the thinking itself or what a provider tells of it; undefined where the dialect does not say. */
  readonly form?: "summary" | "full";
  /** The id of the item, where the dialect gives thinking one of its own. */
  readonly id?: string;
  readonly proof?: Proof;
}

/**
 * What proves to a provider that thinking is its own: a signature, encrypted content, a thought signature. Opaque, and
 * of use only where it was made.
 */
export interface Proof {
  /** In whose format the value is. */
  readonly dialect: DialectName;
  /** The value as the provider gave it. */
  readonly value: string;
  /** Who can open it, as the gateway names roads; undefined where a client sent it bare: its own dialect's provider then. */
  readonly scope?: string;
  /** The value stands for thinking that was withheld whole (`redacted_thinking`), not for the text beside it. */
  readonly isRedacted?: true;
  /** It belongs to the part that follows: its own dialect has no field there, so a thinking part of no text carries it. */
  readonly isForNext?: true;
}

export interface ToolCallPart extends PartBase {
  readonly kind: "tool-call";
  /** Empty where the dialect gave none; `fit` fills it before it matters. */
  readonly id: string;
  /** The id of the item, where it differs from the call's. */
  readonly itemId?: string;
  readonly name: string;
  readonly namespace?: string;
  /** `json`: `input` is a JSON text as the model wrote it, perhaps not valid. `freeform`: any text. */
  readonly inputKind: "json" | "freeform";
  readonly input: string;
  readonly proof?: Proof;
}

export interface ToolResultPart extends PartBase {
  readonly kind: "tool-result";
  readonly callId: string;
  /** The tool's name, where the dialect says it with the result. */
  readonly name?: string;
  readonly inputKind: "json" | "freeform";
  readonly content: readonly Part[];
  readonly isError?: boolean;
}

export interface RefusalPart extends PartBase {
  readonly kind: "refusal";
  readonly text: string;
}

/** Something that only its own dialect has a word for: server tools' calls and results, compaction, new inventions. */
export interface UnknownPart extends PartBase {
  readonly kind: "unknown";
  readonly origin: DialectName;
  /** Whole, as it stands in that dialect. */
  readonly value: JsonObject;
  /** What of it can be read by anybody, such as a compaction's summary. */
  readonly text?: string;
}
