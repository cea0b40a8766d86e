// What a dialect is: the same functions for each, one file a function, in a folder of its own.

import type { Capabilities } from "./capabilities.ts";
import type { DialectName } from "./dialect-name.ts";
import type { CanonicalFailure, EncodedFailure } from "./failure.ts";
import type { JsonObject, JsonValue } from "./json/value.ts";
import type { Loss, Lossy } from "./loss.ts";
import type { StreamEvent } from "./model/event.ts";
import type { Proof } from "./model/part.ts";
import type { NeutralRequest } from "./model/request.ts";
import type { NeutralResponse, Usage } from "./model/response.ts";

export interface Dialect {
  readonly name: DialectName;
  /** A client's request. Lenient: what is not known is kept, and only what cannot be understood at all is a fault. */
  readonly decodeRequest: (body: JsonValue, context: RequestContext) => Decoded<NeutralRequest>;
  /** For a provider. Mechanical: what the target cannot take was fitted before (`fit/`). */
  readonly encodeRequest: (
    request: NeutralRequest,
    target: RequestTarget,
  ) => Lossy<{ readonly body: JsonObject }>;
  /** A provider's whole answer; a body that tells of a failure under a good status is that failure. */
  readonly decodeResponse: (
    body: JsonValue,
    context: AnswerContext,
  ) => Decoded<NeutralResponse> | FailedAnswer;
  /** For a client. */
  readonly encodeResponse: (
    response: NeutralResponse,
    context: ReplyContext,
  ) => Lossy<{ readonly body: JsonObject }>;
  /** A provider's streamed answer, message by message. It calls `emit` in the order that model/event.ts promises. */
  readonly createStreamDecoder: (emit: (event: StreamEvent) => void, context: AnswerContext) => StreamDecoder;
  /** For a client. */
  readonly createStreamEncoder: (context: ReplyContext) => StreamEncoder;
  /** A provider's error, of any status, or the `error` of a stream. */
  readonly decodeError: (received: ReceivedError) => CanonicalFailure;
  /** What a provider's usage objects say together, the first one and the last one of an answer; undefined for none. */
  readonly usageFrom: (objects: readonly JsonObject[]) => Usage | undefined;
  readonly encodeError: (failure: CanonicalFailure) => EncodedFailure;
  /** Undefined where the dialect has no such request. */
  readonly tokenCount: TokenCountCodec | undefined;
  readonly modelList: ModelListCodec;
  /**
   * Replaces our proof tokens (`hf1.`) in a request body by what they hold, and takes out those that do not belong to
   * this road together with what is nothing without them. Everything else stays as it is.
   */
  readonly rewriteProofs: (body: JsonObject, keep: KeepProof) => Lossy<{ readonly body: JsonObject }>;
}

export type Decoded<Value> =
  | { readonly kind: "decoded"; readonly value: Value; readonly losses: readonly Loss[] }
  | WireFault;

export interface FailedAnswer {
  readonly kind: "failed";
  readonly failure: CanonicalFailure;
}

/** What came is not what the dialect says: where, and what was expected there. */
export interface WireFault {
  readonly kind: "fault";
  /** In the body, such as `messages[0].role`; empty for the body as a whole. */
  readonly path: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
}

/** Our token for a proof, or undefined where the token is none of ours. */
export type OpenProof = (token: string) => Proof | undefined;
export type SealProof = (proof: Proof) => string;
/** The value to send where a token's proof is of use on a road; undefined where it is not. */
export type KeepProof = (token: string) => Proof | undefined;

/** What a request's body does not say. */
export interface RequestContext {
  readonly open: OpenProof;
  /** Gemini has the model and the streaming in the path. */
  readonly model?: string;
  readonly isStreamed?: boolean;
}

export interface RequestTarget {
  /** The model's name at this provider. */
  readonly model: string;
  readonly isStreamed: boolean;
  readonly capabilities: Capabilities;
}

export interface AnswerContext {
  /** Who can open the proofs in this answer: `Proof.scope`. */
  readonly scope: string;
}

/** What an answer to a client needs beside what the provider said. */
export interface ReplyContext {
  /** What the client asked for: some dialects repeat it. */
  readonly request: NeutralRequest;
  /** The name that the client asked for. */
  readonly model: string;
  /** Makes ids: unique to this request, letters, digits and `_`. */
  readonly idSeed: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly seal: SealProof;
  /** The scope for thinking that came without a proof; see `proofs.ts`. */
  readonly scope: string;
}

/** One message of a stream: an SSE event, or a frame. */
export interface StreamMessage {
  /** Empty where the framing names none. */
  readonly name: string;
  readonly data: string;
}

export interface StreamDecoder {
  readonly message: (message: StreamMessage) => void;
  /** The bytes have ended. Emits `end` unless that was emitted. */
  readonly end: () => void;
}

export interface StreamEncoder {
  /** The text to send; empty where there is nothing to say yet. */
  readonly encode: (event: StreamEvent) => string;
}

export interface ReceivedError {
  /** Undefined for an error inside a stream. */
  readonly status: number | undefined;
  /** The body as text, whatever it is: JSON, HTML, nothing. */
  readonly body: string;
  /** Response fields by lower-case name. */
  readonly field: (name: string) => string | undefined;
}

export interface TokenCountCodec {
  readonly decodeRequest: (body: JsonValue, context: RequestContext) => Decoded<NeutralRequest>;
  readonly encodeRequest: (
    request: NeutralRequest,
    target: RequestTarget,
  ) => Lossy<{ readonly body: JsonObject }>;
  /** The tokens of the prompt. */
  readonly decode: (body: JsonValue) => Decoded<number>;
  readonly encode: (tokens: number) => JsonObject;
}

export interface ModelEntry {
  readonly id: string;
  readonly displayName?: string;
  /** Seconds since 1970. */
  readonly createdAt?: number;
  readonly ownedBy?: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
}

export interface ModelListCodec {
  readonly decode: (body: JsonValue) => Decoded<readonly ModelEntry[]>;
  readonly encode: (models: readonly ModelEntry[]) => JsonObject;
}
