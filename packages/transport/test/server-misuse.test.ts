import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { TransportError } from "../src/index.ts";
import type { Exchange, MisuseCode, ReplyFraming, ReplyHead } from "../src/index.ts";
import { connectRaw } from "./support/raw-socket.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let served: RecordedServer | undefined;

afterEach(() => served?.server.stop(0));

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const length = (count: number): ReplyFraming => ({ kind: "length", length: count });
const head = (framing: ReplyFraming, more: Partial<ReplyHead> = {}): ReplyHead => ({
  status: 200,
  framing,
  ...more,
});
const get = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const fault = "HTTP/1.1 500 Internal Server Error\r\n";

/** A mistake, the code it has, and whether the client can still be told with a 500. */
const mistakes: [string, MisuseCode, "told" | "cut", (exchange: Exchange) => unknown][] = [
  [
    "replies twice",
    "reply-repeated",
    "cut",
    (one) => [one.reply(head(length(4))), one.reply(head(length(4)))],
  ],
  [
    "writes more than it declared",
    "reply-length-exceeded",
    "cut",
    (one) => one.reply(head(length(3))).write(latin1("abcd")),
  ],
  [
    "writes although it declared nothing",
    "reply-length-exceeded",
    "cut",
    (one) => one.reply(head({ kind: "none" })).write(latin1("a")),
  ],
  ["ends before what it declared", "reply-length-short", "cut", (one) => one.reply(head(length(3))).end()],
  [
    "replies with an interim status",
    "status-invalid",
    "told",
    (one) => one.reply(head(length(0), { status: 100 })),
  ],
  [
    "replies with a status that is none",
    "status-invalid",
    "told",
    (one) => one.reply(head(length(0), { status: 20.5 })),
  ],
  [
    "splits the status line",
    "field-invalid",
    "told",
    (one) => one.reply(head(length(0), { reason: "OK\r\nx: y" })),
  ],
  ["declares a negative length", "framing-invalid", "told", (one) => one.reply(head(length(-1)))],
  [
    "declares a length that is no number",
    "framing-invalid",
    "told",
    (one) => one.reply(head(length(Number.NaN))),
  ],
];

describe("a handler that breaks the interface", () => {
  test.each(mistakes)("and %s has %s thrown at it in development", async (_case, code, _then, act) => {
    const caught: unknown[] = [];
    served = startRecordedServer(
      (exchange) => ({
        end() {
          try {
            act(exchange);
          } catch (error) {
            caught.push(error);
            exchange.abort();
          }
        },
      }),
      { misuse: "throw" },
    );
    const client = connectRaw(served.port);
    client.send(get);
    await until("the connection is cut", () => client.isClosed);
    expect(caught).toEqual([expect.objectContaining({ name: "TransportError", code })]);
    expect(served.seen[0]?.end).toEqual({ kind: "aborted" });
    expect(served.faults).toEqual([]);
  });

  test.each(mistakes)(
    "and %s ends its exchange in production, with %s reported",
    async (_case, code, then, act) => {
      served = startRecordedServer((exchange) => ({ end: () => void act(exchange) }), { misuse: "contain" });
      const client = connectRaw(served.port);
      client.send(get);
      await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
      const [error] = served.faults;
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ code });
      expect(served.seen[0]?.end).toEqual({ kind: "faulted", error });
      await until("the client sees the end", () => client.isClosed || client.isEnded);
      if (then === "told") expect(client.text).toStartWith(fault);
      else expect(client.text).not.toContain(fault);
      expect(served.seen[0]?.events.filter((event) => event === "ended")).toHaveLength(1);
    },
  );

  test("and frames chunks for an HTTP/1.0 client is stopped before the reply begins", async () => {
    served = startRecordedServer((exchange) => ({
      end: () => void exchange.reply(head({ kind: "chunked", isFramed: true })),
    }));
    const client = connectRaw(served.port);
    client.send("GET / HTTP/1.0\r\n\r\n");
    await until("the client is told", () => client.isEnded);
    expect(client.text).toStartWith(fault);
    expect(served.faults).toEqual([expect.objectContaining({ code: "framing-invalid" })]);
  });

  test("and writes on against a client that does not read is stopped before it fills the memory", async () => {
    let written = 0;
    served = startRecordedServer((exchange) => ({
      end() {
        const reply = exchange.reply(head({ kind: "chunked" }));
        const piece = Buffer.alloc(64 * 1024);
        for (; written < 5000 && served?.seen[0]?.end === undefined; written++) reply.write(piece);
      },
    }));
    const client = connectRaw(served.port);
    client.pause();
    client.send(get);
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    expect(served.seen[0]?.end?.kind).toBe("faulted");
    expect(served.faults).toEqual([expect.objectContaining({ code: "buffer-overrun" })]);
    expect(written).toBeLessThan(500);
    client.reset();
  });

  test.each(["write", "end"] as const)(
    "and does %s after the end has the mistake reported, and the client its reply",
    async (how) => {
      const size = 4_000_000;
      served = startRecordedServer((exchange) => ({
        end() {
          const reply = exchange.reply(head(length(size)));
          reply.write(Buffer.alloc(size));
          reply.end();
          if (how === "write") reply.write(latin1("more"));
          else reply.end();
        },
      }));
      const client = connectRaw(served.port);
      client.send(get.repeat(2));
      await until(
        "both replies are there",
        () => client.bytesReceived > 2 * size && served?.seen[1]?.end !== undefined,
      );
      expect(served.faults[0]).toMatchObject({ code: "write-after-end" });
      expect(served.seen.map(({ end }) => end)).toEqual([{ kind: "complete" }, { kind: "complete" }]);
    },
  );

  test("and does anything after the end of its exchange does nothing", async () => {
    served = startRecordedServer((exchange) => ({ end: () => answer(exchange, "done") }));
    const client = connectRaw(served.port);
    client.send(get);
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    const { exchange } = served.seen[0] ?? {};
    exchange?.pause();
    exchange?.resume();
    exchange?.abort();
    const reply = exchange?.reply(head(length(3)));
    expect(reply?.write(latin1("abcdef"))).toBe(true);
    reply?.end();
    client.send(get);
    await until("the next reply is there", () => client.text.match(/done/g)?.length === 2);
    expect(served.faults).toEqual([]);
  });
});

