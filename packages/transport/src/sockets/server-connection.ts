// One client connection: reads requests one after another, gives each its exchange, and decides what happens when
// the client breaks the protocol, stalls or leaves.

import type { Socket } from "bun";
import { BodyReader } from "../codec/body.ts";
import type { HeadParser } from "../codec/head-parser.ts";
import type { RequestHead } from "../codec/request-head.ts";
import { violationReason, violationStatus } from "../codec/violation.ts";
import type { Violation } from "../codec/violation.ts";
import type { ExchangeEnd } from "./exchange.ts";
import type { TransportError } from "./misuse.ts";
import { pushHead } from "./head-reading.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxOwner } from "./outbox.ts";
import { Patience } from "./patience.ts";
import type { PatienceOwner } from "./patience.ts";
import { plainReply } from "./plain-reply.ts";
import type { Accepted, ServerContext } from "./server-context.ts";
import { ServerExchange } from "./server-exchange.ts";
import type { ExchangeHost } from "./server-exchange.ts";
import { Stash } from "./stash.ts";

type Phase = "head" | "body" | "wait" | "linger" | "closed";

/** Bytes of further requests that are kept while one is being answered. */
const PIPELINE_BYTES = 64 * 1024;
const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");

export class ServerConnection implements Accepted, ExchangeHost, OutboxOwner, PatienceOwner {
  readonly outbox: Outbox;
  readonly clientAddress: string;
  readonly #socket: Socket<unknown>;
  readonly #context: ServerContext;
  readonly #patience: Patience;
  #phase: Phase = "head";
  #parser: HeadParser<RequestHead> | undefined;
  #exchange: ServerExchange | undefined;
  #body: BodyReader | undefined;
  #stash: Stash | undefined;
  #isSecured: boolean;
  #isStashPaused = false;
  #isBodyPaused = false;
  #isReading = false;
  /** The client has closed its side while its reply was on the way. */
  #isClientGone = false;

  constructor(socket: Socket<unknown>, context: ServerContext) {
    this.#socket = socket;
    this.#context = context;
    this.#isSecured = !context.isTls;
    this.clientAddress = socket.remoteAddress;
    this.outbox = new Outbox(socket, this, context.bufferBytes);
    this.#patience = new Patience(context.clocks, this);
    this.#patience.headBegun();
  }

  get isIdle(): boolean {
    return this.#phase === "head" && this.#parser === undefined;
  }

  // What the socket reports.

  secured(isSecured: "yes" | "no"): void {
    if (isSecured === "no") return this.#destroy({ kind: "client-left" });
    this.#isSecured = true;
  }

