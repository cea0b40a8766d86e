// One request and its reply on a server connection: the object behind `Exchange` and `Reply`.

import type { Fields } from "../codec/fields.ts";
import { writeForwarded, writeFraming, writeStatusLine } from "../codec/head-writer.ts";
import type { HeadWriter } from "../codec/head-writer.ts";
import { isFieldValue } from "../codec/prepared-fields.ts";
import type { RequestHead } from "../codec/request-head.ts";
import { sendChunk, sendLastChunk } from "./chunk-sending.ts";
import type { Exchange, ExchangeEnd, Reply, ReplyFraming, ReplyHead, RequestReader } from "./exchange.ts";
import { TransportError } from "./misuse.ts";
import type { MisuseCode } from "./misuse.ts";
import type { Outbox } from "./outbox.ts";

/** What an exchange needs from the connection it lives on. */
export interface ExchangeHost {
  readonly outbox: Outbox;
  readonly clientAddress: string;
  /** Whether the connection may be used again after this reply. */
  mayContinue(exchange: ServerExchange): boolean;
  pauseBody(): void;
  resumeBody(): void;
  replyEnded(exchange: ServerExchange): void;
  cut(exchange: ServerExchange): void;
  /** Handles a broken promise of the handler: throws it or reports it. */
  misused(exchange: ServerExchange, error: TransportError): void;
  /** Hears of what cannot be thrown at anybody. */
  report(error: unknown): void;
}

/** Where the reply is. `over` is final: the host has said `ended`. */
export type ReplyState = "none" | "open" | "ended" | "over";

export class ServerExchange implements Exchange, Reply {
  readonly head: RequestHead;
  replyState: ReplyState = "none";
  /** Whether the connection goes on after this exchange; decided when the reply's head is written. */
  continues = false;
  isBodyWhole = false;
  /** A write has returned `false`, so `drained` is owed. */
  isDrainOwed = false;
  #reader: RequestReader | undefined;
  #end: ExchangeEnd | undefined;
  readonly #host: ExchangeHost;
  #framing: ReplyFraming["kind"] | "until-close" = "none";
  #isBodiless = false;
  #isFramed = false;
  #remaining = 0;

  constructor(head: RequestHead, host: ExchangeHost) {
    this.head = head;
    this.#host = host;
  }

  get clientAddress(): string {
    return this.#host.clientAddress;
  }

  pause(): void {
    if (this.replyState !== "over" && !this.isBodyWhole) this.#host.pauseBody();
  }

  resume(): void {
    if (this.replyState !== "over") this.#host.resumeBody();
  }

  abort(): void {
    if (this.replyState !== "over") this.#host.cut(this);
  }

  get reader(): RequestReader | undefined {
    return this.#reader;
  }