describe("a handler that is done before it returns", () => {
  test("is told of the end all the same, once", async () => {
    served = startRecordedServer((exchange) => {
      answer(exchange, "at once");
      return {};
    });
    const client = connectRaw(served.port);
    client.send(get.repeat(3));
    await until("all replies are there", () => client.text.match(/at once/g)?.length === 3);
    expect(served.seen.map(({ events, end }) => [events, end])).toEqual(
      Array.from({ length: 3 }, () => [["ended"], { kind: "complete" }]),
    );
  });

  test("is told of its abort, and hears nothing of the body", async () => {
    served = startRecordedServer((exchange) => {
      exchange.abort();
      return {};
    });
    const client = connectRaw(served.port);
    client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc");
    await until("the connection is cut", () => client.isClosed);
    expect([served.seen[0]?.events, served.seen[0]?.end]).toEqual([["ended"], { kind: "aborted" }]);
  });
});

test("a handler that writes and aborts in one go has what it wrote sent, and then the connection cut", async () => {
  served = startRecordedServer((exchange) => ({
    end() {
      exchange.reply(head({ kind: "chunked" })).write(latin1("the last of it"));
      exchange.abort();
    },
  }));
  const client = connectRaw(served.port);
  client.send(get);
  await until("the connection is cut", () => client.isClosed);
  expect(client.text).toEndWith("e\r\nthe last of it\r\n");
  expect(client.error).toBe("ECONNRESET");
});

describe("within its callbacks a handler", () => {
  const chunks =
    "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n";

  test("may abort, and hears nothing more although the rest has come", async () => {
    served = startRecordedServer((exchange) => ({ data: () => exchange.abort() }));
    const client = connectRaw(served.port);
    client.send(chunks);
    await until("the connection is cut", () => client.isClosed);
    expect([served.seen[0]?.events, served.seen[0]?.end]).toEqual([["data", "ended"], { kind: "aborted" }]);
  });

  test("may throw, and hears nothing more although the rest has come", async () => {
    served = startRecordedServer(() => ({
      data() {
        throw new Error("thrown in data");
      },
    }));
    const client = connectRaw(served.port);
    client.send(chunks);
    await until("the client is told", () => client.isEnded);
    expect(client.text).toStartWith(fault);
    expect([served.seen[0]?.events, served.seen[0]?.end?.kind]).toEqual([["data", "ended"], "faulted"]);
  });

  test("may reply and end before the body is whole, and hears nothing more", async () => {
    served = startRecordedServer((exchange) => ({ data: () => answer(exchange, "enough") }));
    const client = connectRaw(served.port);
    client.send(chunks);
    await until("the client has its answer", () => client.isEnded);
    expect(client.text).toEndWith("connection: close\r\n\r\nenough");
    expect([served.seen[0]?.events, served.seen[0]?.end]).toEqual([["data", "ended"], { kind: "complete" }]);
  });

  test("may stop the server, and its exchange is finished first", async () => {
    let stopping: Promise<void> | undefined;
    served = startRecordedServer((exchange) => ({
      end() {
        stopping = served?.server.stop(5000);
        answer(exchange, "last");
      },
    }));
    const client = connectRaw(served.port);
    client.send(get);
    await until("the client has its answer", () => client.isEnded);
    expect(client.text).toEndWith("connection: close\r\n\r\nlast");
    await stopping;
    expect(served.seen[0]?.end).toEqual({ kind: "complete" });
  });
});
