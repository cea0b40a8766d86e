// What a provider is to say and how it breaks, as plain data. Answers and faults are apart, so that the same fault
// can hit any answer, and the text that was meant stays known when it does not arrive.

/** A provider's part. Of the rules that apply to a request, the first with an answer and the first with a fault count. */
export interface Script {
  readonly rules?: readonly Rule[];
  /** The keys that are accepted; left out, any key or none. */
  readonly keys?: readonly string[];
  /** The models that exist; left out, any name does, and a few usual ones are listed. */
  readonly models?: readonly string[];
}

export interface Rule {
  /** Left out: every request for an answer. */
  readonly when?: Condition;
  readonly answer?: Answer;
  readonly fault?: Fault;
}

/** All that is given must hold. */
export interface Condition {
  /** What is asked for: answers (the default), the list of models, or anything at all. */
  readonly endpoint?: "generate" | "models" | "any";
  readonly dialect?: Dialect;
  /** The model's name; `*` stands for any run of characters. */
  readonly model?: string;
  readonly isStreamed?: boolean;
  /** A field that is there, with this value where one is given. The name's case does not matter. */
  readonly header?: { readonly name: string; readonly value?: string };
  /** Which of the requests that meet the other conditions, counted from 1; both ends are included. */
  readonly nth?: number | { readonly from?: number; readonly to?: number };
}

export type Dialect = "messages" | "chat";

export type HeaderEntry = readonly [name: string, value: string];

export type Answer = SaidAnswer | EchoAnswer | BytesAnswer;

/** How an answer is handed over. */
export interface Manner {
  /** Between two events of a stream, or two pieces of bytes; 0, the default, is back to back. */
  readonly paceMs?: number;
  /** Further fields, in this order and case; one that the provider would send anyway is replaced. */
  readonly headers?: readonly HeaderEntry[];
}

/** A message, told in the dialect that asks, as a stream or whole. */
export interface SaidAnswer extends Manner {
  readonly kind: "said";
  /** The true text: what a client must have in the end. */
  readonly text: string;
  readonly toolCalls?: readonly ToolCall[];
  /** Left out: `tool-calls` where there are any, else `end`. */
  readonly stop?: StopReason;
  /** The matched text for the stop `stop-sequence`. */
  readonly stopSequence?: string;
  /** Left out: estimated from the lengths of prompt and answer. */
  readonly usage?: Usage;
  /** How a stream cuts the text: characters in a piece, or the pieces, which must make up the text. */
  readonly pieces?: number | readonly string[];
}

/** Repeats a little of the prompt, and says that it is simulated. */
export interface EchoAnswer extends Manner {
  readonly kind: "echo";
  /** Characters in a piece of a stream. */
  readonly pieces?: number;
}

/** Exactly these bytes as the body, in these pieces, with exactly these fields and the framing. */
export interface BytesAnswer extends Manner {
  readonly kind: "bytes";
  /** Left out: 200. */
  readonly status?: number;
  readonly pieces: readonly (string | Uint8Array)[];
  /** Left out: `chunked`, a piece a chunk. */
  readonly framing?: "chunked" | "length";
}

export interface ToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

export type StopReason = "end" | "max-tokens" | "stop-sequence" | "tool-calls" | "refusal";

export interface Usage {
  /** Prompt tokens that were neither read from a cache nor written to one. */
  readonly inputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens?: number;
}

export type Fault =
  | StatusFault
  /** The request is read, and the connection reset. */
  | { readonly kind: "reset-before-head" }
  /** The request is read, and nothing ever comes back. */
  | { readonly kind: "silence" }
  /** After this many bytes of the body the connection is cut. */
  | { readonly kind: "close-early"; readonly afterBytes: number }
  /** After this many events (pieces, for bytes; 0 leaves the head) nothing more comes, and the connection stays open. */
  | { readonly kind: "stall"; readonly afterEvents: number };

/** An error with its status, worded in the dialect that asks. */
export interface StatusFault {
  readonly kind: "status";
  readonly status: number;
  /** What is left out is what the real provider says with this status. */
  readonly type?: string;
  /** Chat only. */
  readonly code?: string | null;
  readonly message?: string;
  readonly headers?: readonly HeaderEntry[];
}
