// A socket whose kernel is the test: so much room, and everything that was done to it written down.

import type { Socket } from "bun";

export class FakeSocket {
  /** What was done to it, in order, beside writing. */
  readonly deeds: string[] = [];
  /** How many bytes it will still take. */
  room = Number.POSITIVE_INFINITY;
  /** The peer has reset the connection: writing fails. */
  isGone = false;
  readyState = 1;
  data: unknown;
  readonly remoteAddress = "127.0.0.1";
  readonly remotePort = 1234;
  #taken = "";

  /** Everything that was taken, one byte a character. */
  get text(): string {
    return this.#taken;
  }

  write(bytes: Uint8Array, offset: number, length: number): number {
    if (this.isGone) return -1;
    const count = Math.min(this.room, length);
    this.room -= count;
    this.#taken += Buffer.from(bytes.subarray(offset, offset + count)).toString("latin1");
    return count;
  }

  pause(): void {
    this.deeds.push("pause");
  }

  resume(): void {
    this.deeds.push("resume");
  }

  shutdown(): void {
    this.deeds.push("shutdown");
  }

  end(): void {
    this.#close("end");
  }

  terminate(): void {
    this.#close("terminate");
  }

  getSession(): void {
    this.deeds.push("getSession");
  }

  #close(deed: string): void {
    this.deeds.push(deed);
    this.readyState = -1;
  }
}

/** The fake in the place of the real one; it has everything that the connections of this package use. */
export function asSocket<Data>(fake: FakeSocket): Socket<Data> {
  const socket: unknown = fake;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: see above; what is missing throws in the test
  return socket as Socket<Data>;
}
