import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { targetOf } from "../src/index.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let served: RecordedServer | undefined;

afterEach(() => served?.server.stop(0));

function echoing(): RawSocket {
  served = startRecordedServer((exchange, seen) => ({
    end: () => answer(exchange, `${exchange.head.method} ${targetOf(exchange.head)} ${seen.body}`),
  }));
  return connectRaw(served.port);
}

/** The contents of the replies, heads left out. */
function contents(text: string): string[] {
  return text.split(/HTTP\/1\.1 200 \r\n(?:[^\r]+\r\n)*\r\n/).slice(1);
}

describe("a request", () => {
  test("without a body ends at once", async () => {
    const client = echoing();
    client.send("GET /a?b=c HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the reply is there", () => contents(client.text).join("") === "GET /a?b=c ");
    expect(served?.seen[0]?.events).toEqual(["end", "ended"]);
    expect(served?.seen[0]?.end).toEqual({ kind: "complete" });
    expect(served?.seen[0]?.exchange.clientAddress).toBe("127.0.0.1");
  });

  test("with a length has its body handed on as it comes", async () => {
    const client = echoing();
    client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\nabc");
    await until("a part has come", () => served?.seen[0]?.body === "abc");
    expect(served?.seen[0]?.events).toEqual(["data"]);
    client.send("def");
    await until("the reply is there", () => contents(client.text).join("") === "POST / abcdef");
    expect(served?.seen[0]?.events).toEqual(["data", "data", "end", "ended"]);
  });

  test("in chunks has its payload handed on", async () => {
    const client = echoing();
    client.send(
      "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
    );
    await until("the reply is there", () => contents(client.text).join("") === "POST / abcde");
  });

  test("that comes byte by byte is read like any other", async () => {
    const client = echoing();
    for (const byte of "POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc") {
      client.send(byte);
      await Bun.sleep(0);
    }
    await until("the reply is there", () => contents(client.text).join("") === "POST /slow abc");
  });

  test("with a head behind which a large body follows keeps no more of it than the head", async () => {
    const client = echoing();
    const size = 200_000;
    client.send(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n${"b".repeat(size)}`);
    await until("the reply is there", () => client.text.endsWith("bbbb"));
    expect(served?.seen[0]?.exchange.head.fields.bytes.buffer.byteLength).toBeLessThan(16 * 1024);
    expect(served?.seen[0]?.body).toBe("b".repeat(size));
  });

  test("with a large head and a large body in the same packets is read whole", async () => {
    const client = echoing();
    const [field, body] = ["f".repeat(20_000), "b".repeat(300_000)];
    client.send(
      `POST / HTTP/1.1\r\nhost: x\r\nx-long: ${field}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until("the reply is there", () => client.text.endsWith(body));
    expect(served?.seen[0]?.exchange.head.fields.get("x-long")).toBe(field);
    expect(served?.seen[0]?.body).toBe(body);
  });
});

describe("pipelined requests", () => {
  const many = (count: number): string =>
    Array.from({ length: count }, (_, i) =>
      i % 2 === 0
        ? `GET /${i} HTTP/1.1\r\nhost: x\r\n\r\n`
        : `POST /${i} HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nb${String(i).padStart(3, "0")}`,
    ).join("");
  const answers = (count: number): string[] =>
    Array.from({ length: count }, (_, i) =>
      i % 2 === 0 ? `GET /${i} ` : `POST /${i} b${String(i).padStart(3, "0")}`,
    );

  test("in one packet, with bodies, are answered in order", async () => {
    const client = echoing();
    client.send(many(50));
    await until("all replies are there", () => contents(client.text).length === 50);
    expect(contents(client.text)).toEqual(answers(50));
  });

  test("are begun only when the one before has its reply, however late that comes", async () => {
    const pending: (() => void)[] = [];
    served = startRecordedServer((exchange, seen) => ({
      end: () =>
        pending.push(() =>
          answer(exchange, `${exchange.head.method} ${targetOf(exchange.head)} ${seen.body}`),
        ),
    }));
    const client = connectRaw(served.port);
    client.send(many(6));
    for (let i = 0; i < 6; i++) {
      await until("the next request has begun", () => pending.length === 1);
      expect(served.seen).toHaveLength(i + 1);
      pending.pop()?.();
    }
    await until("all replies are there", () => contents(client.text).length === 6);
    expect(contents(client.text)).toEqual(answers(6));
  });

  test("that come without end are not read without end, and all are answered in the end", async () => {
    let release: (() => void) | undefined;
    let count = 0;
    served = startRecordedServer((exchange) => ({
      end: () => {
        if (count++ === 0) release = () => answer(exchange, "first");
        else answer(exchange, "later");
      },
    }));
    const client = connectRaw(served.port);
    const request = "GET / HTTP/1.1\r\nhost: x\r\nx-long: ".padEnd(996, "x").concat("\r\n\r\n");
    const total = 20_000;
    client.send(request);
    await until("the first request waits", () => release !== undefined);
    client.send(request.repeat(total - 1));
    const taken = await untilStill("what the client could send", () => client.bytesTaken);
    // The kernel's buffers of both sides, and a packet or two of ours.
    expect(taken).toBeLessThan(15_000_000);
    expect(count).toBe(1);
    release?.();
    await until(
      "all replies are there",
      () => count === total && client.text.match(/later/g)?.length === total - 1,
    );
  });

  test("of one byte a packet are not kept without end either", async () => {
    let release: (() => void) | undefined;
    served = startRecordedServer((exchange) => ({ end: () => (release = () => answer(exchange, "first")) }));
    const client = connectRaw(served.port);
    client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the first request waits", () => release !== undefined);
    const next = "GET /next HTTP/1.1\r\nhost: x\r\n\r\n";
    for (const byte of next) {
      client.send(byte);
      await Bun.sleep(1);
    }
    release?.();
    await until("the second request has begun", () => served?.seen.length === 2);
    expect(served.seen[1]?.exchange.head.fields.get("host")).toBe("x");
  });
});

describe("a handler that pauses", () => {
  test("stops the client, and goes on with every byte where it stopped", async () => {
    served = startRecordedServer((exchange) => ({
      data: () => exchange.pause(),
      end: () => answer(exchange, "thanks"),
    }));
    const client = connectRaw(served.port);
    const size = 40_000_000;
    const body = Buffer.from(new Uint8Array(size).map((_, i) => i % 251));
    client.send(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`);
    client.send(body);
    const taken = await untilStill("what the client could send", () => client.bytesTaken);
    expect(taken).toBeLessThan(size / 2);
    const seen = served.seen[0];
    const resuming = setInterval(() => seen?.exchange.resume(), 0);
    await until("the reply is there", () => client.text.endsWith("thanks"));
    clearInterval(resuming);
    expect(Buffer.compare(Buffer.concat(seen?.pieces ?? []), body)).toBe(0);
  });

  test("and never resumes still hears of the end when the body was there already, and the connection goes on", async () => {
    served = startRecordedServer((exchange) => ({
      data: () => exchange.pause(),
      end: () => answer(exchange, "ok"),
    }));
    const client = connectRaw(served.port);
    const request = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc";
    client.send(request);
    await until("the reply is there", () => client.text.endsWith("ok"));
    client.send(request);
    await until("the next reply is there", () => client.text.match(/ok/g)?.length === 2);
  });
});
