// A socket that keeps what the kernel did not take.

import type { Socket } from "bun";

export class Outlet {
  isClosed = false;
  readonly #socket: Pick<Socket, "write">;
  #rest: Buffer[] = [];

  constructor(socket: Pick<Socket, "write">) {
    this.#socket = socket;
  }

  /** Everything written is with the kernel. */
  get isClear(): boolean {
    return this.#rest.length === 0;
  }

  write(bytes: Buffer): void {
    if (this.#rest.length > 0) {
      this.#rest.push(bytes);
      return;
    }
    const taken = this.#socket.write(bytes);
    if (taken < bytes.length) this.#rest.push(bytes.subarray(Math.max(0, taken)));
  }

  drained(): void {
    const waiting = this.#rest;
    this.#rest = [];
    for (const bytes of waiting) this.write(bytes);
  }

  close(): void {
    this.isClosed = true;
  }
}
