// Input that is wrong, too much or too slow: a clear error or a close, in bounded memory, and the others are served on.

import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mb, print } from "./support/print.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { startServer } from "./support/subject.ts";
import type { Subject } from "./support/subject.ts";
import { until, untilAccount } from "./support/until.ts";

// Above every wait of the test, so that a wait that is in vain says what it waited for.
setDefaultTimeout(60_000);

const MIB = 1024 * 1024;
const HEAD_MS = 400;
const BODY_IDLE_MS = 400;
const REQUEST_MS = 1_500;
const GROWTH_MB = 96;
const get = "GET /a HTTP/1.1\r\nhost: test\r\n\r\n";

interface Wrong {
  readonly title: string;
  readonly sent: string | Buffer;
  /** The status of the answer, or none where there is nobody to talk HTTP to. */
  readonly status: number;
}

const manyFields = Array.from({ length: 10_000 }, (_, i) => `x-field-${i}: value`).join("\r\n");
const wrongs: readonly Wrong[] = [
  { title: "10,000 headers", sent: `GET / HTTP/1.1\r\nhost: test\r\n${manyFields}\r\n\r\n`, status: 431 },
  {
    title: "10,000 headers of a few bytes",
    sent: `GET / HTTP/1.1\r\n${"a:\r\n".repeat(10_000)}\r\n`,
    status: 431,
  },
  { title: "a header line without an end", sent: `GET / HTTP/1.1\r\nx: ${"y".repeat(4 * MIB)}`, status: 431 },
  { title: "a target without an end", sent: `GET /${"y".repeat(4 * MIB)}`, status: 431 },
  {
    title: "invalid UTF-8 in a field's name",
    sent: "GET / HTTP/1.1\r\nhost: t\r\nx\xff\xfe: y\r\n\r\n",
    status: 400,
  },
  { title: "invalid UTF-8 in a target", sent: "GET /\xff\xfe HTTP/1.1\r\nhost: t\r\n\r\n", status: 400 },
  { title: "a NUL in a field", sent: "GET / HTTP/1.1\r\nhost: t\r\nx: a\0b\r\n\r\n", status: 400 },
  { title: "HTTP/2.0", sent: "GET / HTTP/2.0\r\nhost: t\r\n\r\n", status: 505 },
  { title: "HTTP/1.2", sent: "GET / HTTP/1.2\r\nhost: t\r\n\r\n", status: 505 },
  { title: "HTTP/0.9", sent: "GET /\r\n\r\n", status: 400 },
  { title: "the preface of HTTP/2", sent: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 400 },
  { title: "another protocol", sent: "SSH-2.0-OpenSSH_9.9\r\n", status: 400 },
  {
    title: "garbage",
    sent: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + 131) & 0xff)),
    status: 400,
  },
  { title: "a chunk's size that is none", sent: chunkedRequest("zz\r\n"), status: 400 },
  { title: "a chunk's size that overflows", sent: chunkedRequest("ffffffffffffffffff\r\n"), status: 400 },
  { title: "a chunk extension without an end", sent: chunkedRequest(`1;${"x".repeat(MIB)}`), status: 400 },
  {
    title: "trailers without an end",
    sent: chunkedRequest(`0\r\n${"x: y\r\n".repeat(100_000)}`),
    status: 431,
  },
];

