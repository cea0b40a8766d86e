// The body that a client gets: byte for byte what the provider sent, in framing that the client can check.

import { afterEach, describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { paths, post, unreadPath } from "./post.ts";
import type { PeerConnection } from "./raw-peer.ts";
import { valuesOf } from "./read-answer.ts";
import { relay } from "./relay.ts";
import { createStage } from "./stage.ts";

const stage = createStage();
afterEach(stage.clear);

/** Every habit of a stream that a parser could stumble over and a relay must not even see. */
const oddStream = [
  ": a comment\n\n",
  'data: {"choices": [ {"index":0,"delta":{"content":"It is \u2028"}} ], "new" :  [1,\t2 ]}\n\n',
  'event:unknown_to_everyone\r\ndata:  {"odd" :  [1,\t2 ]}\r\n\r\n',
  'data: {"choices":\ndata: []}\nid: 7\nretry: 10\n\n',
  "\n\n\r\n: \u{1f600} é\r\n",
  'data: {"choices":[{"index":0,"delta":{"content":" \\"[DONE]\\" "}}]}\r\rdata: {}\r\r',
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n',
  "data: [DONE]\n\n",
].join("");

const streamed = post({ path: paths.chat, body: '{"model":"m","stream":true}' });

function chunked(pieces: readonly (string | Uint8Array)[]): Buffer {
  const chunks = pieces
    .map((piece) => Buffer.from(piece))
    .flatMap((piece) => [`${piece.length.toString(16)}\r\n`, piece, "\r\n"]);
  return Buffer.concat([...chunks, "0\r\n\r\n"].map((part) => Buffer.from(part)));
}

/** Byte by byte, each in a packet of its own. */
async function slowly(connection: PeerConnection, bytes: Uint8Array): Promise<void> {
  for (const byte of bytes) {
    connection.write(Uint8Array.of(byte));
    await new Promise(setImmediate);
  }
}

describe("the body of a stream", () => {
  const head = Buffer.from(
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
  );
  const whole = Buffer.from(oddStream);

  test("comes back byte for byte, whatever is in it", async () => {
    const answer = await relay(stage, Buffer.concat([head, chunked([oddStream])]), streamed);
    expect(answer.body.toString()).toBe(oddStream);
    expect(answer.isWhole).toBe(true);
  });

  test("comes back byte for byte where it arrives one byte at a time, in chunks of a byte", async () => {
    const framed = Buffer.concat([head, chunked(Array.from(whole, (byte) => Uint8Array.of(byte)))]);
    const answer = await relay(stage, (connection) => void slowly(connection, framed), streamed);
    expect(answer.body.toString()).toBe(oddStream);
    expect(answer.isWhole).toBe(true);
  });

  test("comes back byte for byte to a client of HTTP/1.0, which knows no chunks", async () => {
    const framed = Buffer.concat([head, chunked([whole.subarray(0, 100), whole.subarray(100)])]);
    const answer = await relay(stage, framed, streamed.replace("HTTP/1.1", "HTTP/1.0"));
    expect(answer.body.toString()).toBe(oddStream);
    expect(valuesOf(answer, "transfer-encoding")).toEqual([]);
    expect(valuesOf(answer, "content-length")).toEqual([]);
  });

  test.each([
    ["messages", 'event: message_stop\ndata: {"type":"message_stop"}\n\n'],
    ["chat", "data: [DONE]\n\n"],
  ] as const)("of a simulated provider comes back in %s, event by event", async (dialect, terminal) => {
    const pieces = [": hi\n\n", "event: odd\r\ndata:1\r\n\r\n", "data: 2\n\n", terminal];
    const provider = await stage.provider({ rules: [{ answer: { kind: "bytes", pieces, paceMs: 1 } }] });
    const client = await stage.client(await stage.gatewayFor(provider.baseUrl));
    client.send(post({ path: paths[dialect], body: '{"model":"m","stream":true}' }));
    expect((await client.answer()).body.toString()).toBe(pieces.join(""));
  });
});

describe("framing", () => {
  const gzipped = gzipSync("x".repeat(5000));

  test.each([
    [
      "a length",
      `HTTP/1.1 200 OK\r\ncontent-length: ${gzipped.length}\r\n\r\n`,
      gzipped,
      String(gzipped.length),
    ],
    [
      "chunks of odd spelling",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n",
      oddlyChunked(gzipped),
      undefined,
    ],
    [
      "a length beside chunks",
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n",
      chunked([gzipped]),
      undefined,
    ],
  ])("by %s leaves encoded bytes alone", async (_, head, body, length) => {
    const answer = await relay(stage, Buffer.concat([Buffer.from(head), body]));
    expect(answer.body.equals(gzipped)).toBe(true);
    expect(answer.isWhole).toBe(true);
    expect(valuesOf(answer, "content-length")).toEqual(length === undefined ? [] : [length]);
    expect(valuesOf(answer, "transfer-encoding")).toEqual(length === undefined ? ["chunked"] : []);
  });

  test.each(["HTTP/1.1", "HTTP/1.0"])(
    "by the connection's end, in %s, becomes framing that a client can check",
    async (version) => {
      const answer = await relay(stage, (connection) => {
        connection.write(`${version} 200 OK\r\n\r\nuntil the end`);
        connection.end();
      });
      expect(answer.body.toString()).toBe("until the end");
      expect(answer.isWhole).toBe(true);
    },
  );

  test.each([
    ["204 without a body", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""],
    ["a length of zero", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200, ""],
    ["an empty stream", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", 200, ""],
    [
      "1xx before it",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n.",
      200,
      ".",
    ],
  ])("%s: the client is done, and its connection goes on", async (_, bytes, status, body) => {
    const peer = stage.peer({ asked: (connection) => connection.write(bytes) });
    const client = await stage.client(await stage.gatewayFor(peer.baseUrl));
    for (let i = 0; i < 2; i++) {
      client.send(post({ path: unreadPath }));
      const answer = await client.answer();
      expect([answer.status, answer.body.toString()]).toEqual([status, body]);
    }
    expect(client.ending).toBe("open");
  });
});

function oddlyChunked(bytes: Buffer): Buffer {
  const hex = bytes.length.toString(16).toUpperCase();
  return Buffer.concat([Buffer.from(`00${hex}  ;ext="a;b"\r\n`), bytes, Buffer.from("\r\n000;last\r\n\r\n")]);
}