  /** What the handler returned. It may have replied and ended, or aborted, before anybody was there to be told. */
  read(reader: RequestReader): void {
    this.#reader = reader;
    if (this.#end !== undefined) this.#tell(reader, this.#end);
  }

  /** The exchange is over. */
  conclude(end: ExchangeEnd): void {
    this.replyState = "over";
    this.#end = end;
    if (this.#reader !== undefined) this.#tell(this.#reader, end);
  }

  reply(head: ReplyHead): Reply {
    if (this.replyState !== "none") {
      // After the exchange is over a reply goes nowhere; that is no mistake: the client may have left meanwhile.
      if (this.replyState !== "over") this.#misused("reply-repeated", "An exchange can be replied to once.");
      return this;
    }
    const problem = problemWith(head, this.head.minorVersion);
    if (problem !== undefined) {
      this.#host.misused(this, problem);
      return this;
    }
    this.continues = this.#host.mayContinue(this);
    this.#decideFraming(head);
    const writer = this.#host.outbox.open();
    const start = writer.length;
    try {
      this.#writeHead(writer, head);
    } catch (error) {
      // Half a head must not reach the client in front of another one.
      this.#host.outbox.rollBack(start);
      throw error;
    }
    this.replyState = "open";
    this.#host.outbox.commit();
    return this;
  }

  write(bytes: Uint8Array): boolean {
    if (this.replyState !== "open") {
      const words = "A reply takes bytes between its head and its end.";
      if (this.replyState !== "over") this.#misused("write-after-end", words);
      return true;
    }
    if (this.#isBodiless || bytes.length === 0) return true;
    if (this.#host.outbox.wouldOverrun(bytes.length)) {
      this.#misused(
        "buffer-overrun",
        "Bytes were written on although the client does not read and `write` said so.",
      );
      return false;
    }
    if (this.#framing === "length" && !this.#count(bytes.length)) return true;
    if (this.#framing === "chunked" && !this.#isFramed) sendChunk(this.#host.outbox, bytes);
    else this.#host.outbox.send(bytes);
    if (this.#host.outbox.pendingBytes === 0) return true;
    this.isDrainOwed = true;
    return false;
  }

  end(trailers?: Fields): void {
    if (this.replyState !== "open") {
      if (this.replyState !== "over") this.#misused("write-after-end", "A reply ends once, after its head.");
      return;
    }
    if (this.#framing === "length" && this.#remaining > 0) {
      this.#misused(
        "reply-length-short",
        `The reply ended ${this.#remaining} bytes before its declared length.`,
      );
      return;
    }
    this.replyState = "ended";
    if (this.#framing === "chunked") sendLastChunk(this.#host.outbox, trailers);
    this.#host.replyEnded(this);
  }

  #decideFraming({ status, framing }: ReplyHead): void {
    this.#isBodiless = isBodiless(status) || this.head.method === "HEAD";
    if (this.#isBodiless) return;
    // Without a length a client would wait for the connection's end.
    this.#framing = framing.kind === "none" ? "length" : framing.kind;
    if (framing.kind === "length") this.#remaining = framing.length;
    if (framing.kind !== "chunked") return;
    this.#isFramed = framing.isFramed === true;
    if (this.head.minorVersion === 1) return;
    // HTTP/1.0 knows no chunks: the end of the connection ends the body.
    this.#framing = "until-close";
    this.continues = false;
  }

  #writeHead(writer: HeadWriter, head: ReplyHead): void {
    writeStatusLine(
      writer,
      head.reason === undefined ? { status: head.status } : { status: head.status, reason: head.reason },
    );
    if (head.forwarded !== undefined) writeForwarded(writer, head.forwarded);
    if (head.fields !== undefined) writer.copy(head.fields, 0, head.fields.length);
    if (!isBodiless(head.status)) this.#writeFraming(writer, head.framing);
    if (!this.continues) writer.text("connection: close\r\n");
    else if (this.head.minorVersion === 0) writer.text("connection: keep-alive\r\n");
    writer.lineEnd();
  }

  #writeFraming(writer: HeadWriter, framing: ReplyFraming): void {
    if (framing.kind === "chunked" && this.head.minorVersion === 0) return;
    writeFraming(
      writer,
      framing.kind === "none" && this.head.method !== "HEAD" ? { kind: "length", length: 0 } : framing,
    );
  }

  #count(length: number): boolean {
    if (length > this.#remaining) {
      this.#misused(
        "reply-length-exceeded",
        `A reply has ${length - this.#remaining} bytes more than its declared length.`,
      );
      return false;
    }
    this.#remaining -= length;
    return true;
  }

  #tell(reader: RequestReader, end: ExchangeEnd): void {
    try {
      reader.ended(end);
    } catch (error) {
      this.#host.report(error);
    }
  }

  #misused(code: MisuseCode, message: string): void {
    this.#host.misused(this, new TransportError(code, message));
  }
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}

/** What would make another reply of this one, or none at all. */
function problemWith(
  { status, reason, framing }: ReplyHead,
  minorVersion: number,
): TransportError | undefined {
  if (!Number.isInteger(status) || status < 200 || status > 999) {
    return new TransportError("status-invalid", `${status} is not a status that ends an exchange.`);
  }
  if (typeof reason === "string" && !isFieldValue(reason)) {
    return new TransportError("field-invalid", `${JSON.stringify(reason)} cannot stand in a status line.`);
  }
  if (framing.kind === "length" && !(Number.isSafeInteger(framing.length) && framing.length >= 0)) {
    return new TransportError("framing-invalid", `${framing.length} is not a length that a body can have.`);
  }
  if (framing.kind === "chunked" && framing.isFramed === true && minorVersion === 0) {
    return new TransportError("framing-invalid", "Framed chunks cannot be sent to an HTTP/1.0 client.");
  }
  return undefined;
}
