import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Origin, OriginAddress, Pool, PoolOptions } from "../src/index.ts";
import { startBlackHole } from "./support/black-hole.ts";
import { authorityCertificate } from "./support/certificate.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import { get, recordCall, streamed } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let pool: Pool | undefined;
let provider: RawProvider | undefined;

afterEach(() => {
  pool?.close();
  provider?.stop();
});

function originAt(address: Partial<OriginAddress>, options: PoolOptions = {}): Origin {
  pool = createPool(options);
  return pool.origin({ scheme: "http", host: "127.0.0.1", port: 80, ...address });
}

/** Whether the provider has seen the end of every connection. */
function hasLeft(): boolean {
  return provider?.connections.every(({ isEnded, isClosed }) => isEnded || isClosed) ?? true;
}

/** Nothing is heard of a cancelled call, and nothing of it stays. */
async function expectGone(origin: Origin, heard: Heard): Promise<void> {
  const before = [...heard.events];
  await until("nothing of it is left", () => origin.connectionCount === 0 && hasLeft());
  await Bun.sleep(0);
  expect(heard.events).toEqual(before);
  expect(heard.isOver).toBe(false);
}

describe("a cancelled call", () => {
  test("whose name is looked up leaves nothing behind, also when the answer comes later", async () => {
    let resolve: (found: { address: string; family: number }[]) => void = () => undefined;
    provider = startRawProvider();
    const address = { host: "api.test", port: provider.port };
    const origin = originAt(address, { resolve: () => new Promise((done) => (resolve = done)) });
    const { call, heard } = recordCall(origin);
    call.cancel();
    await expectGone(origin, heard);
    resolve([{ address: "127.0.0.1", family: 4 }]);
    await untilStill("the number of connections", () => provider?.connections.length ?? 0, 50);
    await expectGone(origin, heard);
    expect(provider.connections).toEqual([]);
  });

  test("that waits for a connection is silent, and the connection is closed as soon as it is there", async () => {
    provider = startRawProvider();
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin);
    call.cancel();
    await until("it has been there", () => provider?.connections[0]?.isClosed === true);
    await expectGone(origin, heard);
    expect(provider.connections[0]?.text).toBe("");
  });

  test("that waits for an address which never answers is silent", async () => {
    const hole = await startBlackHole();
    const origin = originAt({ port: hole.port });
    const { call, heard } = recordCall(origin, get, { clocks: { connectMs: 50 } });
    call.cancel();
    await hole.stop();
    await expectGone(origin, heard);
  });

  test("that waits for a proxy has its connection closed", async () => {
    provider = startRawProvider();
    const proxy = { proxy: { host: "127.0.0.1", port: provider.port }, bypass: [] };
    const origin = originAt({ scheme: "https", host: "api.test", port: 443 }, { proxy });
    const { call, heard } = recordCall(origin);
    await until(
      "the proxy has been asked",
      () => provider?.connections[0]?.text.includes("CONNECT") === true,
    );
    call.cancel();
    await expectGone(origin, heard);
  });

  test("within the TLS handshake has its connection closed", async () => {
    provider = startRawProvider();
    const origin = originAt({ scheme: "https", port: provider.port });
    const { call, heard } = recordCall(origin);
    await until("the handshake has begun", () => (provider?.connections[0]?.bytesReceived ?? 0) > 0);
    call.cancel();
    await expectGone(origin, heard);
  });

  test.each(["plain", "tls"] as const)(
    "that waits for its answer has its connection closed (%s)",
    async (security) => {
      provider = startRawProvider(undefined, security);
      const origin = originAt({
        scheme: security === "tls" ? "https" : "http",
        port: provider.port,
        tls: { ca: authorityCertificate, serverName: "localhost" },
      });
      const { call, heard } = recordCall(origin);
      await until("the request is there", () => provider?.connections[0]?.text.includes("GET /") === true);
      call.cancel();
      await expectGone(origin, heard);
    },
  );

  test("whose body is still being sent has its connection closed", async () => {
    provider = startRawProvider();
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, streamed);
    call.write(Buffer.from("abc"));
    await until("a part of the body is there", () => provider?.connections[0]?.text.includes("abc") === true);
    call.cancel();
    expect(call.write(Buffer.from("def"))).toBe(true);
    call.end();
    await expectGone(origin, heard);
    expect(provider.connections[0]?.text).not.toContain("def");
  });

  test("whose body the provider does not take has its connection closed", async () => {
    provider = startRawProvider((connection) => {
      connection.onData = () => connection.pause();
    });
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, {
      ...streamed,
      body: { kind: "whole", pieces: [Buffer.alloc(20_000_000)] },
    });
    await until("the provider reads no more", () => (provider?.connections[0]?.bytesReceived ?? 0) > 0);
    call.cancel();
    await expectGone(origin, heard);
  });

  test("within the answer has its connection closed", async () => {
    provider = startRawProvider((connection) => {
      connection.onData = () => connection.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
    });
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin);
    await until("a part is there", () => heard.body === "abc");
    call.cancel();
    await expectGone(origin, heard);
  });

  test("that was paused has its connection closed", async () => {
    provider = startRawProvider((connection) => {
      connection.onData = () =>
        connection.send(`HTTP/1.1 200 OK\r\ncontent-length: 20000000\r\n\r\n${"x".repeat(20_000_000)}`);
    });
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, get, { react: { data: () => call.pause() } });
    await until("a part is there", () => heard.pieces.length > 0);
    call.cancel();
    await expectGone(origin, heard);
  });

  test("can be cancelled again, paused, resumed, written to and ended, without effect", async () => {
    provider = startRawProvider();
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, streamed);
    call.cancel();
    call.cancel();
    call.pause();
    call.resume();
    call.write(Buffer.from("abc"));
    call.end();
    await expectGone(origin, heard);
  });
});

describe("within its callbacks a caller", () => {
  const chunks =
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n";

  test.each([
    ["head", ["head"]],
    ["data", ["head", "data"]],
  ] as const)("may cancel in %s, and hears nothing more although the rest has come", async (when, events) => {
    provider = startRawProvider((connection) => {
      connection.onData = () => connection.send(chunks);
    });
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, get, { react: { [when]: () => call.cancel() } });
    await until("something has come", () => heard.events.length === events.length);
    await expectGone(origin, heard);
    expect(heard.events).toEqual([...events]);
    expect(heard.body).toBe(when === "head" ? "" : "a");
  });

  test.each(["end", "failed"] as const)("may cancel in %s, without effect", async (when) => {
    provider = startRawProvider((connection) => {
      connection.onData = () => {
        connection.send(chunks);
        if (when === "failed") connection.reset();
      };
      if (when === "failed") connection.onData = () => connection.reset();
    });
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, get, { react: { [when]: () => call.cancel() } });
    await until("the call has ended", () => heard.isOver);
    expect(heard.events.at(-1)).toBe(when);
  });

  test("may cancel in `drained`", async () => {
    provider = startRawProvider();
    const origin = originAt({ port: provider.port });
    const { call, heard } = recordCall(origin, streamed, { react: { drained: () => call.cancel() } });
    call.write(Buffer.from("early"));
    await until("there was a connection", () => heard.events.includes("drained"));
    await expectGone(origin, heard);
  });
});
