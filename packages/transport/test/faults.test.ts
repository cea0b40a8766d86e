import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Pool, Reply, ResponseReader } from "../src/index.ts";
import { connectRaw } from "./support/raw-socket.ts";
import { refusingPort } from "./support/raw-provider.ts";
import { get, recordCall, streamed } from "./support/recorded-call.ts";
import type { Heard, RecordedCall } from "./support/recorded-call.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

const fault = (): never => {
  throw new Error("thrown by a handler");
};

/** Streams that go on during every test of this file, in the same process, over the same kind of server and pool. */
let others: { server: RecordedServer; pool: Pool; heard: Heard[]; timer: Timer };

beforeAll(async () => {
  const replies: Reply[] = [];
  const server = startRecordedServer((exchange) => ({
    end: () => void replies.push(exchange.reply({ status: 200, framing: { kind: "chunked" } })),
  }));
  const pool = createPool();
  const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: server.port });
  const heard = Array.from({ length: 20 }, () => recordCall(origin).heard);
  const timer = setInterval(() => {
    for (const reply of replies) reply.write(Buffer.from("tick"));
  }, 1);
  others = { server, pool, heard, timer };
  await until("all streams are going", () => heard.every(({ pieces }) => pieces.length > 0));
});

/** The streams beside the fault have noticed nothing, and still go on. */
afterEach(async () => {
  const before = others.heard.map(({ pieces }) => pieces.length);
  await until("all streams go on", () =>
    others.heard.every(({ pieces }, i) => pieces.length > (before[i] ?? 0)),
  );
  expect(others.heard.some(({ isOver }) => isOver)).toBe(false);
  expect(others.server.faults).toEqual([]);
});

afterAll(async () => {
  clearInterval(others.timer);
  expect(others.heard.every(({ body }) => /^(tick)+$/.test(body))).toBe(true);
  others.pool.close();
  await others.server.server.stop(0);
});

let served: RecordedServer | undefined;
let pool: Pool | undefined;

afterEach(async () => {
  pool?.close();
  await served?.server.stop(0);
});

const upload = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\nabc";

describe("a handler that throws", () => {
  test.each([
    ["when it is called", undefined],
    ["in data", { data: fault }],
    ["in end", { end: fault }],
  ] as const)("%s ends its own exchange, with 500, and the server goes on", async (_case, acts) => {
    let isFirst = true;
    served = startRecordedServer((exchange) => {
      const isFaulty = isFirst;
      isFirst = false;
      if (isFaulty) return acts ?? fault();
      return { end: () => answer(exchange, "ok") };
    });
    const client = connectRaw(served.port);
    client.send(upload);
    await until("the request is there", () => served?.seen.length === 1);
    client.send("def");
    await until("the client is told", () => client.isEnded || client.isClosed);
    expect(client.text).toStartWith("HTTP/1.1 500 Internal Server Error\r\n");
    expect(served.faults).toEqual([expect.objectContaining({ message: "thrown by a handler" })]);
    if (acts !== undefined) expect(served.seen[0]?.end).toMatchObject({ kind: "faulted" });
    const next = connectRaw(served.port);
    next.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the next one has an answer", () => next.text.endsWith("ok"));
  });

  test("behind the beginning of its reply has the connection cut", async () => {
    served = startRecordedServer((exchange) => ({
      end() {
        exchange.reply({ status: 200, framing: { kind: "chunked" } }).write(Buffer.from("part"));
        fault();
      },
    }));
    const client = connectRaw(served.port);
    client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the connection is cut", () => client.isClosed);
    expect(client.text).not.toContain("0\r\n\r\n");
    expect(served.seen[0]?.end).toMatchObject({ kind: "faulted" });
  });

  test("in drained has the connection cut", async () => {
    served = startRecordedServer((exchange) => ({
      end() {
        exchange.reply({ status: 200, framing: { kind: "chunked" } }).write(Buffer.alloc(8_000_000));
      },
      drained: fault,
    }));
    const client = connectRaw(served.port);
    client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the connection is cut", () => client.isClosed);
    expect(served.seen[0]?.events).toEqual(["end", "drained", "ended"]);
  });

  test.each(["its reply is complete", "its client has left"])(
    "in ended, when %s, is reported and nothing else",
    async (state) => {
      const isComplete = state === "its reply is complete";
      served = startRecordedServer((exchange) => ({
        end: () => (isComplete ? answer(exchange, "ok") : undefined),
        ended: fault,
      }));
      const client = connectRaw(served.port);
      client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
      await until("the request is there", () => served?.seen[0]?.events.includes("end") === true);
      if (!isComplete) client.end();
      await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
      expect(served.seen[0]?.end).toEqual({ kind: isComplete ? "complete" : "client-left" });
      expect(served.faults).toHaveLength(1);
      if (!isComplete) return;
      client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
      await until("the next reply is there", () => client.text.match(/ok/g)?.length === 2);
    },
  );

  test("and whose report throws, too, ends its own exchange", async () => {
    served = startRecordedServer(fault, { onFault: fault });
    const client = connectRaw(served.port);
    client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await until("the client is told", () => client.isEnded);
    expect(client.text).toStartWith("HTTP/1.1 500 ");
  });
});

