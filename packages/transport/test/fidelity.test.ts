// What one side sends is what the other receives: to the byte in bodies, and in heads all that is meant for the other end.

import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { MessageReader } from "./support/message-reader.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { startHop } from "./support/subject.ts";
import type { Subject } from "./support/subject.ts";
import { until } from "./support/until.ts";

// Above every wait of the test, so that a wait that is in vain says what it waited for.
setDefaultTimeout(60_000);

interface Message {
  head: string;
  body: Buffer;
  trailers: string;
  isWhole: boolean;
}

const stream = [
  ": a comment, and a line end of its own kind\r\n\r\n",
  'event: message_start\ndata: {"type":"message_start"}\n\n',
  'event:unknown_event\ndata:{  "odd" :\t"spacing" }\n\n\n\n',
  "data: first\rdata: second\r\r",
  "id\nretry: 10\nnonsense without a colon\n\n",
  "data: \u00c3\u00a9 \u00f0\u009f\u008e\u0089 \u00ff\u00fe\u0000 not UTF-8\n\n",
  "data: [DONE]\n\n",
  "data: and more behind the end",
].join("");
const get = "GET /events?a=%2F&b=+#x HTTP/1.1\r\nhost: test\r\n\r\n".replace("#x", "");

describe("a message passing through a hop", () => {
  let provider: RawProvider;
  let hop: Subject;
  let request: Message;
  let answer: (connection: RawSocket) => void = () => undefined;
  const clients: RawSocket[] = [];
  beforeAll(async () => {
    provider = startRawProvider((connection) => {
      request = newMessage();
      connection.onData = readerInto(request, () => answer(connection)).push;
    });
    hop = await startHop({ providerPort: provider.port });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.reset();
  });
  afterAll(async () => {
    const { faults } = await hop.ask();
    await hop.stop();
    provider.stop();
    expect(faults).toEqual([]);
  });

  async function exchange(text: Buffer | string, reply: (connection: RawSocket) => void): Promise<Message> {
    answer = reply;
    const client = connectRaw(hop.port);
    clients.push(client);
    const response = newMessage();
    client.onData = readerInto(response, () => undefined).push;
    client.send(text);
    await until("the answer is whole", () => response.isWhole);
    return response;
  }

  test("keeps every byte of a stream of events that comes byte by byte", async () => {
    const pieces = [...Buffer.from(stream, "latin1")].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
    const wire = `${pieces.join("")}0\r\n\r\n`;
    const response = await exchange(get, (connection) => {
      connection.send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
      );
      drip(connection, wire);
    });
    expect(response.body.toString("latin1")).toBe(stream);
    expect(response.head).toBe(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked",
    );
  });

  test("hands an event on before the next one is made", async () => {
    const events = ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"];
    answer = (connection) => connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    const before = provider.connections.length;
    const client = connectRaw(hop.port);
    clients.push(client);
    client.send("POST / HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    await until("the head has arrived", () => client.text.includes("\r\n\r\n"));
    const connection = provider.connections[before] ?? provider.connections.at(-1);
    for (const event of events) {
      connection?.send(`${event.length.toString(16)}\r\n${event}\r\n`);
      await until(`${JSON.stringify(event)} has arrived`, () => client.text.includes(event));
    }
    connection?.send("0\r\n\r\n");
    await until("the answer has ended", () => client.text.endsWith("\r\n0\r\n\r\n"));
  });

  test("drops chunk extensions and keeps trailers that are meant for the other end", async () => {
    const response = await exchange(get, (connection) => {
      connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n");
      connection.send(
        '4;name=value;quoted="a;b"\r\nfour\r\n5 ; x\r\n five\r\n0;last\r\nX-Sum: 9\r\nx-sum: again\r\n\r\n',
      );
    });
    expect(response.body.toString()).toBe("four five");
    expect(response.trailers).toBe("X-Sum: 9\r\nx-sum: again\r\n");
    expect(response.head).not.toContain("trailer:");
  });

  test("keeps an answer's end-to-end fields in order, case and repetition, and no others", async () => {
    const kept = [
      "Date: Thu, 01 Jan 2026 00:00:00 GMT",
      "X-Request-ID: abc",
      "set-cookie: a=1; Path=/",
      "Set-Cookie: b=2",
      "x-RateLimit-Remaining:   7",
      "SET-COOKIE: c=3",
      "x-empty:",
      "x-latin: caf\u00e9",
      "Via: 1.1 edge",
    ];
    const dropped = [
      "Connection: X-Private, close",
      "Keep-Alive: timeout=5",
      "X-Private: hop only",
      "Proxy-Authenticate: Basic",
      "Upgrade: h2c",
    ];
    const lines = kept.flatMap((line, index) => [line, dropped[index] ?? ""]).filter((line) => line !== "");
    const response = await exchange(get, (connection) =>
      connection.send(`HTTP/1.1 299 Odd  Words\r\n${lines.join("\r\n")}\r\nContent-Length: 2\r\n\r\nok`),
    );
    expect(response.head.split("\r\n")).toEqual([
      "HTTP/1.1 299 Odd  Words",
      ...kept.map((line) => line),
      "content-length: 2",
    ]);
  });

  test("keeps a request's target and end-to-end fields in order, case and repetition, and no others", async () => {
    const kept = [
      "Authorization: Bearer sk-1",
      "X-Stainless-Lang: js",
      "anthropic-beta: a",
      "Anthropic-Beta: b",
      "User-Agent: Some/1.0 (odd; \u00c3\u00bc)",
      "Accept: */*",
      "accept-encoding: gzip,  br",
    ];
    const dropped = [
      "Connection: keep-alive, x-mine",
      "X-Mine: hop only",
      "TE: trailers",
      "Proxy-Connection: keep-alive",
      "Proxy-Authorization: Basic eA==",
      "Upgrade: websocket",
      "Expect: 100-continue",
    ];
    const lines = kept.flatMap((line, index) => [line, dropped[index] ?? ""]);
    const body = '{"model" :  "x", "model":"twice" }\n';
    answer = ok;
    const client = connectRaw(hop.port);
    clients.push(client);
    client.send(
      `POST /v1/a%2Fb//../c?x=%20&&y HTTP/1.1\r\nHost: gateway\r\n${lines.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await until("the hop asks for the body", () => client.text === "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(body);
    await until("the answer is there", () => client.text.endsWith("\r\n\r\nok"));
    expect(request.head.split("\r\n")).toEqual([
      "POST /v1/a%2Fb//../c?x=%20&&y HTTP/1.1",
      `host: 127.0.0.1:${provider.port}`,
      ...kept,
      `content-length: ${body.length}`,
    ]);
    expect(request.body.toString()).toBe(body);
  });

  test.each(["with a length", "in chunks"])("keeps every byte of a request's body %s", async (manner) => {
    const body = Buffer.alloc(700_001);
    for (let at = 0; at < body.length; at++) body[at] = (at * 31 + (at >> 8)) & 0xff;
    const framed =
      manner === "in chunks"
        ? (["transfer-encoding: chunked", chunked(body)] as const)
        : ([`content-length: ${body.length}`, body] as const);
    const head = Buffer.from(`POST /v1/messages HTTP/1.1\r\nhost: test\r\n${framed[0]}\r\n\r\n`);
    const response = await exchange(Buffer.concat([head, framed[1]]), ok);
    expect(response.body.toString()).toBe("ok");
    expect(request.body.equals(body)).toBe(true);
    expect(request.head.split("\r\n").at(-1)).toBe(framed[0]);
  });

  test("keeps every byte of an answer whatever bytes it has, with a length and up to the end of the connection", async () => {
    const body = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 17 + (at >> 8)) & 0xff));
    const head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n";
    const withLength = await exchange(get, (connection) => {
      connection.send(`${head}content-length: ${body.length}\r\n\r\n`);
      connection.send(body);
    });
    expect(withLength.body.equals(body)).toBe(true);
    const untilClose = await exchange(get, (connection) => {
      connection.send(`${head}\r\n`);
      connection.send(body);
      connection.end();
    });
    expect(untilClose.body.equals(body)).toBe(true);
  });

  test("ends the answer to HEAD with its head", async () => {
    answer = (connection) => connection.send("HTTP/1.1 200 OK\r\ncontent-length: 1234\r\nx-a: b\r\n\r\n");
    const client = connectRaw(hop.port);
    clients.push(client);
    client.send("HEAD / HTTP/1.1\r\nhost: test\r\n\r\n");
    await until("the head is there", () => client.text.endsWith("\r\n\r\n"));
    client.send("GET / HTTP/1.1\r\nhost: test\r\n\r\n");
    answer = ok;
    await until("the next answer is there", () => client.text.endsWith("\r\n\r\nok"));
    expect(client.text.split("\r\n\r\n")).toEqual([
      "HTTP/1.1 200 OK\r\nx-a: b",
      "HTTP/1.1 200 OK\r\ncontent-length: 2",
      "ok",
    ]);
  });
});

function ok(connection: RawSocket): void {
  connection.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
}

/** One byte to a segment: the next one is sent in another turn of the event loop. */
function drip(connection: RawSocket, wire: string): void {
  let at = 0;
  const next = (): void => {
    connection.send(wire.charAt(at++));
    if (at < wire.length) setImmediate(next);
  };
  next();
}

function chunked(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0, size = 1; at < body.length; at += size, size = ((size * 7) % 40_000) + 1) {
    const piece = body.subarray(at, at + size);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
  }
  return Buffer.concat([...pieces, Buffer.from("0\r\n\r\n")]);
}

function newMessage(): Message {
  return { head: "", body: Buffer.alloc(0), trailers: "", isWhole: false };
}

function readerInto(message: Message, whole: () => void): MessageReader {
  return new MessageReader({
    head: (text) => Object.assign(message, newMessage(), { head: text }),
    data: (bytes) => {
      message.body = Buffer.concat([message.body, bytes]);
    },
    end: (trailers) => {
      message.trailers = trailers;
      message.isWhole = true;
      whole();
    },
  });
}
