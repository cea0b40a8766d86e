import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { prepareFields } from "../src/index.ts";
import type { Exchange, Reply, ReplyFraming } from "../src/index.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let served: RecordedServer | undefined;

afterEach(() => served?.server.stop(0));

function serve(act: (exchange: Exchange) => void): RawSocket {
  served = startRecordedServer((exchange) => ({ end: () => act(exchange) }));
  return connectRaw(served.port);
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** One way to reply: a status, a framing, and what is written. */
interface Way {
  readonly status: number;
  readonly framing: ReplyFraming;
  readonly writes: readonly string[];
}

function replyIn({ status, framing, writes }: Way, exchange: Exchange): void {
  const reply = exchange.reply({ status, framing });
  for (const text of writes) reply.write(latin1(text));
  reply.end();
}

const length = (count: number): ReplyFraming => ({ kind: "length", length: count });
const chunked: ReplyFraming = { kind: "chunked" };
const framed: ReplyFraming = { kind: "chunked", isFramed: true };
const none: ReplyFraming = { kind: "none" };

const http11 = (method: string): string => `${method} / HTTP/1.1\r\nhost: x\r\n\r\n`;
const http10 = `GET / HTTP/1.0\r\n\r\n`;
const http10KeepAlive = `GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n`;

interface Wire extends Way {
  readonly request: string;
  readonly expected: string;
  readonly fate: "open" | "closed";
}

function wire(request: string, way: Way, rest: Pick<Wire, "expected" | "fate">): Wire {
  return { request, ...way, ...rest };
}

const way = (status: number, framing: ReplyFraming, ...writes: readonly string[]): Way => ({
  status,
  framing,
  writes,
});
const goesOn = (...lines: readonly string[]): Pick<Wire, "expected" | "fate"> => ({
  expected: lines.join("\r\n"),
  fate: "open",
});
const closes = (...lines: readonly string[]): Pick<Wire, "expected" | "fate"> => ({
  expected: lines.join("\r\n"),
  fate: "closed",
});

const get = http11("GET");
const head = http11("HEAD");
const lastGet = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
const ok = "HTTP/1.1 200 ";
const inChunks = "transfer-encoding: chunked";
const close = "connection: close";

describe("what stands on the wire", () => {
  test.each([
    ["a length", wire(get, way(200, length(5), "ab", "cde"), goesOn(ok, "content-length: 5", "", "abcde"))],
    [
      "chunks",
      wire(
        get,
        way(200, chunked, "ab", "", "cde"),
        goesOn(ok, inChunks, "", "2", "ab", "3", "cde", "0", "", ""),
      ),
    ],
    [
      "framed chunks",
      wire(get, way(200, framed, "2\r\nab\r\n"), goesOn(ok, inChunks, "", "2", "ab", "0", "", "")),
    ],
    ["no chunk", wire(get, way(200, chunked), goesOn(ok, inChunks, "", "0", "", ""))],
    ["nothing", wire(get, way(200, none), goesOn(ok, "content-length: 0", "", ""))],
    [
      "an error",
      wire(get, way(500, length(2), "no"), goesOn("HTTP/1.1 500 ", "content-length: 2", "", "no")),
    ],
    ["a length to HEAD", wire(head, way(200, length(5), "abcde"), goesOn(ok, "content-length: 5", "", ""))],
    ["chunks to HEAD", wire(head, way(200, chunked, "abcde"), goesOn(ok, inChunks, "", ""))],
    ["nothing to HEAD", wire(head, way(200, none), goesOn(ok, "", ""))],
    ["204", wire(get, way(204, none), goesOn("HTTP/1.1 204 ", "", ""))],
    ["204 with content", wire(get, way(204, length(5), "abcde"), goesOn("HTTP/1.1 204 ", "", ""))],
    ["304 with content", wire(get, way(304, chunked, "abcde"), goesOn("HTTP/1.1 304 ", "", ""))],
    [
      "a length to HTTP/1.0",
      wire(http10, way(200, length(2), "ab"), closes(ok, "content-length: 2", close, "", "ab")),
    ],
    ["chunks to HTTP/1.0", wire(http10, way(200, chunked, "ab", "cd"), closes(ok, close, "", "abcd"))],
    [
      "a length to HTTP/1.0 that would go on",
      wire(
        http10KeepAlive,
        way(200, length(2), "ab"),
        goesOn(ok, "content-length: 2", "connection: keep-alive", "", "ab"),
      ),
    ],
    [
      "chunks to HTTP/1.0 that would go on",
      wire(http10KeepAlive, way(200, chunked, "ab"), closes(ok, close, "", "ab")),
    ],
    [
      "the last of a connection",
      wire(lastGet, way(200, length(2), "ab"), closes(ok, "content-length: 2", close, "", "ab")),
    ],
  ])("for %s", async (_case, { request, expected, fate, ...replied }) => {
    const client = serve((exchange) => replyIn(replied, exchange));
    client.send(request);
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    if (fate === "closed") {
      await until("the connection is closed", () => client.isEnded);
    } else {
      client.send(request);
      await until("the next exchange is over", () => served?.seen[1]?.end !== undefined);
    }
    const wanted = fate === "closed" ? expected : expected.repeat(2);
    await until("all of it has come", () => client.text.length >= wanted.length);
    expect(client.text).toBe(wanted);
  });

  test("is one system call's worth: head, body and end of a reply in one packet", async () => {
    const client = serve((exchange) => replyIn({ status: 200, framing: chunked, writes: ["abc"] }, exchange));
    let packets = 0;
    client.onData = () => packets++;
    client.send(get);
    await until("the reply is there", () => packets > 0);
    expect(client.bytesReceived).toBe(
      Buffer.byteLength("HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    );
  });

  test("is one packet for a chunk that a timer writes", async () => {
    let reply: Reply | undefined;
    const client = serve((exchange) => (reply = exchange.reply({ status: 200, framing: chunked })));
    client.send(get);
    await until("the head is there", () => client.text.endsWith("\r\n\r\n"));
    const packets: string[] = [];
    client.onData = (bytes) => packets.push(bytes.toString("latin1"));
    reply?.write(latin1("late"));
    await until("the chunk is there", () => packets.length > 0);
    expect(packets).toEqual(["4\r\nlate\r\n"]);
  });

  test("are the words of the reply, its fields and its trailers", async () => {
    const client = serve((exchange) => {
      const fields = prepareFields([
        ["X-One", "1"],
        ["x-one", "2"],
      ]);
      const reply = exchange.reply({
        status: 418,
        reason: "Short and stout",
        framing: chunked,
        ...(fields && { fields }),
      });
      reply.write(latin1("tea"));
      reply.end(exchange.head.fields);
    });
    client.send("GET / HTTP/1.1\r\nhost: x\r\nX-Sum: 7\r\n\r\n");
    await until("the reply is there", () => client.text.includes("X-Sum"));
    expect(client.text).toBe(
      "HTTP/1.1 418 Short and stout\r\nX-One: 1\r\nx-one: 2\r\ntransfer-encoding: chunked\r\n\r\n3\r\ntea\r\n0\r\nhost: x\r\nX-Sum: 7\r\n\r\n",
    );
  });
});

describe("a client that reads slowly", () => {
  test("gets every byte of a reply that is written as fast as it is taken", async () => {
    const piece = Buffer.alloc(300_000).map((_, i) => i % 251);
    const count = 100;
    let written = 0;
    let blocked = 0;
    served = startRecordedServer((exchange) => {
      let reply: Reply | undefined;
      const write = (): void => {
        reply ??= exchange.reply({ status: 200, framing: length(count * piece.length) });
        while (written < count) {
          written++;
          if (!reply.write(piece)) {
            blocked++;
            return;
          }
        }
        reply.end();
      };
      return { end: write, drained: write };
    });
    const client = connectRaw(served.port);
    client.pause();
    client.send(get);
    await until("the server is blocked", () => blocked > 0);
    client.resume();
    await until("all has come", () => client.bytesReceived > count * piece.length);
    expect(served.seen[0]?.end).toEqual({ kind: "complete" });
    const body = client.bytes.subarray(client.bytes.indexOf("\r\n\r\n") + 4);
    expect(Buffer.compare(body, Buffer.concat(Array.from({ length: count }, () => piece)))).toBe(0);
  });

  test("is told no more than `drained` once for every write that was refused", async () => {
    const client = serve((exchange) => {
      const reply = exchange.reply({ status: 200, framing: chunked });
      reply.write(latin1("small, and taken at once"));
    });
    client.send(get);
    await until("the reply is there", () => client.text.includes("taken at once"));
    expect(served?.seen[0]?.events).toEqual(["end"]);
  });

  test("has its whole reply before it is over, and only then is the next request begun", async () => {
    const size = 8_000_000;
    const client = serve((exchange) => answer(exchange, "x".repeat(size)));
    client.onData = () => client.pause();
    client.send(get.repeat(2));
    await until("the first request is there", () => served?.seen[0] !== undefined);
    await untilStill("what the client has read", () => client.bytesReceived, 50);
    expect(served?.seen.map(({ end }) => end)).toEqual([undefined]);
    client.onData = () => undefined;
    client.resume();
    await until("both replies are there", () => client.bytesReceived > 2 * size);
    expect(served?.seen.map(({ end }) => end)).toEqual([{ kind: "complete" }, { kind: "complete" }]);
  });
});
