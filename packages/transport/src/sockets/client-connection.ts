// One connection to a provider: carries one call at a time and says exactly how each of them ended.

import { BodyReader } from "../codec/body.ts";
import type { ResponseHead } from "../codec/response-head.ts";
import { violationReason } from "../codec/violation.ts";
import { peerName } from "./address.ts";
import type { OutgoingRequest } from "./call.ts";
import { sendChunk, sendLastChunk } from "./chunk-sending.ts";
import type { Carrier, ClientCall } from "./client-call.ts";
import { Deadline, wheel } from "./clock-wheel.ts";
import type { Due } from "./clock-wheel.ts";
import { codeOf } from "./failure.ts";
import type { FailureKind } from "./failure.ts";
import { pushHead } from "./head-reading.ts";
import type { OriginContext, PooledConnection, ResponseParser } from "./origin-context.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxOwner } from "./outbox.ts";
import { isSentChunked, sendRequest } from "./request-sending.ts";
import type { OwnedSocket, SocketOwner } from "./socket-owner.ts";

type Phase = "idle" | "head" | "body" | "closed";

export class ClientConnection implements PooledConnection, Carrier, SocketOwner, OutboxOwner, Due {
  readonly #socket: OwnedSocket;
  readonly #context: OriginContext;
  readonly #outbox: Outbox;
  readonly #deadline: Deadline = new Deadline(wheel, this);
  readonly #bornAt = wheel.now();
  readonly #address: string;
  #phase: Phase = "idle";
  #call: ClientCall | undefined;
  #method = "";
  #parser: ResponseParser | undefined;
  #body: BodyReader | undefined;
  /** What arrived while the call was paused. */
  #kept: Uint8Array[] | undefined;
  /** The provider has closed its side behind what is kept. */
  #isEndKept = false;
  #isReusable = false;
  #isChunked = false;
  /** Once for each connection, since serialising a session is not cheap. */
  #isSessionWanted: boolean;
  #interimCount = 0;
  #sentBefore = 0;

  constructor(socket: OwnedSocket, context: OriginContext) {
    this.#socket = socket;
    this.#context = context;
    this.#outbox = new Outbox(socket, this, context.bufferBytes);
    this.#isSessionWanted = context.isTls;
    this.#address = peerName(socket.remoteAddress, socket.remotePort);
    socket.data = this;
  }

  isUsable(): boolean {
    return this.#phase === "idle" && this.#socket.readyState === 1 && this.#isYoung();
  }

