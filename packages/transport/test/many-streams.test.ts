// Thousands of open streams through one process: what they cost, and that none disturbs another.

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { MessageReader } from "./support/message-reader.ts";
import { mb, print } from "./support/print.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { startHop } from "./support/subject.ts";
import type { Subject } from "./support/subject.ts";
import { until } from "./support/until.ts";

// Above every wait of the test, so that a wait that is in vain says what it waited for.
setDefaultTimeout(60_000);

const WANTED = 5_000;
const AT_A_TIME = 250;
const EVENTS = 5;
const TARGET_MB = 100;
const LIMIT_MB = 200;
const PATIENCE_MS = 30_000;

/** A stream as both of its ends see it. */
interface Stream {
  readonly number: number;
  readonly client: RawSocket;
  provider: RawSocket | undefined;
  body: string;
  isWhole: boolean;
}

describe("one hop process with thousands of streams", () => {
  let provider: RawProvider;
  let hop: Subject;
  const streams: Stream[] = [];
  const count = streamCount();
  beforeAll(async () => {
    provider = startRawProvider((connection) => {
      connection.onData = new MessageReader({ head: (head) => begin(connection, head) }).push;
    });
    hop = await startHop({ providerPort: provider.port });
  });
  afterAll(async () => {
    for (const { client } of streams) client.reset();
    await hop.stop();
    provider.stop();
  });

  test(
    "carries every event of each stream to its own client, within its memory",
    async () => {
      const idleMb = hop.memoryMb();
      const idleDescriptors = hop.descriptorCount();
      while (streams.length < count) await open(Math.min(AT_A_TIME, count - streams.length));
      const openMb = hop.memoryMb();
      expect(hop.descriptorCount() - idleDescriptors).toBeGreaterThanOrEqual(2 * count);
      for (let event = 1; event < EVENTS; event++) await send(event);
      const busyMb = hop.memoryMb();
      const leavers = streams.filter((_, index) => index % 50 === 7);
      const cut = streams.filter((_, index) => index % 50 === 11);
      for (const { client } of leavers) client.reset();
      for (const stream of cut) stream.provider?.reset();
      await until("those that left and were cut are gone", () => cut.every(({ client }) => client.isClosed));
      const undisturbed = streams.filter((stream) => !leavers.includes(stream) && !cut.includes(stream));
      for (const stream of undisturbed) stream.provider?.send("0\r\n\r\n");
      await until(
        "every other stream has ended",
        () => undisturbed.every(({ isWhole }) => isWhole),
        PATIENCE_MS,
      );
      const wrong = undisturbed.filter(({ number, body }) => body !== bodyOf(number, EVENTS));
      expect(wrong.map(({ number }) => number)).toEqual([]);
      expect(cut.every(({ isWhole }) => !isWhole)).toBe(true);
      const { heapMb, faults, failures } = await hop.ask();
      const bytesPerStream = ((openMb - idleMb) * 1024 * 1024) / count;
      print(
        `${count} streams: hop ${mb(idleMb)} idle, ${mb(openMb)} open, ${mb(busyMb)} after ${EVENTS} events, ${mb(hop.peakMb())} at most (target ${TARGET_MB}); ${bytesPerStream.toFixed(0)} bytes a stream; JS heap ${mb(heapMb)}`,
      );
      expect(faults).toEqual([]);
      expect(failures).toEqual({ "reset-in-body": cut.length });
      expect(hop.peakMb()).toBeLessThan(LIMIT_MB);
    },
    2 * PATIENCE_MS,
  );

  function begin(connection: RawSocket, head: string): void {
    const stream = streams[Number(/^POST \/(\d+) /.exec(head)?.[1])];
    if (stream === undefined) throw new Error(`nobody asked for ${head}`);
    stream.provider = connection;
    connection.send(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    connection.send(chunkOf(stream.number, 0));
  }

  async function open(more: number): Promise<void> {
    for (let i = 0; i < more; i++) {
      const number = streams.length;
      const client = connectRaw(hop.port);
      const stream: Stream = { number, client, provider: undefined, body: "", isWhole: false };
      client.onData = new MessageReader({
        data: (bytes) => {
          stream.body += bytes.toString("latin1");
        },
        end: () => {
          stream.isWhole = true;
        },
      }).push;
      client.send(requestOf(number));
      streams.push(stream);
    }
    await until("the new streams are open", () => streams.every(({ body }) => body.length > 0), PATIENCE_MS);
  }

  async function send(event: number): Promise<void> {
    for (const [number, stream] of streams.entries()) stream.provider?.send(chunkOf(number, event));
    const missing = (): boolean => streams.some(({ body }) => !body.includes(`"event":${event}`));
    await until(`event ${event} has reached every client`, () => !missing(), PATIENCE_MS);
  }
});

function requestOf(number: number): string {
  const body = JSON.stringify({ model: "some-model", stream: true, messages: [`number ${number}`] });
  return `POST /${number} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer secret\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function eventOf(number: number, event: number): string {
  return `event: delta\ndata: {"stream":${number},"event":${event},"text":"${"word ".repeat(20)}"}\n\n`;
}

function chunkOf(number: number, event: number): string {
  const text = eventOf(number, event);
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

function bodyOf(number: number, events: number): string {
  return Array.from({ length: events }, (_, event) => eventOf(number, event)).join("");
}

/** Two sockets a stream, here as well as in the hop. */
function streamCount(): number {
  const limit = Number(/^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]);
  const possible = Math.floor((limit - 500) / 2);
  if (possible >= WANTED) return WANTED;
  print(`only ${possible} streams: this process may have ${limit} descriptors at most`);
  return possible;
}
