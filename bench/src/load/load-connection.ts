// One client connection: sends the request, checks the answer to the byte, says when it is whole.

import type { Socket } from "bun";
import type { Workload } from "../workloads/workload.ts";
import type { EventTimes } from "./event-times.ts";
import { MessageReader } from "./message-reader.ts";
import type { ExpectedMessage, HeadMemory } from "./message-reader.ts";
import { Outlet } from "./outlet.ts";

/** What all connections of one load have in common. */
export interface LoadShared {
  readonly workload: Workload;
  readonly times: EventTimes;
  readonly expected: ExpectedMessage;
  readonly memory: HeadMemory;
  /** Where in the body each event ends; a whole answer is one event. */
  readonly ends: readonly number[];
  readonly arrived: (events: number) => void;
  /** Hears how long each event took from its being written; only where they are paced. */
  readonly timed: ((latencyMs: number) => void) | undefined;
  readonly done: (connection: LoadConnection, now: number) => void;
  readonly wrong: (error: unknown) => void;
}

export class LoadConnection {
  sentAt = 0;
  readonly #shared: LoadShared;
  readonly #number: number;
  readonly #request: Buffer;
  readonly #reader: MessageReader;
  #socket: Socket | undefined;
  #outlet: Outlet | undefined;
  #isWaiting = false;
  #isClosing = false;
  #eventsSeen = 0;

  constructor(shared: LoadShared, request: Buffer, number = 0) {
    this.#shared = shared;
    this.#number = number;
    this.#request = request;
    this.#reader = new MessageReader(shared.expected, shared.memory);
  }

  async open(port: number, ca: string | undefined): Promise<void> {
    const { promise: isReady, resolve } = Promise.withResolvers<void>();
    this.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      ...(ca === undefined ? {} : { tls: { ca, serverName: "localhost" } }),
      socket: {
        open() {
          if (ca === undefined) resolve();
        },
        handshake: () => resolve(),
        data: (_, bytes) => this.#receive(bytes),
        drain: () => this.#outlet?.drained(),
        close: () => this.#closed(),
        error: () => undefined,
      },
    });
    this.#outlet = new Outlet(this.#socket);
    await isReady;
  }

  send(now: number): void {
    this.sentAt = now;
    this.#isWaiting = true;
    this.#eventsSeen = 0;
    this.#outlet?.write(this.#request);
  }

  close(): void {
    this.#isClosing = true;
    this.#socket?.terminate();
  }

  #receive(bytes: Buffer): void {
    try {
      if (!this.#isWaiting) throw new Error(`bytes unasked for: ${bytes.toString("latin1", 0, 400)}`);
      const isWhole = this.#reader.feed(bytes);
      const now = performance.now();
      this.#countEvents(now);
      if (!isWhole) return;
      this.#isWaiting = false;
      this.#shared.done(this, now);
    } catch (error) {
      this.#isClosing = true;
      this.#socket?.terminate();
      this.#shared.wrong(error);
    }
  }

  #countEvents(now: number): void {
    const { ends, times, arrived, timed } = this.#shared;
    const before = this.#eventsSeen;
    let seen = before;
    while ((ends[seen] ?? Number.POSITIVE_INFINITY) <= this.#reader.bodyBytes) {
      timed?.(now - times.writtenAt(this.#number, seen));
      seen++;
    }
    if (seen === before) return;
    this.#eventsSeen = seen;
    arrived(seen - before);
  }

  #closed(): void {
    if (this.#isClosing) return;
    this.#shared.wrong(new Error("a connection was closed from the other side"));
  }
}