describe("a server under bad input", () => {
  let server: Subject;
  let witness: Witness;
  let idleMb = 0;
  const clients: RawSocket[] = [];
  beforeAll(async () => {
    const clocks = { headMs: HEAD_MS, bodyIdleMs: BODY_IDLE_MS, requestMs: REQUEST_MS };
    server = await startServer({ clocks });
    witness = new Witness(server.port);
    await witness.isServed();
    idleMb = server.memoryMb();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.reset();
  });
  afterAll(async () => {
    witness.leave();
    await server.stop();
  });

  function connect(security: "plain" | "tls" = "plain"): RawSocket {
    const client = connectRaw(server.port, security);
    clients.push(client);
    return client;
  }

  test.each(wrongs)("answers $title with $status and closes", async ({ sent, status }) => {
    const client = connect();
    client.send(sent);
    await until("the connection is over", () => client.isEnded || client.isClosed);
    expect(client.text.split("\r\n")[0]).toStartWith(`HTTP/1.1 ${status} `);
    expect(client.text.toLowerCase()).toContain("connection: close");
    expect(client.error).toBeUndefined();
    expect(client.text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    await witness.isServed();
  });

  test("ends the connection of a client that begins with a TLS handshake, without one", async () => {
    const client = connect("tls");
    await client.opened;
    await until("the connection is over", () => client.isEnded || client.isClosed);
    expect(client.bytesReceived).toBe(0);
    await witness.isServed();
  });

  test("lets a client that sends 100 MB to a handler that refuses see the refusal", async () => {
    const client = connect();
    server.forgetPeak();
    client.send(`POST /refuse HTTP/1.1\r\nhost: test\r\ncontent-length: ${100 * MIB}\r\n\r\n`);
    client.send(Buffer.alloc(100 * MIB));
    await until("the refusal arrives", () => client.text.includes("too large"));
    // A reset could destroy the refusal on its way to a client that still sends.
    await until("the server closes its side", () => client.isEnded || client.isClosed);
    expect(client.error).toBeUndefined();
    expect(client.text).toStartWith("HTTP/1.1 413 ");
    await witness.isServed();
    print(
      `100 MB refused: ${mb(idleMb)} idle, ${mb(server.peakMb())} at most, ${mb(client.bytesTaken / MIB)} sent`,
    );
    expect(server.peakMb() - idleMb).toBeLessThan(GROWTH_MB);
  });

  test.each([
    { title: "a head", sent: "GET / HTTP/1.1\r\nhost: test\r\n", drop: "x-slow: y\r\n", limitMs: HEAD_MS },
    {
      title: "a body",
      sent: "POST /a HTTP/1.1\r\nhost: test\r\ncontent-length: 100000\r\n\r\n",
      drop: "x",
      limitMs: REQUEST_MS,
    },
  ])("answers a client that drips $title with 408 when its time is over", async ({ sent, drop, limitMs }) => {
    const client = connect();
    await client.opened;
    const startedAt = performance.now();
    client.send(sent);
    const timer = setInterval(() => client.send(drop), 50);
    await until("the connection is over", () => client.isEnded || client.isClosed);
    clearInterval(timer);
    const ms = performance.now() - startedAt;
    print(`dripping: closed after ${ms.toFixed(0)} ms (limit ${limitMs})`);
    expect(client.text).toStartWith("HTTP/1.1 408 ");
    expect(ms).toBeGreaterThan(limitMs - 50);
    await witness.isServed();
  });

  test("answers a client that falls silent within a body with 408", async () => {
    const client = connect();
    await client.opened;
    const startedAt = performance.now();
    client.send("POST /a HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\nabc");
    await until("the connection is over", () => client.isEnded || client.isClosed);
    expect(client.text).toStartWith("HTTP/1.1 408 ");
    expect(performance.now() - startedAt).toBeLessThan(REQUEST_MS - 100);
  });

  test("holds out against a thousand clients that never finish their head", async () => {
    const slow = Array.from({ length: 1_000 }, () => connect());
    for (const client of slow) client.send("GET / HTTP/1.1\r\nx: ");
    await witness.isServed();
    await until("all of them are shown the door", () =>
      slow.every(({ isEnded, isClosed }) => isEnded || isClosed),
    );
    expect(slow.every(({ text }) => text.startsWith("HTTP/1.1 408 "))).toBe(true);
    await witness.isServed();
  });

  test("takes a body in a million chunks of one byte, in bounded memory", async () => {
    const count = 1_000_000;
    const client = connect();
    server.forgetPeak();
    client.send("POST /a HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n");
    client.send(Buffer.concat([Buffer.alloc(6 * count, "1\r\nx\r\n"), Buffer.from("0\r\n\r\n")]));
    await until("it is answered", () => client.text.endsWith(`${count} bytes`));
    await witness.isServed();
    print(`a million chunks: ${mb(idleMb)} idle, ${mb(server.peakMb())} at most`);
    expect(server.peakMb() - idleMb).toBeLessThan(GROWTH_MB);
  });

  test("stops reading from a client that pipelines requests and reads no answer", async () => {
    const client = connect();
    await client.opened;
    client.pause();
    server.forgetPeak();
    const flood = Buffer.alloc(64 * MIB, get);
    client.send(flood);
    const { begun } = await server.ask();
    await until("the flood stands still", () => !client.isClear && client.bytesTaken > 0);
    await witness.isServed();
    const pending = await stillAsked(server);
    expect(client.isClear).toBe(false);
    print(
      `pipelined flood: ${mb(client.bytesTaken / MIB)} of ${mb(64)} taken, ${pending.begun - begun} requests begun; ${mb(server.peakMb())} at most`,
    );
    expect(server.peakMb() - idleMb).toBeLessThan(GROWTH_MB);
    await witness.isServed();
  });

  test("answers pipelined requests in order, whatever is wrong behind them", async () => {
    const client = connect();
    const posts = Array.from(
      { length: 50 },
      (_, i) => `POST /a HTTP/1.1\r\nhost: t\r\ncontent-length: ${i}\r\n\r\n${"b".repeat(i)}`,
    );
    client.send(`${posts.join("")}nonsense\r\n\r\n${get}`);
    await until("the connection is over", () => client.isEnded || client.isClosed);
    const told = [...client.text.matchAll(/(\d+) bytes/g)].map(([, length]) => Number(length));
    expect(told).toEqual(posts.map((_, i) => i));
    expect(client.text.match(/HTTP\/1\.1 (?!200)\d+/g)).toEqual(["HTTP/1.1 400"]);
  });

  test("leaves nothing behind", async () => {
    witness.leave();
    const account = await untilAccount(server, ({ clientConnections }) => clientConnections === 0);
    print(`after all that: ${mb(server.memoryMb())}, JS heap ${mb(account.heapMb)}`);
    expect(account).toMatchObject({ clientConnections: 0, deadlines: 0, faults: [] });
    const ended = Object.values(account.ends).reduce((sum, times) => sum + times, 0);
    expect(ended).toBe(account.begun);
  });
});

function chunkedRequest(body: string): string {
  return `POST /a HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n${body}`;
}

async function stillAsked(server: Subject): Promise<{ readonly begun: number }> {
  let last = await server.ask();
  for (let same = 0; same < 10;) {
    const next = await server.ask();
    same = next.begun - last.begun <= 1 ? same + 1 : 0;
    last = next;
  }
  return last;
}

/** Another client of the same server, on one connection. */
class Witness {
  readonly #client: RawSocket;
  #answered = 0;

  constructor(port: number) {
    this.#client = connectRaw(port);
  }

  async isServed(): Promise<void> {
    this.#client.send(get);
    this.#answered++;
    await until(
      "another client is served",
      () => this.#client.text.split("0 bytes").length > this.#answered,
      2_000,
    );
  }

  leave(): void {
    this.#client.reset();
  }
}
