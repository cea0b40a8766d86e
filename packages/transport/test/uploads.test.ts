import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Call, Origin, OutgoingBody, OutgoingRequest, Pool, PoolOptions } from "../src/index.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { get, recordCall, streamed } from "./support/recorded-call.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let started: { readonly provider: RawProvider; readonly pool: Pool }[] = [];

afterEach(() => {
  for (const { provider, pool } of started) {
    pool.close();
    provider.stop();
  }
  started = [];
});

interface Ends {
  readonly origin: Origin;
  readonly port: number;
  readonly connection: () => RawSocket | undefined;
}

function start(accept?: (connection: RawSocket) => void, options?: PoolOptions): Ends {
  const provider = startRawProvider(accept);
  const pool = createPool(options);
  started.push({ provider, pool });
  const { port } = provider;
  const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port });
  return { origin, port, connection: () => provider.connections[0] };
}

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const post = (body: OutgoingBody): OutgoingRequest => ({ method: "POST", target: "/up?x=y", body });
const stream = (length: number): OutgoingRequest => post({ kind: "stream", length });

/** What came behind the request's head. */
function bodyOf(connection: RawSocket | undefined): string {
  return connection?.text.slice(connection.text.indexOf("\r\n\r\n") + 4) ?? "";
}

describe("what stands on the wire", () => {
  const whole = (...texts: readonly string[]): OutgoingBody => ({ kind: "whole", pieces: texts.map(latin1) });

  test.each([
    ["GET without a body", { ...post({ kind: "none" }), method: "GET" }, ""],
    ["DELETE without a body", { ...post({ kind: "none" }), method: "DELETE" }, ""],
    ["POST without a body", post({ kind: "none" }), "content-length: 0\r\n"],
    ["a whole body", post(whole("abc", "", "de")), "content-length: 5\r\n"],
    ["a whole body of nothing", post(whole()), "content-length: 0\r\n"],
  ] as const)("for %s", async (_case, request, framing) => {
    const { origin, port, connection } = start();
    recordCall(origin, request);
    const head = `${request.method} /up?x=y HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${framing}\r\n`;
    const body =
      request.body.kind === "whole" ? request.body.pieces.map((piece) => Buffer.from(piece)).join("") : "";
    await until("the request is there", () => connection()?.text === head + body);
  });

  test("for a stream with a length is the payload alone", async () => {
    const { origin, connection } = start();
    const { call, heard } = recordCall(origin, stream(6), {
      react: { drained: () => call.write(latin1("def")) },
    });
    expect(call.write(latin1("abc"))).toBe(false);
    await until("the body is there", () => bodyOf(connection()) === "abcdef");
    call.end();
    expect(connection()?.text).toContain("\r\ncontent-length: 6\r\n");
    expect(heard.events).toEqual(["drained"]);
  });

  test("for a stream without a length is one chunk for each piece", async () => {
    const { origin, connection } = start();
    const { call } = recordCall(origin, streamed);
    call.write(latin1("early"));
    await until("there is a connection", () => call.address !== undefined && bodyOf(connection()) !== "");
    call.write(latin1("x".repeat(16)));
    call.write(new Uint8Array(0));
    call.end();
    call.end();
    const expected = `5\r\nearly\r\n10\r\n${"x".repeat(16)}\r\n0\r\n\r\n`;
    await until("the body is there", () => bodyOf(connection()).length >= expected.length);
    expect(bodyOf(connection())).toBe(expected);
    expect(connection()?.text).toContain("\r\ntransfer-encoding: chunked\r\n");
  });

  test("for a stream that was ended before there was a connection is whole, and nothing asks for more", async () => {
    const { origin, connection } = start();
    const { call, heard } = recordCall(origin, streamed);
    call.write(latin1("abc"));
    call.end();
    await until("the body is there", () => bodyOf(connection()) === "3\r\nabc\r\n0\r\n\r\n");
    expect([heard.events, call.phases.sentMs === undefined]).toEqual([[], false]);
  });
});

