// What a provider says, as plain data.

export type HeaderEntry = readonly [name: string, value: string];

export type Answer = SaidAnswer | StructuredAnswer | EchoAnswer | BytesAnswer;

/** How an answer is handed over. */
export interface Manner {
  /** Between the whole request and the first byte of the answer; 0, the default, is at once. */
  readonly delayMs?: number;
  /** Between two events of a stream, or two pieces of bytes; 0, the default, is back to back. */
  readonly paceMs?: number;
  /** Further fields, in this order and case; one that the provider would send anyway is replaced. */
  readonly headers?: readonly HeaderEntry[];
}

/** What a message has besides its text. */
export interface Saying extends Manner {
  /** Comes before everything else, with the dialect's proof of it. */
  readonly thinking?: string;
  /** The thinking is withheld: only its proof is told. */
  readonly isThinkingHidden?: boolean;
  readonly toolCalls?: readonly ToolCall[];
  /** Chat only: the pieces of several calls come by turns, as some servers send them. */
  readonly isInterleaved?: boolean;
  /** Why the model does not want to answer; the stop is then `refusal`, unless another is given. */
  readonly refusal?: string;
  /** Left out: `refusal`, or `tool-calls` where there are any, else `end`. */
  readonly stop?: StopReason;
  /** The matched text for the stop `stop-sequence`. */
  readonly stopSequence?: string;
  /** Left out: estimated from the lengths of request and answer. */
  readonly usage?: Usage;
}

/** A message, told in the dialect that asks, as a stream or whole. */
export interface SaidAnswer extends Saying {
  readonly kind: "said";
  /** The true text: what a client must have in the end. */
  readonly text: string;
  /** How a stream cuts text and thinking: characters in a piece; or the pieces of the text, which must make it up. */
  readonly pieces?: number | readonly string[];
}

/** A message whose text is this value as JSON. */
export interface StructuredAnswer extends Saying {
  readonly kind: "structured";
  readonly value: unknown;
  readonly pieces?: number;
}

/**
 * Repeats a little of the prompt, and says that it is simulated. It does what a request insists on: a forced tool is
 * called, a demanded format is kept, thinking that is asked for comes, and it stops at the limit or at a stop sequence.
 */
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

export const stopReasons = ["end", "max-tokens", "stop-sequence", "tool-calls", "refusal"] as const;

export type StopReason = (typeof stopReasons)[number];

export interface Usage {
  /** Prompt tokens that were neither read from a cache nor written to one. */
  readonly inputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens?: number;
}