describe("a reader that throws", () => {
  const faults: unknown[] = [];

  /** A call to a server that streams two pieces and then ends, or cuts the connection. */
  function callWith(react: Parameters<typeof recordCall>[2], ending: "end" | "cut" = "end"): RecordedCall {
    faults.length = 0;
    served = startRecordedServer((exchange) => {
      const reply = exchange.reply({ status: 200, framing: { kind: "chunked" } });
      reply.write(Buffer.from("one"));
      reply.write(Buffer.from("two"));
      return {
        end() {
          if (ending === "end") reply.end();
          else exchange.abort();
        },
      };
    });
    pool = createPool({ onFault: (error) => faults.push(error) });
    return recordCall(pool.origin({ scheme: "http", host: "127.0.0.1", port: served.port }), get, react);
  }

  test.each(["head", "data"] as const)("in %s ends its own call, as our own fault", async (when) => {
    const { heard } = callWith({ react: { [when]: fault } });
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({ kind: "ours", reason: "the reader of the response threw" });
    expect(heard.events).toEqual(when === "head" ? ["head", "failed"] : ["head", "data", "failed"]);
    expect(faults).toEqual([expect.objectContaining({ message: "thrown by a handler" })]);
  });

  test("of framed bytes ends its own call", async () => {
    const base = callWith({});
    base.call.cancel();
    let failed = 0;
    const reader: ResponseReader = { head: () => undefined, raw: fault, end: fault, failed: () => failed++ };
    pool?.origin({ scheme: "http", host: "127.0.0.1", port: served?.port ?? 0 }).call(get, reader);
    await until("the call has ended", () => failed === 1);
    expect(faults).toHaveLength(1);
  });

  test("in end is reported, and its connection is used again", async () => {
    const { heard } = callWith({ react: { end: fault } });
    await until("the call has ended", () => heard.isOver);
    expect([heard.events.at(-1), faults.length]).toEqual(["end", 1]);
    const next = recordCall(
      createdPool().origin({ scheme: "http", host: "127.0.0.1", port: served?.port ?? 0 }),
    );
    expect(next.call.isReused).toBe(true);
    await until("the next call has ended", () => next.heard.isOver);
    expect(next.heard.body).toBe("onetwo");
  });

  test("in drained ends its own call", async () => {
    faults.length = 0;
    served = startRecordedServer(() => ({}));
    pool = createPool({ onFault: (error) => faults.push(error) });
    const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: served.port });
    const { call, heard } = recordCall(origin, streamed, { react: { drained: fault } });
    call.write(Buffer.from("early"));
    await until("the call has ended", () => heard.isOver);
    expect([heard.failure?.kind, faults.length]).toEqual(["ours", 1]);
  });

  test("in failed is reported, whatever it is that failed", async () => {
    const { heard } = callWith({ react: { failed: fault } }, "cut");
    const { port } = served ?? {};
    const dead = createdPool().origin({ scheme: "http", host: "127.0.0.1", port: refusingPort });
    const nameless = createdPool().origin({ scheme: "http", host: "nobody.invalid", port: 80 });
    const untrusted = createdPool().origin({ scheme: "https", host: "127.0.0.1", port: port ?? 0 });
    const crowded = createPool({ maxConnections: 0, onFault: (error) => faults.push(error) });
    const all = [
      heard,
      ...[dead, nameless, untrusted].map(
        (origin) => recordCall(origin, get, { react: { failed: fault } }).heard,
      ),
    ];
    const late = crowded.origin({ scheme: "http", host: "127.0.0.1", port: 80 });
    all.push(recordCall(late, get, { react: { failed: fault } }).heard);
    await until("all calls have ended", () => all.every(({ isOver }) => isOver));
    expect(all.map(({ failure }) => failure?.kind)).toEqual([
      "reset-in-body",
      "refused",
      "dns",
      "tls",
      "ours",
    ]);
    expect(faults).toHaveLength(5);
  });

  function createdPool(): Pool {
    return (pool ??= createPool());
  }
});