describe("a provider that does not read", () => {
  test.each(["length", "chunks"] as const)(
    "stops the caller, and then gets every byte (%s)",
    async (framing) => {
      const size = 20_000_000;
      const body = Buffer.from(new Uint8Array(size).map((_, i) => i % 251));
      const received: Buffer[] = [];
      let count = 0;
      const take = (bytes: Buffer): void => {
        received.push(bytes);
        count += bytes.length;
      };
      const { origin, connection } = start((one) => {
        one.onData = (bytes) => {
          take(bytes);
          one.pause();
        };
      });
      let at = 0;
      const write = (): void => {
        while (at < size) {
          const piece = body.subarray(at, at + 100_000);
          at += piece.length;
          if (!call.write(piece)) return;
        }
        call.end();
      };
      const request = framing === "length" ? stream(size) : streamed;
      const { call, heard } = recordCall(origin, request, { react: { drained: write } });
      write();
      await until("something has come", () => count > 0);
      const stoppedAt = await untilStill("what was written", () => at);
      expect(stoppedAt).toBeLessThan(size);
      const peer = connection();
      if (peer !== undefined) peer.onData = take;
      peer?.resume();
      const marker = Buffer.from(framing === "length" ? [] : "0\r\n\r\n");
      await until("all has come", () => count >= size && received.at(-1)?.includes(marker) === true);
      const text = Buffer.concat(received);
      const sent = text.subarray(text.indexOf("\r\n\r\n") + 4);
      const payload = framing === "length" ? sent : unchunked(sent);
      expect(Buffer.compare(payload, body)).toBe(0);
      expect(heard.failure).toBeUndefined();
    },
  );

  test("is a head-timeout that says so, and the request was not sent", async () => {
    const { origin } = start((one) => {
      one.onData = () => one.pause();
    });
    const request = post({ kind: "whole", pieces: [Buffer.alloc(20_000_000)] });
    const { heard } = recordCall(origin, request, { clocks: { headMs: 100 } });
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({
      kind: "head-timeout",
      reason: "nothing more of the request was taken within 100 ms",
      processed: "maybe",
    });
    expect(heard.failure?.phases.sentMs).toBeUndefined();
    expect(heard.failure?.bytesSent).toBeGreaterThan(0);
  });

  test("is a head-timeout for a streamed request, too, although its caller is not done", async () => {
    const { origin } = start((one) => {
      one.onData = () => one.pause();
    });
    const { call, heard } = recordCall(origin, streamed, { clocks: { headMs: 100 } });
    call.write(Buffer.alloc(20_000_000));
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure?.reason).toBe("nothing more of the request was taken within 100 ms");
  });

  test("is given more time with everything that it takes", async () => {
    let isReading = false;
    const { origin } = start((one) => {
      one.onData = () => {
        if (isReading) return;
        one.pause();
        isReading = true;
        setTimeout(() => {
          isReading = false;
          one.resume();
        }, 20);
      };
      setTimeout(() => one.send(ok), 1500);
    });
    const request = post({ kind: "whole", pieces: [Buffer.alloc(40_000_000)] });
    const { heard } = recordCall(origin, request, { clocks: { headMs: 700 } });
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toBeUndefined();
  });

  test("is not blamed for a caller that has nothing to send", async () => {
    const { origin } = start();
    const { call, heard } = recordCall(origin, streamed, { clocks: { headMs: 50 } });
    call.write(latin1("abc"));
    await until("there is a connection", () => heard.events.includes("drained"));
    await Bun.sleep(150);
    expect(heard.isOver).toBe(false);
    call.end();
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure?.kind).toBe("head-timeout");
  });

  test("and then takes it all is not blamed for a caller that has nothing more to send", async () => {
    const { origin, connection } = start((one) => {
      one.onData = () => one.pause();
    });
    const { call, heard } = recordCall(origin, streamed, { clocks: { headMs: 300 } });
    const body = Buffer.alloc(8_000_000);
    call.write(latin1("abc"));
    await until("there is a connection", () => heard.events.includes("drained"));
    expect(call.write(body)).toBe(false);
    const peer = connection();
    if (peer !== undefined) peer.onData = () => undefined;
    peer?.resume();
    await until("all is taken", () => heard.events.length === 2);
    await Bun.sleep(600);
    expect([heard.events, heard.isOver]).toEqual([["drained", "drained"], false]);
    call.cancel();
  });
});

describe("an answer before the request is whole", () => {
  test("is heard whole; what is still written goes nowhere, and the connection is not used again", async () => {
    const { origin, connection } = start((one) => {
      one.onData = () => one.send("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno");
    });
    const { call, heard } = recordCall(origin, stream(1000));
    call.write(latin1("abc"));
    await until("the call has ended", () => heard.isOver);
    expect([heard.head?.status, heard.body, heard.events.at(-1)]).toEqual([413, "no", "end"]);
    expect(call.write(latin1("def"))).toBe(true);
    call.end();
    expect(origin.connectionCount).toBe(0);
    await until("the connection is closed", () => connection()?.isClosed === true);
  });

  test("is heard although the provider resets the connection behind it", async () => {
    let isAnswered = false;
    const { origin } = start((one) => {
      one.onData = () => {
        if (isAnswered) return;
        isAnswered = true;
        one.pause();
        one.send("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno");
        // With the request unread, a close is a reset.
        one.close();
      };
    });
    const { heard } = recordCall(origin, post({ kind: "whole", pieces: [Buffer.alloc(20_000_000)] }));
    await until("the call has ended", () => heard.isOver);
    expect([heard.failure, heard.head?.status, heard.body]).toEqual([undefined, 413, "no"]);
  });

  test("of which only a close would tell the end is not whole when the connection is reset", async () => {
    let isAnswered = false;
    const { origin } = start((one) => {
      one.onData = () => {
        if (isAnswered) return;
        isAnswered = true;
        one.pause();
        one.send("HTTP/1.1 413 Too Large\r\n\r\nno");
        setTimeout(() => one.reset(), 20);
      };
    });
    const { heard } = recordCall(origin, post({ kind: "whole", pieces: [Buffer.alloc(20_000_000)] }));
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({ kind: "reset-in-body", processed: "yes" });
  });

  test.each(["end", "close", "reset"] as const)(
    "that never comes, because the provider leaves by %s, is a failure",
    async (how) => {
      const { origin } = start((one) => {
        one.onData = () => one[how]();
      });
      const { call, heard } = recordCall(origin, stream(1000));
      call.write(latin1("abc"));
      await until("the call has ended", () => heard.isOver);
      expect(heard.failure).toMatchObject({ kind: "reset-before-head", processed: "maybe" });
      expect(call.write(latin1("def"))).toBe(true);
    },
  );
});