  receive(bytes: Uint8Array): void {
    if (this.#phase === "closed" || this.#phase === "linger") return;
    // A reset makes the runtime hand over what the system still held, paused or not (Bun 1.4.5).
    if (!this.#isReading && !this.#isBodyPaused && this.#phase !== "wait") return this.#read(bytes);
    this.#stash ??= new Stash(PIPELINE_BYTES);
    this.#stash.add(bytes);
    this.#boundStash(this.#stash);
  }

  drained(): void {
    const isEmpty = this.outbox.drain();
    // The close callback follows.
    if (this.outbox.isBroken) return;
    if (!isEmpty) return this.blocked();
    this.#patience.drained();
    const exchange = this.#exchange;
    if (exchange === undefined) return this.#phase === "linger" ? this.#socket.shutdown() : undefined;
    if (exchange.replyState === "ended") this.#finish(exchange);
    else if (exchange.isDrainOwed) this.#resumeWriter(exchange);
  }

  /** The client has closed its side. It is taken to have left: an SDK that gives up shows nothing else. */
  clientEnded(): void {
    // A reply that is already on its way may still be wanted.
    if (this.#exchange?.replyState === "ended") this.#isClientGone = true;
    else if (this.#phase === "linger" || this.isIdle) this.#release();
    else this.#destroy({ kind: "client-left" });
  }

  socketClosed(): void {
    this.#destroy({ kind: "client-left" });
  }

  /** Our own code threw in one of the callbacks: that must end here, and not be lost. */
  broken(error: unknown): void {
    this.#context.onFault(error);
    this.#destroy({ kind: "faulted", error });
  }

  blocked(): void {
    this.#patience.blocked();
  }

  outOfPatience(phase: "sending" | "reading"): void {
    if (phase === "reading") return this.#destroy({ kind: "client-stalled", phase });
    if (this.#phase === "linger" && this.#context.isTls) return this.#destroy({ kind: "client-left" });
    if (this.#phase === "linger") return this.#release();
    if (this.isIdle) return this.#close();
    this.#lastWords(408, "The request did not arrive in time.", { kind: "client-stalled", phase });
  }

  /** The server stops: idle connections go at once, the others after their reply. */
  stop(): void {
    if (this.isIdle) this.#close();
  }

  terminate(): void {
    this.#destroy({ kind: "stopped" });
  }

  // What an exchange asks for.

  mayContinue(exchange: ServerExchange): boolean {
    return exchange.head.keepsAlive && exchange.isBodyWhole && !this.#context.isStopping;
  }

  pauseBody(): void {
    if (this.#isBodyPaused) return;
    this.#isBodyPaused = true;
    this.#patience.bodyPaused();
    this.#socket.pause();
  }

  resumeBody(): void {
    if (!this.#isBodyPaused) return;
    this.#isBodyPaused = false;
    if (this.#phase === "body") this.#patience.bodyResumed();
    const kept = this.#isReading ? undefined : this.#takeKept();
    if (kept !== undefined) this.#read(kept);
    this.#resumeReading();
  }

  replyEnded(exchange: ServerExchange): void {
    this.outbox.flush();
    if (this.outbox.isBroken) this.#destroy({ kind: "client-left" });
    else if (this.outbox.pendingBytes === 0) this.#finish(exchange);
  }

  cut(exchange: ServerExchange): void {
    if (exchange !== this.#exchange) return;
    this.outbox.flush();
    this.#destroy({ kind: "aborted" });
  }

  misused(exchange: ServerExchange, error: TransportError): void {
    if (this.#context.throwsMisuse) throw error;
    // What is done to a reply that has ended cannot spoil it any more.
    if (exchange.replyState === "ended") this.#context.onFault(error);
    else this.#fault(exchange, error);
  }

  report(error: unknown): void {
    this.#context.onFault(error);
  }

  // Reading.

  #read(first: Uint8Array): void {
    this.#isReading = true;
    let bytes: Uint8Array | undefined = first;
    while (bytes !== undefined) {
      let at = 0;
      while (at < bytes.length && (this.#phase === "head" || this.#phase === "body")) {
        at = this.#phase === "head" ? this.#readHead(bytes, at) : this.#readBody(bytes, at);
      }
      if (at < bytes.length && this.#phase === "wait") {
        this.#stash ??= new Stash(PIPELINE_BYTES);
        this.#stash.putBack(at === 0 ? bytes : bytes.subarray(at));
        this.#boundStash(this.#stash);
        break;
      }
      const isDue = (this.#phase === "head" || this.#phase === "body") && !this.#isBodyPaused;
      bytes = isDue ? this.#takeKept() : undefined;
    }
    this.#isReading = false;
  }

  #readHead(bytes: Uint8Array, at: number): number {
    const isFirst = this.#parser === undefined;
    const parser = (this.#parser ??= this.#context.parsers.take());
    const behind = pushHead(parser, bytes, at);
    const { state } = parser;
    if (state.kind === "complete") {
      this.#shelveParser();
      this.#begin(state.head);
    } else if (state.kind === "refused") {
      this.#refuse(state.violation);
    } else if (isFirst) {
      this.#patience.headBegun();
    }
    return behind;
  }

  #begin(head: RequestHead): void {
    this.#patience.requestEnded();
    const exchange = new ServerExchange(head, this);
    this.#exchange = exchange;
    const { framing } = head;
    const hasBody = framing.kind === "chunked" || (framing.kind === "length" && framing.length > 0);
    this.#phase = hasBody ? "body" : "wait";
    exchange.isBodyWhole = !hasBody;
    if (hasBody) {
      this.#body = new BodyReader(framing, "client", this.#context.limits);
      this.#patience.bodyBegun();
    }
    try {
      const reader = this.#context.handler(exchange);
      exchange.read(reader);
      if (exchange !== this.#exchange) return;
      if (!hasBody) reader.end?.();
      else if (head.expectsContinue && exchange.replyState === "none") this.outbox.send(CONTINUE);
    } catch (error) {
      this.#fault(exchange, error);
    }
  }

  #readBody(bytes: Uint8Array, at: number): number {
    const exchange = this.#exchange;
    const body = this.#body;
    if (exchange?.reader === undefined || body === undefined) return bytes.length;
    const { reader } = exchange;
    let behind = bytes.length;
    try {
      behind = body.push(bytes, at, reader);
    } catch (error) {
      this.#fault(exchange, error);
    }
    if (exchange !== this.#exchange) return behind;
    if (body.violation !== undefined) {
      this.#refuse(body.violation);
    } else if (body.state === "ended") {
      this.#phase = "wait";
      this.#body = undefined;
      this.#patience.requestEnded();
      exchange.isBodyWhole = true;
      // There is nothing left to pause, and a client that leaves would not be seen.
      this.resumeBody();
      try {
        reader.end?.();
      } catch (error) {
        this.#fault(exchange, error);
      }
    } else if (!this.#isBodyPaused) {
      this.#patience.bodyMoved();
    }
    return behind;
  }

  #shelveParser(): void {
    const parser = this.#parser;
    if (parser === undefined) return;
    this.#parser = undefined;
    parser.next();
    this.#context.parsers.give(parser);
  }

  // Bytes of later requests.

  #boundStash(stash: Stash): void {
    if (!stash.isFull || this.#isStashPaused) return;
    this.#isStashPaused = true;
    this.#socket.pause();
  }

  #takeKept(): Uint8Array | undefined {
    const stash = this.#stash;
    const bytes = stash?.take();
    if (stash !== undefined && this.#isStashPaused && !stash.isFull) {
      this.#isStashPaused = false;
      this.#resumeReading();
    }
    return bytes;
  }

  #resumeReading(): void {
    if (!this.#isBodyPaused && !this.#isStashPaused) this.#socket.resume();
  }

  // Ending.

  #finish(exchange: ServerExchange): void {
    this.#exchange = undefined;
    exchange.conclude({ kind: "complete" });
    if (this.#phase === "closed") return;
    if (this.#isClientGone) return this.#release();
    if (!exchange.continues || this.#context.isStopping) {
      if (exchange.isBodyWhole && this.#stash?.isEmpty !== false) return this.#close();
      return this.#linger();
    }
    this.#phase = "head";
    this.#patience.replyEnded();
    const kept = this.#isReading ? undefined : this.#takeKept();
    if (kept !== undefined) this.#read(kept);
  }

  #refuse(violation: Violation): void {
    this.#lastWords(violationStatus(violation), violationReason(violation), { kind: "refused", violation });
  }

  /** Tells the client what was wrong, where it can still be told, and ends the exchange and the connection. */
  #lastWords(status: number, reason: string, end: ExchangeEnd): void {
    const exchange = this.#exchange;
    if (exchange !== undefined && exchange.replyState !== "none") return this.#destroy(end);
    this.#exchange = undefined;
    this.outbox.send(plainReply({ status, reason, method: exchange?.head.method }, this.#context));
    if (exchange !== undefined) exchange.conclude(end);
    if (this.#phase !== "closed") this.#linger();
  }

  /** Closing while the client still sends would reset the connection and destroy the words on their way to it. */
  #linger(): void {
    this.#phase = "linger";
    this.#dropUnread();
    this.#patience.lingering();
    if (this.#isBodyPaused || this.#isStashPaused) this.#socket.resume();
    this.outbox.flush();
    if (this.outbox.pendingBytes === 0) this.#socket.shutdown();
  }

  /** Closes with nothing unread and nothing unsent. */
  #close(): void {
    if (this.#phase === "closed") return;
    if (!this.#isSecured) return this.#destroy({ kind: "client-left" });
    // With TLS the runtime waits for the client's own end before it closes (Bun 1.4.5), so a clock must run.
    if (this.#context.isTls) this.#linger();
    else this.#release();
  }

  /** Closes in order; what was written still goes out. */
  #release(): void {
    if (this.#phase === "closed") return;
    this.#forget();
    this.#socket.end();
  }

  #destroy(end: ExchangeEnd): void {
    if (this.#phase === "closed") return;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#forget();
    this.#socket.terminate();
    if (exchange !== undefined) exchange.conclude(end);
  }

  #forget(): void {
    this.#phase = "closed";
    this.#dropUnread();
    this.#patience.clear();
    this.outbox.close();
    this.#context.closed(this);
  }

  #dropUnread(): void {
    this.#body?.stop();
    this.#body = undefined;
    this.#stash = undefined;
    this.#shelveParser();
  }

  #resumeWriter(exchange: ServerExchange): void {
    exchange.isDrainOwed = false;
    try {
      exchange.reader?.drained?.();
    } catch (error) {
      this.#fault(exchange, error);
    }
  }

  /** What a handler threw ends its exchange and nothing else. */
  #fault(exchange: ServerExchange, error: unknown): void {
    this.#context.onFault(error);
    if (exchange !== this.#exchange) return;
    this.#lastWords(500, "The request could not be handled.", { kind: "faulted", error });
  }
}
