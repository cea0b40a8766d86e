// The client's side of a request: nothing sent, held open, or answering. Every request ends here, once.

import { nothingPrepared, prepareFields } from "@holdfast/transport";
import type { Exchange, Fields, PreparedFields, Reply, ReplyHead } from "@holdfast/transport";
import { dialects } from "@holdfast/wire";
import type { CanonicalFailure } from "@holdfast/wire";
import type { Dialect } from "../contract/config.ts";
import { createArrayFraming } from "./array-framing.ts";
import type { ArrayFraming } from "./array-framing.ts";
import { notForRefusedClients } from "./private-fields.ts";
import type { Problem } from "./problem.ts";

export interface ClientReplyInput {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly requestId: string;
  readonly isStreamed: boolean;
  /** How a stream is written. */
  readonly framing: "events" | "array";
  /** Words a failure for a stream that has begun. */
  readonly failureText: (failure: CanonicalFailure) => string;
}

/** What a begun reply says about itself. */
export interface AnswerHead {
  readonly head: Omit<ReplyHead, "fields">;
  /** The request's id, who served it, and the like: `x-holdfast-*`. */
  readonly fields: PreparedFields;
  /** The same in words, for a stream whose head has gone already. */
  readonly comment: string;
}

export type FieldList = readonly (readonly [name: string, value: string])[];

type State =
  | { readonly kind: "silent" }
  /** 200 and comments have gone out, no content: every failure can still be replaced. */
  | { readonly kind: "held"; readonly reply: Reply }
  | { readonly kind: "answering"; readonly reply: Reply }
  | { readonly kind: "over" };

const encoder = new TextEncoder();

export class ClientReply {
  readonly #input: ClientReplyInput;
  readonly #array: ArrayFraming | undefined;
  #state: State = { kind: "silent" };

  constructor(input: ClientReplyInput) {
    this.#input = input;
    this.#array = input.isStreamed && input.framing === "array" ? createArrayFraming() : undefined;
  }

  get isOver(): boolean {
    return this.#state.kind === "over";
  }

  /** HTTP commit: the client sees a 200 and comments, so that nothing between us gives up. Streams only. */
  hold(): void {
    if (this.#state.kind === "held") return this.keepAlive();
    if (this.#state.kind !== "silent" || !this.#input.isStreamed) return;
    const { exchange, requestId } = this.#input;
    const fields = prepareFields([
      ["content-type", this.#array === undefined ? "text/event-stream" : "application/json"],
      ["cache-control", "no-cache"],
      ["x-accel-buffering", "no"],
      ["x-holdfast-request-id", requestId],
    ]);
    const reply = exchange.reply({
      status: 200,
      fields: fields ?? nothingPrepared,
      framing: { kind: "chunked" },
    });
    this.#state = { kind: "held", reply };
    this.keepAlive();
  }

  /** A comment while there is nothing else to say. */
  keepAlive(): void {
    if (this.#state.kind === "held") this.#comment(this.#state.reply, "is trying");
  }

  /** Content commit. */
  begin({ head, fields, comment }: AnswerHead): void {
    if (this.#state.kind === "silent") {
      this.#state = { kind: "answering", reply: this.#input.exchange.reply({ ...head, fields }) };
    } else if (this.#state.kind === "held") {
      const { reply } = this.#state;
      this.#comment(reply, comment);
      this.#state = { kind: "answering", reply };
    }
  }

  /** `false`: the client does not read for now. */
  write(bytes: Uint8Array): boolean {
    if (this.#state.kind !== "answering") return true;
    return this.#state.reply.write(
      this.#array === undefined ? bytes : encoder.encode(this.#array.push(bytes)),
    );
  }

  end(trailers: Fields | undefined): void {
    if (this.#state.kind !== "answering") return;
    if (this.#array !== undefined) this.#state.reply.write(encoder.encode(this.#array.end()));
    this.#state.reply.end(trailers);
    this.#state = { kind: "over" };
  }

  /** The request ends without a whole answer: a status while that is possible, an error event after. */
  fail(failure: CanonicalFailure, fields: FieldList, text = this.#input.failureText): void {
    const state = this.#state;
    this.#state = { kind: "over" };
    if (state.kind === "silent") return this.#refuse(failure, fields);
    if (state.kind === "over") return;
    if (!this.#input.isStreamed) return this.#input.exchange.abort();
    const events = encoder.encode(text(failure));
    state.reply.write(
      this.#array === undefined ? events : encoder.encode(this.#array.push(events) + this.#array.end()),
    );
    state.reply.end();
  }

  /** The provider's own words go on, where they are for this client and nothing has gone out. */
  failVerbatim({ head, body }: NonNullable<Problem["verbatim"]>, fields: FieldList): void {
    if (this.#state.kind !== "silent") return;
    this.#state = { kind: "over" };
    const prepared = prepareFields([["x-holdfast-request-id", this.#input.requestId], ...fields]);
    const reply = this.#input.exchange.reply({
      status: head.status,
      reason: { bytes: head.fields.bytes, start: head.reasonStart, end: head.reasonEnd },
      forwarded: { fields: head.fields, without: notForRefusedClients },
      fields: prepared ?? nothingPrepared,
      framing: { kind: "length", length: body.length },
    });
    reply.write(body);
    reply.end();
  }

  get isSilent(): boolean {
    return this.#state.kind === "silent";
  }

  /** The client is gone. */
  leave(): void {
    this.#state = { kind: "over" };
  }

  /** Between events; an array knows no comments. */
  #comment(reply: Reply, words: string): void {
    reply.write(encoder.encode(this.#array === undefined ? `: holdfast ${words}\n\n` : this.#array.idle()));
  }

  /** An answer of our own. */
  answer(json: string, fields: FieldList): void {
    if (this.#state.kind !== "silent") return;
    this.#state = { kind: "over" };
    this.#reply(200, json, fields);
  }

  #refuse(failure: CanonicalFailure, fields: FieldList): void {
    const { status, body } = dialects[this.#input.dialect].encodeError(failure);
    this.#reply(status, body, fields);
  }

  #reply(status: number, json: string, fields: FieldList): void {
    const { exchange, requestId } = this.#input;
    const content = encoder.encode(json);
    const prepared = prepareFields([
      ["content-type", "application/json"],
      ["x-holdfast-request-id", requestId],
      ...fields,
    ]);
    const reply = exchange.reply({
      status,
      fields: prepared ?? nothingPrepared,
      framing: { kind: "length", length: content.length },
    });
    reply.write(content);
    reply.end();
  }
}