  start(call: ClientCall, request: OutgoingRequest): void {
    this.#call = call;
    call.connection = this;
    call.address = this.#address;
    this.#phase = "head";
    this.#method = request.method;
    this.#isChunked = isSentChunked(request.body);
    this.#interimCount = 0;
    this.#sentBefore = this.#outbox.bytesTaken;
    try {
      sendRequest(this.#outbox, request, this.#context.authority);
    } catch (error) {
      // Later: a caller must have its call in hand before it hears of the end.
      queueMicrotask(() => this.broken(error));
      return;
    }
    if (call.isPaused) this.#socket.pause();
    if (request.body.kind === "stream") this.#sendEarly(call);
    if (call.isEnded) this.#requestSent(call);
    else if (this.#outbox.pendingBytes === 0) this.#resumeWriter(call);
  }

  write(call: ClientCall, bytes: Uint8Array): boolean {
    if (this.#outbox.wouldOverrun(bytes.length)) {
      call.misused(
        "buffer-overrun",
        "A request's body was written on although the provider does not read and `write` said so.",
      );
      return false;
    }
    this.#sendPiece(bytes);
    return this.#outbox.pendingBytes === 0;
  }

  endBody(call: ClientCall): void {
    if (this.#isChunked) sendLastChunk(this.#outbox, undefined);
    this.#requestSent(call);
  }

  pause(call: ClientCall): void {
    if (call !== this.#call) return;
    this.#socket.pause();
    this.#deadline.off();
  }

  resume(call: ClientCall): void {
    if (call !== this.#call) return;
    this.#arm(call);
    this.#readKept(call);
    if (call === this.#call && !call.isPaused) this.#socket.resume();
  }

  cancelled(call: ClientCall): void {
    if (call === this.#call) this.destroy();
  }

  /** The caller is at fault. */
  giveUp(call: ClientCall, reason: string): void {
    if (call === this.#call) this.#fail("ours", reason);
  }

  destroy(): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.#call = undefined;
    this.#body?.stop();
    this.#body = undefined;
    this.#shelveParser();
    this.#deadline.clear();
    this.#outbox.close();
    this.#socket.terminate();
    this.#context.gone(this);
  }

  // What the socket reports.

  opened(): void {
    // The dial has seen to that.
  }

  secured(): void {
    // The dial has seen to that.
  }

  connectFailed(): void {
    // Only a socket that is connected comes here.
  }

  received(bytes: Uint8Array): void {
    const call = this.#call;
    // Bytes that nobody asked for would be taken for the answer to the next request.
    if (call === undefined) return this.destroy();
    if (call.firstByteAt === 0) call.firstByteAt = wheel.now();
    call.bytesReceived += bytes.length;
    // A reset makes the runtime hand over what the system still held, paused or not (Bun 1.4.5).
    if (call.isPaused) (this.#kept ??= []).push(bytes);
    else this.#read(call, bytes);
  }

  drained(): void {
    const isEmpty = this.#outbox.drain();
    const call = this.#call;
    if (call === undefined || this.#outbox.isBroken) return;
    if (!isEmpty) return this.blocked();
    if (call.isEnded) return this.#requestSent(call);
    if (this.#phase === "head") this.#deadline.off();
    if (call.isDrainOwed) this.#resumeWriter(call);
  }

  peerEnded(): void {
    const call = this.#call;
    if (call === undefined) return this.destroy();
    this.#isEndKept = this.#kept !== undefined;
    if (this.#isEndKept) return;
    if (this.#phase === "head") return this.#fail(this.#headlessKind(call), "closed before an answer");
    // After a failed write the runtime shows a reset as an orderly end (Bun 1.4.5).
    if (this.#outbox.isBroken) return this.#fail("reset-in-body", "reset within the answer");
    if (this.#body?.close() === "complete") this.#complete(call);
    else this.#fail("closed-early", "closed within the answer");
  }

  closed(error: Error | undefined): void {
    const call = this.#call;
    if (call === undefined) return this.destroy();
    const reason = codeOf(error) === "" ? "the connection was cut" : codeOf(error);
    this.#fail(this.#phase === "head" ? this.#headlessKind(call) : "reset-in-body", reason);
  }

  /** What the reader threw ends its call and nothing else. */
  broken(error: unknown): void {
    this.#context.onFault(error);
    if (this.#call === undefined) this.destroy();
    else this.#fail("ours", "the reader of the response threw");
  }

  // What the outbox and the wheel report.

  blocked(): void {
    const call = this.#call;
    if (call !== undefined && this.#phase === "head" && !call.isPaused) this.#arm(call);
  }

  due(): void {
    const call = this.#call;
    if (call === undefined) return this.destroy();
    const { headMs, idleMs } = call.clocks;
    if (this.#phase === "body") this.#fail("idle-timeout", `nothing more of the answer within ${idleMs} ms`);
    else if (call.sentAt !== 0) this.#fail("head-timeout", `no answer within ${headMs} ms`);
    else this.#fail("head-timeout", `nothing more of the request was taken within ${headMs} ms`);
  }

  // Sending.

  /** What was written before there was a connection; it is bounded already. */
  #sendEarly(call: ClientCall): void {
    const { early } = call;
    call.early = undefined;
    if (early !== undefined) for (const piece of early) this.#sendPiece(piece);
    if (call.isEnded && this.#isChunked) sendLastChunk(this.#outbox, undefined);
  }

  #sendPiece(bytes: Uint8Array): void {
    if (this.#isChunked) sendChunk(this.#outbox, bytes);
    else this.#outbox.send(bytes);
  }

  #resumeWriter(call: ClientCall): void {
    if (!call.isDrainOwed) return;
    call.isDrainOwed = false;
    try {
      call.reader.drained?.();
    } catch (error) {
      this.broken(error);
    }
  }

  /** The request is written; it counts as sent once the kernel has all of it. */
  #requestSent(call: ClientCall): void {
    if (this.#outbox.pendingBytes > 0 || call.sentAt !== 0) return;
    call.sentAt = wheel.now();
    if (!call.isPaused) this.#arm(call);
  }

  /** One clock at a time: for the answer's pieces, for its head, or for a request that the provider does not take. */
  #arm(call: ClientCall): void {
    const { headMs, idleMs } = call.clocks;
    if (this.#phase === "body") this.#deadline.set(wheel.now() + idleMs);
    else if (call.isEnded || this.#outbox.pendingBytes > 0) this.#deadline.set(wheel.now() + headMs);
  }

  // Reading.

  #readKept(call: ClientCall): void {
    try {
      while (this.#kept !== undefined && call === this.#call && !call.isPaused) {
        const bytes = this.#kept.shift();
        if (bytes === undefined) this.#kept = undefined;
        else this.#read(call, bytes);
      }
      if (this.#kept === undefined && this.#isEndKept) this.peerEnded();
    } catch (error) {
      this.broken(error);
    }
  }

  #read(call: ClientCall, bytes: Uint8Array): void {
    let at = 0;
    while (this.#phase === "head" && at < bytes.length) {
      at = this.#readHead(call, bytes, at);
      if (call !== this.#call) return;
    }
    const body = this.#body;
    if (this.#phase !== "body" || body === undefined) return;
    if (at < bytes.length && body.state === "reading") {
      at = body.push(bytes, at, call.reader);
      if (call !== this.#call) return;
    }
    if (body.violation !== undefined) return this.#fail("malformed", violationReason(body.violation));
    if (body.state === "reading") {
      if (!call.isPaused) this.#arm(call);
      return;
    }
    if (at < bytes.length) this.#isReusable = false;
    this.#complete(call);
  }

  #readHead(call: ClientCall, bytes: Uint8Array, at: number): number {
    const taken = (this.#parser ??= this.#context.parsers.take());
    taken.format.method = this.#method;
    const behind = pushHead(taken.parser, bytes, at);
    const { state } = taken.parser;
    if (state.kind === "reading") return behind;
    this.#shelveParser();
    if (state.kind === "refused") {
      this.#fail("malformed", violationReason(state.violation));
      return behind;
    }
    const { head } = state;
    if (head.status < 200) {
      const isFlood = ++this.#interimCount > this.#context.limits.interimCount;
      if (isFlood) this.#fail("malformed", violationReason("too-many-interim"));
      return behind;
    }
    call.headAt = wheel.now();
    if (this.#isSessionWanted) this.#keepSession();
    this.#phase = "body";
    this.#isReusable = head.keepsAlive && !isLie(head);
    this.#body = new BodyReader(head.framing, "provider", this.#context.limits);
    call.reader.head(head);
    return behind;
  }

  /** A server hands its sessions out behind the handshake: with its first answer they are here. */
  #keepSession(): void {
    this.#isSessionWanted = false;
    const session = sessionOf(this.#socket);
    if (session !== undefined) this.#context.keepSession(session);
  }

  #shelveParser(): void {
    const taken = this.#parser;
    if (taken === undefined) return;
    this.#parser = undefined;
    taken.parser.next();
    this.#context.parsers.give(taken);
  }

  // Ending.

  #complete(call: ClientCall): void {
    const trailers = this.#body?.trailers;
    if (this.#kept !== undefined && this.#kept.length > 0) this.#isReusable = false;
    this.#detach(call);
    call.isOver = true;
    // An answer before the request was sent leaves the rest of the request in the way of the next one.
    const isClean =
      this.#isReusable && call.sentAt !== 0 && this.#outbox.pendingBytes === 0 && this.#isYoung();
    if (isClean) {
      if (call.isPaused) this.#socket.resume();
      this.#phase = "idle";
      this.#deadline.set(wheel.now() + this.#context.idleMs);
      this.#context.released(this);
    } else {
      this.destroy();
    }
    try {
      call.reader.end(trailers);
    } catch (error) {
      this.#context.onFault(error);
    }
  }

  #isYoung(): boolean {
    return wheel.now() - this.#bornAt < this.#context.maxAgeMs;
  }

  #fail(kind: FailureKind, reason: string): void {
    const call = this.#call;
    if (call === undefined) return;
    this.#detach(call);
    this.destroy();
    call.fail(kind, reason);
  }

  #detach(call: ClientCall): void {
    call.bytesSent = this.#outbox.bytesTaken - this.#sentBefore;
    // What a turn has gathered counts as sent before its end, at which the peer may turn out to be gone.
    if (call.bytesSent === 0) call.sentAt = 0;
    call.connection = undefined;
    this.#call = undefined;
    this.#kept = undefined;
    this.#body?.stop();
    this.#body = undefined;
    this.#kept = undefined;
    this.#isEndKept = false;
  }

  #headlessKind(call: ClientCall): FailureKind {
    return call.isReused && call.bytesReceived === 0 ? "stale" : "reset-before-head";
  }
}

/** Content announced for a 204 cannot be, and may come nevertheless: it would be taken for the next answer. */
function isLie(head: ResponseHead): boolean {
  return head.status === 204 && (head.fields.has("content-length") || head.fields.has("transfer-encoding"));
}

/** The runtime's type says that `getSession` returns nothing; it returns the session's bytes (seen with Bun 1.4.5). */
function sessionOf(socket: { getSession(): unknown }): Uint8Array | undefined {
  const session = socket.getSession();
  return session instanceof Uint8Array ? session : undefined;
}
