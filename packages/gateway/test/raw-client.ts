// A client of bytes: says exactly what it is told to, hears exactly what comes, and how the connection ended.

import type { Socket } from "bun";
import { readAnswer } from "./read-answer.ts";
import type { Answer } from "./read-answer.ts";
import { until } from "./until.ts";

export class RawClient {
  /** `end`: in order. `reset`: the connection was cut. */
  ending: "open" | "end" | "reset" = "open";
  receivedBytes = 0;
  #pieces: Buffer[] = [];
  #unsent: Buffer[] = [];
  #socket: Socket | undefined;
  #listener: ((bytes: Buffer) => void) | undefined;

  static async connect(port: number): Promise<RawClient> {
    const client = new RawClient();
    client.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      allowHalfOpen: true,
      socket: {
        data: (_, bytes) => client.#take(bytes),
        drain: () => client.#flush(),
        end: () => {
          client.ending = "end";
        },
        close: () => {
          if (client.ending === "open") client.ending = "reset";
        },
        error: () => undefined,
      },
    });
    return client;
  }

  /** What has come and was not taken yet. */
  get received(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }

  get unsentBytes(): number {
    return this.#unsent.reduce((sum, piece) => sum + piece.length, 0);
  }

  send(bytes: string | Uint8Array): void {
    this.#unsent.push(Buffer.from(bytes));
    this.#flush();
  }

  /** Waits for a whole answer, or for the connection's end and whatever has come by then, and takes it. */
  async answer(): Promise<Answer> {
    const answer = await until("an answer", () => {
      const found = readAnswer(this.received);
      if (found?.isWhole === true) return found;
      if (this.ending === "open") return undefined;
      return found ?? nothing;
    });
    this.#pieces = [this.received.subarray(answer.sizeBytes)];
    return answer;
  }

  /** Waits until this text has come. */
  async hears(text: string): Promise<void> {
    await until(`the client hears ${text}`, () => this.received.includes(text));
  }

  ended(): Promise<"end" | "reset"> {
    return until("the connection's end", () => this.ending !== "open" && this.ending);
  }

  /** Hands on what has come behind the first head, and from now on everything, and keeps nothing. */
  listen(listener: (bytes: Buffer) => void): void {
    const all = this.received;
    this.#pieces = [];
    this.#listener = listener;
    listener(all.subarray(all.indexOf("\r\n\r\n") + 4));
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Closes in order, as an SDK does that gave up. */
  leave(): void {
    this.#socket?.end();
  }

  reset(): void {
    this.#socket?.terminate();
  }

  #take(bytes: Buffer): void {
    this.receivedBytes += bytes.length;
    if (this.#listener === undefined) this.#pieces.push(bytes);
    else this.#listener(bytes);
  }

  #flush(): void {
    for (;;) {
      const [first] = this.#unsent;
      if (first === undefined) return;
      const taken = this.#socket?.write(first) ?? 0;
      if (taken < first.length) {
        if (taken > 0) this.#unsent[0] = first.subarray(taken);
        return;
      }
      this.#unsent.shift();
    }
  }
}

/** What a client has that got nothing at all. */
const nothing: Answer = {
  interim: 0,
  version: "",
  status: 0,
  reason: "",
  lines: [],
  fields: [],
  body: Buffer.alloc(0),
  isWhole: false,
  trailers: "",
  sizeBytes: 0,
};
