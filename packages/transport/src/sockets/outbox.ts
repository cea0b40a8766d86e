// Bytes on their way out of one socket. Small writes of one turn go out together, in one system call; what the
// kernel does not take is kept, bounded, until it does.

import { HeadWriter } from "../codec/head-writer.ts";
import { isInTurn, onTurnEnd } from "./turn.ts";

/** What an outbox needs of a socket. */
export interface ByteTarget {
  /** Returns how many bytes were taken; a negative number if the peer is gone. */
  write(bytes: Uint8Array, offset: number, length: number): number;
}

export interface OutboxOwner {
  /** The kernel is full: from now on bytes are kept, until the socket drains. */
  blocked(): void;
}

/** Writes up to this size are gathered; larger ones are not worth the copy. */
const SMALL = 16 * 1024;
/** Gathered bytes are sent when they reach this size. */
const FULL = 64 * 1024;
/** The runtime reads at most this much from a socket at a time (Bun 1.4.5): what may come after a writer was asked to stop. */
export const ONE_READ = 512 * 1024;
const batch = new HeadWriter(FULL + SMALL);
let batchOwner: Outbox | undefined;

onTurnEnd(flushBatch);

export class Outbox {
  /** Bytes that the kernel has taken. */
  bytesTaken = 0;
  /** The peer takes nothing any more, so bytes have been lost; the runtime's close callback says so next. */
  isBroken = false;
  readonly #socket: ByteTarget;
  readonly #owner: OutboxOwner;
  readonly #limit: number;
  #pending: Uint8Array[] | undefined;
  #pendingBytes = 0;
  /** The last of what is kept, while small pieces can still be added: many of them would cost far more than their bytes. */
  #tail: Uint8Array | undefined;
  #tailLength = 0;
  #isClosed = false;

  /** `limit` bounds what is kept beyond what one read of the other side may bring. */
  constructor(socket: ByteTarget, owner: OutboxOwner, limit: number) {
    this.#socket = socket;
    this.#owner = owner;
    this.#limit = limit + ONE_READ;
  }

  /** Bytes that are kept until the kernel takes them. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Whether a write of this size would exceed the bound because earlier bytes are still here. */
  wouldOverrun(count: number): boolean {
    return this.#pendingBytes > 0 && this.#pendingBytes + count > this.#limit;
  }

  /** Where a head can be written without a copy; `commit` or `rollBack` must follow before anything else is sent. */
  open(): HeadWriter {
    claimBatch(this);
    return batch;
  }

  commit(): void {
    if (!isInTurn() || this.#pendingBytes > 0) flushBatch();
  }

  /** Takes back what was written since the batch had this length. */
  rollBack(length: number): void {
    if (batchOwner === this) batch.length = length;
  }

  /** Sends bytes that will not change. `false` asks the writer to stop until it is told that the outbox has drained. */
  send(bytes: Uint8Array): boolean {
    if (this.#isClosed || bytes.length === 0) return this.#pendingBytes === 0;
    if (bytes.length <= SMALL && this.#pendingBytes === 0 && isInTurn()) {
      claimBatch(this);
      // What was gathered before may have filled the kernel.
      if (this.pendingBytes === 0) {
        batch.copy(bytes, 0, bytes.length);
        return true;
      }
    }
    if (batchOwner === this) flushBatch();
    this.#push(bytes, bytes.length);
    return this.#pendingBytes === 0;
  }

  /** Hands over what this turn has gathered. */
  flush(): void {
    if (batchOwner === this) flushBatch();
  }

  /** The kernel has room again; `true` once everything is gone. */
  drain(): boolean {
    while (this.#pendingBytes > 0) {
      const piece = this.#pending?.[0] ?? this.#sealTail();
      if (piece === undefined) break;
      const taken = this.#write(piece, piece.length);
      if (this.#isClosed) break;
      this.#pendingBytes -= taken;
      if (taken < piece.length) {
        if (this.#pending !== undefined) this.#pending[0] = piece.subarray(taken);
        break;
      }
      this.#pending?.shift();
    }
    return this.#pendingBytes === 0;
  }

  /** Nothing more will be sent; what is kept is dropped. */
  close(): void {
    this.#isClosed = true;
    this.#pending = undefined;
    this.#tail = undefined;
    this.#pendingBytes = 0;
    if (batchOwner === this) {
      batchOwner = undefined;
      batch.clear();
    }
  }

  /** The batch is this outbox's: its bytes will be overwritten, so what the kernel leaves is copied. */
  sendBatch(length: number): void {
    if (!this.#isClosed) this.#push(batch.bytes, length);
  }

  #push(bytes: Uint8Array, length: number): void {
    if (this.#pendingBytes > 0) return this.#keep(bytes, 0, length);
    const taken = this.#write(bytes, length);
    if (taken >= length || this.#isClosed) return;
    this.#keep(bytes, taken, length);
    this.#owner.blocked();
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.#pendingBytes += count;
    if (count > SMALL && bytes !== batch.bytes) {
      this.#sealTail();
      (this.#pending ??= []).push(bytes.subarray(start, end));
      return;
    }
    if (this.#tail === undefined || this.#tailLength + count > this.#tail.length) {
      this.#sealTail();
      this.#tail = new Uint8Array(Math.max(SMALL, count));
    }
    this.#tail.set(bytes.subarray(start, end), this.#tailLength);
    this.#tailLength += count;
  }

  /** Ends the tail, so that it is a piece like the others; returns it. */
  #sealTail(): Uint8Array | undefined {
    const piece = this.#tail?.subarray(0, this.#tailLength);
    this.#tail = undefined;
    this.#tailLength = 0;
    if (piece !== undefined) (this.#pending ??= []).push(piece);
    return piece;
  }

  #write(bytes: Uint8Array, length: number): number {
    const taken = this.#socket.write(bytes, 0, length);
    if (taken < 0) {
      this.isBroken = true;
      this.close();
      return 0;
    }
    this.bytesTaken += taken;
    return taken;
  }
}

function claimBatch(owner: Outbox): void {
  if (batchOwner !== owner || batch.length >= FULL) flushBatch();
  batchOwner = owner;
}

function flushBatch(): void {
  const owner = batchOwner;
  if (owner === undefined) return;
  const { length } = batch;
  batchOwner = undefined;
  batch.clear();
  owner.sendBatch(length);
}