describe("a caller that breaks the interface", () => {
  const endThenWrite = (call: Call): void => {
    call.end();
    call.write(latin1("abc"));
  };
  const writeThenEnd = (call: Call): void => {
    call.write(latin1("abc"));
    call.end();
  };
  const mistakes: [string, string, OutgoingRequest, (call: Call) => unknown][] = [
    ["writes behind the end", "write-after-end", streamed, endThenWrite],
    [
      "writes the body of a request that has none",
      "write-after-end",
      get,
      (call) => call.write(latin1("abc")),
    ],
    ["writes more than it declared", "body-length-exceeded", stream(2), (call) => call.write(latin1("abc"))],
    ["ends before what it declared", "body-length-short", stream(4), writeThenEnd],
    [
      "writes on and on although there is no connection",
      "buffer-overrun",
      streamed,
      (call) => Array.from({ length: 20 }, () => call.write(Buffer.alloc(100_000))),
    ],
  ];

  test.each(mistakes)("and %s has %s thrown at it in development", async (_case, code, request, act) => {
    const { origin } = start(undefined, { misuse: "throw" });
    const { call, heard } = recordCall(origin, request);
    expect(() => act(call)).toThrow(expect.objectContaining({ name: "TransportError", code }));
    call.cancel();
    await until("nothing is left", () => origin.connectionCount === 0);
    expect(heard.isOver).toBe(false);
  });

  test.each(mistakes)(
    "and %s has its call ended in production, with %s reported",
    async (_case, code, request, act) => {
      const faults: unknown[] = [];
      const { origin, connection } = start(undefined, { onFault: (error) => faults.push(error) });
      const { call, heard } = recordCall(origin, request);
      act(call);
      await until("the call has ended", () => heard.isOver);
      expect(heard.failure?.kind).toBe("ours");
      expect(faults).toEqual([expect.objectContaining({ code })]);
      await until("nothing is left", () => origin.connectionCount === 0 && connection()?.isClosed !== false);
    },
  );

  test("and writes on against a provider that does not read is stopped before it fills the memory", async () => {
    const faults: unknown[] = [];
    const { origin } = start((one) => (one.onData = () => one.pause()), {
      onFault: (error) => faults.push(error),
    });
    const { call, heard } = recordCall(origin, streamed);
    call.write(latin1("abc"));
    await until("there is a connection", () => heard.events.includes("drained"));
    let written = 0;
    for (; written < 5000 && !heard.isOver; written++) call.write(Buffer.alloc(64 * 1024));
    expect(written).toBeLessThan(500);
    expect(heard.failure?.kind).toBe("ours");
    expect(faults).toEqual([expect.objectContaining({ code: "buffer-overrun" })]);
  });

  test.each([
    ["a method that splits the line", { method: "GET / HTTP/1.1\r\nx:" }, "method-invalid"],
    ["CONNECT", { method: "CONNECT" }, "method-invalid"],
    ["no method", { method: "" }, "method-invalid"],
    ["a target with a space", { target: "/a b" }, "target-invalid"],
    ["a target that splits the line", { target: "/ HTTP/1.1\r\nx: y" }, "target-invalid"],
    ["a target that is no path", { target: "http://evil/" }, "target-invalid"],
    ["a negative length", { body: { kind: "stream", length: -1 } }, "framing-invalid"],
    ["half a byte", { body: { kind: "stream", length: 0.5 } }, "framing-invalid"],
  ] as const)("and asks for %s has no request sent", async (_case, wrong, code) => {
    const strict = start(undefined, { misuse: "throw" });
    const request: OutgoingRequest = { ...get, ...wrong };
    expect(() => recordCall(strict.origin, request)).toThrow(expect.objectContaining({ code }));
    const faults: unknown[] = [];
    const { origin } = start(undefined, { onFault: (error) => faults.push(error) });
    const { heard } = recordCall(origin, request);
    expect(heard.events).toEqual([]);
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({ kind: "ours", bytesSent: 0 });
    expect(faults).toEqual([expect.objectContaining({ code })]);
    expect(origin.connectionCount).toBe(0);
  });
});

/** The payload of chunks that are known to be well-formed. */
function unchunked(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
  return Buffer.concat(pieces);
}
