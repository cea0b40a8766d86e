// The clients: a number of keep-alive connections, each with one request at a time, started as fast as the answers
// come or at a given rate.

import { Histogram } from "../measure/histogram.ts";
import { answerBody, eventsPerRequest, target } from "../workloads/workload.ts";
import type { Workload } from "../workloads/workload.ts";
import { streamField, streamName } from "./event-times.ts";
import type { EventTimes } from "./event-times.ts";
import { LoadConnection } from "./load-connection.ts";
import { HeadMemory } from "./message-reader.ts";
import { Tokens } from "./tokens.ts";

export interface LoadOptions {
  readonly workload: Workload;
  readonly times: EventTimes;
  readonly port: number;
  readonly ca?: string;
  readonly connections: number;
  /** Asks for events that come apart, and times each of them. */
  readonly isPaced: boolean;
  /** Hears of an answer that is wrong, late or missing. */
  readonly onWrong: (error: unknown) => void;
}

export interface Start {
  /** At most this many requests a second. */
  readonly ratePerSecond?: number;
  /** The first requests of all connections are spread over this time; each next one follows at once. */
  readonly spreadMs?: number;
}

/**
 * What has arrived and was right since the last `clear`. Requests are counted by their events: of long streams side by
 * side, too few end in the time that is measured.
 */
export interface Tally {
  readonly requests: number;
  readonly events: number;
}

export class Load {
  readonly latencies = new Histogram();
  readonly #connections: LoadConnection[] = [];
  readonly #idle: LoadConnection[] = [];
  readonly #options: LoadOptions;
  readonly #isPaced: boolean;
  readonly #eventsEach: number;
  #tokens = new Tokens(Number.POSITIVE_INFINITY);
  #isRunning = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #events = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#isPaced = options.isPaced;
    this.#eventsEach = eventsPerRequest(options.workload);
  }

  get tally(): Tally {
    return { requests: this.#events / this.#eventsEach, events: this.#events };
  }

  async open(): Promise<void> {
    const { workload, port, ca, connections, times } = this.#options;
    const shared = {
      workload,
      times,
      expected: { start: "HTTP/1.1 200", body: answerBody(workload) },
      memory: new HeadMemory(),
      ends: endsOf(workload),
      done: (connection: LoadConnection, now: number) => this.#done(connection, now),
      arrived: (count: number) => {
        this.#events += count;
      },
      timed: this.#isPaced ? (latencyMs: number) => this.latencies.record(latencyMs) : undefined,
      wrong: this.#options.onWrong,
    };
    while (this.#connections.length < connections) {
      const number = this.#connections.length;
      const connection = new LoadConnection(
        shared,
        requestOf(workload, this.#isPaced ? number : undefined),
        number,
      );
      this.#connections.push(connection);
      await connection.open(port, ca);
      this.#idle.push(connection);
    }
  }

  /** Sends until `stop`. */
  start({ ratePerSecond, spreadMs }: Start): void {
    this.#isRunning = true;
    const spread = spreadMs === undefined ? undefined : (this.#connections.length / spreadMs) * 1000;
    const rate = ratePerSecond ?? spread;
    this.#tokens = new Tokens(rate ?? Number.POSITIVE_INFINITY);
    if (rate !== undefined) {
      this.#timer = setInterval(() => {
        this.#pump(performance.now());
        if (ratePerSecond === undefined && this.#idle.length === 0) this.#release();
      }, 1);
    }
    this.#pump(performance.now());
  }

  clear(): void {
    this.latencies.clear();
    this.#events = 0;
  }

  /** Sends nothing more and resolves when all answers have come; throws if that takes longer. */
  async stop(limitMs: number): Promise<void> {
    this.#isRunning = false;
    clearInterval(this.#timer);
    const until = performance.now() + limitMs;
    while (this.#idle.length < this.#connections.length) {
      const missing = this.#connections.length - this.#idle.length;
      if (performance.now() > until) throw new Error(`${missing} answers were not whole after ${limitMs} ms`);
      await Bun.sleep(5);
    }
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #pump(now: number): void {
    while (this.#isRunning && this.#idle.length > 0 && this.#tokens.take(now)) this.#idle.shift()?.send(now);
  }

  /** From here on every request follows at once. */
  #release(): void {
    clearInterval(this.#timer);
    this.#tokens = new Tokens(Number.POSITIVE_INFINITY);
  }

  #done(connection: LoadConnection, now: number): void {
    if (!this.#isPaced) this.latencies.record(now - connection.sentAt);
    if (this.#isRunning && this.#idle.length === 0 && this.#tokens.take(now)) {
      connection.send(now);
      return;
    }
    this.#idle.push(connection);
    this.#pump(now);
  }
}

/** Where in the body each event ends. */
function endsOf({ answer }: Workload): readonly number[] {
  if (answer.kind === "whole") return [answer.body.length];
  let end = 0;
  return answer.events.map((event) => (end += event.length));
}

function requestOf(workload: Workload, stream: number | undefined): Buffer {
  const lines = [
    `POST ${target} HTTP/1.1`,
    "host: bench.test",
    "user-agent: holdfast-bench",
    "accept: */*",
    "authorization: Bearer bench-key",
    "content-type: application/json",
    ...(stream === undefined ? [] : [streamField + streamName(stream)]),
    `content-length: ${workload.requestBody.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), workload.requestBody]);
}
