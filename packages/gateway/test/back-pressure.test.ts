// A client that reads slowly slows its provider down, and costs no memory.

import { afterEach, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { post, unreadPath } from "./post.ts";
import type { PeerConnection } from "./raw-peer.ts";
import { createStage } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
afterEach(stage.clear);

const MEGABYTE = 1_048_576;

/** No power of two, so that any loss or repetition moves what follows. */
const stretch = Buffer.from(Array.from({ length: 65_521 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
const chunk = Buffer.concat([Buffer.from("fff1\r\n"), stretch, Buffer.from("\r\n")]);
const COUNT = 3_000;

/** A body that is one stretch over and over, and then its end. */
interface Endless {
  readonly head: string;
  readonly stretch: Buffer;
  readonly end: string;
}

const bodies: readonly (readonly [string, Endless])[] = [
  ["with a length", { head: `content-length: ${stretch.length * COUNT}`, stretch, end: "" }],
  ["in chunks", { head: "transfer-encoding: chunked", stretch: chunk, end: "0\r\n\r\n" }],
];

/** Writes as much as the other side takes. */
function createSource(
  connection: PeerConnection,
  body: Endless,
): { pump: () => void; written: () => number } {
  const sizeBytes = body.stretch.length * COUNT;
  let written = 0;
  const next = (): Buffer =>
    written < sizeBytes
      ? body.stretch.subarray(written % body.stretch.length)
      : Buffer.from(body.end).subarray(written - sizeBytes);
  return {
    written: () => written,
    pump() {
      for (let piece = next(); piece.length > 0; piece = next()) {
        const taken = Math.max(0, connection.write(piece));
        written += taken;
        if (taken < piece.length) return;
      }
    },
  };
}

function digestOf({ stretch: piece, end }: Endless): string {
  const hash = createHash("sha256");
  for (let i = 0; i < COUNT; i++) hash.update(piece);
  return hash.update(end).digest("hex");
}

test.each(bodies)(
  "a client that stops reading stops a stream %s; later all of it arrives",
  async (_, body) => {
    let source: ReturnType<typeof createSource> | undefined;
    const peer = stage.peer({
      asked: (connection) => {
        connection.write(`HTTP/1.1 200 OK\r\n${body.head}\r\n\r\n`);
        source = createSource(connection, body);
        source.pump();
      },
      drained: () => source?.pump(),
    });
    const client = await stage.client(await stage.gatewayFor(peer.baseUrl));
    client.send(post({ path: unreadPath }));
    await client.hears("\r\n\r\n");
    client.pause();

    const written = await standstill(() => source?.written() ?? 0);
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    const total = body.stretch.length * COUNT + body.end.length;
    say(`a client that stopped reading: its provider got rid of ${mb(written)} of ${mb(total)} MB`);
    expect(written).toBeLessThan(32 * MEGABYTE);

    const hash = createHash("sha256");
    let received = 0;
    let peak = before;
    let lookAt = 0;
    client.listen((bytes) => {
      received += bytes.length;
      hash.update(bytes);
      if (received < lookAt) return;
      // What is still held counts, not what the collector has not come to yet: other tests share this process and its heap.
      lookAt = received + 16 * MEGABYTE;
      Bun.gc(true);
      peak = Math.max(peak, process.memoryUsage.rss());
    });
    client.resume();
    await until("all of it", () => received >= total, 25_000);
    say(`then all of it arrived; memory grew by ${mb(peak - before)} MB at most`);
    expect(received).toBe(total);
    expect(hash.digest("hex")).toBe(digestOf(body));
    expect(peak - before).toBeLessThan(96 * MEGABYTE);
  },
);

/** The value once it no longer changes. */
function standstill(look: () => number): Promise<number> {
  let last = -1;
  let sameSince = 0;
  return until("a standstill", () => {
    const value = look();
    if (value !== last) sameSince = performance.now();
    last = value;
    return value > 0 && performance.now() - sameSince > 300 && value;
  });
}

function mb(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}
