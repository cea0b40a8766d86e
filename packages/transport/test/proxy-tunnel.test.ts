import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Origin, OriginAddress, Pool, ProxySettings } from "../src/index.ts";
import { authority, elsewhere, good } from "./support/authority.data.ts";
import { startConnectProxy } from "./support/connect-proxy.ts";
import type { ConnectProxy } from "./support/connect-proxy.ts";
import { refusingPort, startRawProvider } from "./support/raw-provider.ts";
import { get, recordCall, streamed } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { Acts, RecordedServer, Seen } from "./support/recorded-server.ts";
import { startTlsServer } from "./support/tls-server.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  cleanUps = [];
});

const established = "HTTP/1.1 200 Connection established\r\n\r\n";

function serve(certificate = good, begin?: (seen: Seen) => Acts): RecordedServer {
  const served = startRecordedServer(
    (exchange, one) => begin?.(one) ?? { end: () => answer(exchange, "ok") },
    {
      tls: certificate,
    },
  );
  cleanUps.push(() => served.server.stop(0));
  return served;
}

async function proxyTo(target: number, says = established): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(says, target);
  cleanUps.push(() => proxy.stop());
  return proxy;
}

function originBehind(
  proxy: ProxySettings["proxy"],
  address: Partial<OriginAddress> = {},
  bypass: string[] = [],
): Origin {
  const pool: Pool = createPool({ proxy: { proxy, bypass } });
  cleanUps.push(() => pool.close());
  return pool.origin({ scheme: "https", host: "localhost", port: 443, tls: { ca: authority }, ...address });
}

const at = (port: number): ProxySettings["proxy"] => ({ host: "127.0.0.1", port });

async function over(heard: Heard): Promise<Heard> {
  await until("the call has ended", () => heard.isOver);
  return heard;
}

describe("through a proxy", () => {
  test("a call goes by a tunnel, and the next one by the same", async () => {
    const { port, seen } = serve();
    const proxy = await proxyTo(port);
    const origin = originBehind(at(proxy.port));
    const first = recordCall(origin);
    expect((await over(first.heard)).body).toBe("ok");
    expect((await over(recordCall(origin).heard)).body).toBe("ok");
    expect(proxy.requests).toEqual(["CONNECT localhost:443 HTTP/1.1\r\nhost: localhost:443\r\n\r\n"]);
    expect(seen.map(({ exchange }) => exchange.head.fields.entries())).toEqual([
      [["host", "localhost"]],
      [["host", "localhost"]],
    ]);
    expect(Object.keys(first.call.phases)).toEqual(["connectMs", "tlsMs", "sentMs", "firstByteMs", "headMs"]);
    expect(first.call.address).toBe(`127.0.0.1:${proxy.port}`);
  });

  test("that wants credentials, they are sent to it, and to nobody else", async () => {
    const { port, seen } = serve();
    const proxy = await proxyTo(port);
    const origin = originBehind({ ...at(proxy.port), authorization: "Basic c2VjcmV0" });
    expect((await over(recordCall(origin).heard)).body).toBe("ok");
    expect(proxy.requests[0]).toContain("\r\nproxy-authorization: Basic c2VjcmV0\r\n");
    expect(seen[0]?.exchange.head.fields.has("proxy-authorization")).toBe(false);
  });

  test("the certificate is checked against the origin's name, not the proxy's", async () => {
    const wrong = serve(elsewhere);
    const refused = await proxyTo(wrong.port);
    const { failure } = await over(recordCall(originBehind(at(refused.port))).heard);
    expect([failure?.kind, wrong.seen]).toEqual(["tls", []]);
    expect(failure?.reason).toStartWith("ERR_TLS_CERT_ALTNAME_INVALID: ");
  });

  test.each([
    ["10.0.0.1", undefined],
    ["10.0.0.2", "tls"],
    ["127.0.0.1", "tls"],
  ] as const)("an origin named by the address %s is checked by it: %p", async (host, kind) => {
    const { port } = serve(elsewhere);
    const proxy = await proxyTo(port);
    const heard = await over(recordCall(originBehind(at(proxy.port), { host })).heard);
    expect(heard.failure?.kind).toBe(kind);
  });

  test("a session is resumed", async () => {
    const reused: boolean[] = [];
    const server = await startTlsServer((socket) => {
      reused.push(socket.isSessionReused());
      socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    });
    cleanUps.push(() => server.stop());
    const proxy = await proxyTo(server.port);
    const origin = originBehind(at(proxy.port));
    for (let i = 0; i < 3; i++) await over(recordCall(origin, get, { isFresh: true }).heard);
    expect(reused).toEqual([false, true, true]);
  });

  test("plain http does not go, and neither does what NO_PROXY names", async () => {
    const secured = serve();
    const plain = startRecordedServer((exchange) => ({ end: () => answer(exchange, "plain") }));
    cleanUps.push(() => plain.server.stop(0));
    const proxy = await proxyTo(secured.port);
    const direct = originBehind(at(proxy.port), { host: "127.0.0.1", port: secured.port }, ["127.0.0.1"]);
    expect((await over(recordCall(direct).heard)).body).toBe("ok");
    const http = originBehind(at(proxy.port), { scheme: "http", host: "127.0.0.1", port: plain.port });
    expect((await over(recordCall(http).heard)).body).toBe("plain");
    expect(proxy.requests).toEqual([]);
  });

  test("bytes wait for whoever does not read, and come whole, both ways", async () => {
    const size = 20_000_000;
    const content = Buffer.from(new Uint8Array(size).map((_, i) => i % 251));
    const { port, seen } = serve(good, (one) => ({
      data: () => (one.pieces.length === 1 ? one.exchange.pause() : undefined),
      end: () => answer(one.exchange, content.toString("latin1")),
    }));
    const proxy = await proxyTo(port);
    let written = 0;
    const write = (): void => {
      while (written < size) {
        const piece = content.subarray(written, written + 100_000);
        written += piece.length;
        if (!call.write(piece)) return;
      }
      call.end();
    };
    const { call, heard } = recordCall(originBehind(at(proxy.port)), streamed, {
      react: { drained: write, head: () => call.pause() },
    });
    write();
    await until("something has come", () => (seen[0]?.pieces.length ?? 0) > 0);
    expect(await untilStill("what was written", () => written)).toBeLessThan(size);
    seen[0]?.exchange.resume();
    await until("the answer has begun", () => heard.events.includes("head"));
    await Bun.sleep(50);
    expect(heard.isOver).toBe(false);
    call.resume();
    await over(heard);
    expect(heard.failure).toBeUndefined();
    expect(Buffer.compare(Buffer.concat(seen[0]?.pieces ?? []), content)).toBe(0);
    expect(Buffer.compare(Buffer.concat(heard.pieces), content)).toBe(0);
  });
});

describe("a proxy that opens no tunnel makes the origin unreachable:", () => {
  test.each([
    [
      "it wants credentials",
      "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
      "the proxy: CONNECT was answered with status 407",
    ],
    [
      "it cannot reach the origin",
      "HTTP/1.1 502 Bad Gateway\r\n\r\n",
      "the proxy: CONNECT was answered with status 502",
    ],
    [
      "it is no proxy",
      "SSH-2.0-OpenSSH_9.6\r\n",
      "the proxy: malformed: The status line is not HTTP/1.x SP CODE SP REASON.",
    ],
    [
      "it speaks for the origin",
      `${established}HTTP/1.1 200 OK\r\n\r\n`,
      "the proxy: bytes came behind the answer to CONNECT",
    ],
  ])("%s", async (_case, says, reason) => {
    const proxy = await proxyTo(refusingPort, says);
    const origin = originBehind(at(proxy.port));
    const { failure } = await over(recordCall(origin).heard);
    expect(failure).toMatchObject({
      kind: "unreachable",
      reason,
      processed: "no",
      bytesSent: 0,
      bytesReceived: 0,
    });
    expect(origin.connectionCount).toBe(0);
  });

  test.each(["end", "close", "reset"] as const)("it leaves by %s", async (how) => {
    const provider = startRawProvider((connection) => {
      connection.onData = () => connection[how]();
    });
    cleanUps.push(() => provider.stop());
    const { failure } = await over(recordCall(originBehind(at(provider.port))).heard);
    expect(failure).toMatchObject({ kind: "unreachable", processed: "no" });
    expect(failure?.reason).toStartWith("the proxy: ");
  });

  test("nobody listens at its port", async () => {
    const { failure } = await over(recordCall(originBehind(at(refusingPort))).heard);
    const reason = `the proxy 127.0.0.1:${refusingPort}: ECONNREFUSED`;
    expect(failure).toMatchObject({ kind: "unreachable", reason, processed: "no" });
  });

  test("its name does not resolve", async () => {
    const { failure } = await over(recordCall(originBehind({ host: "proxy.invalid", port: 3128 })).heard);
    expect(failure).toMatchObject({ kind: "unreachable", processed: "no" });
    expect(failure?.reason).toStartWith("the proxy proxy.invalid: ");
  });
});

test("a proxy that says nothing is a connect-timeout, and the reason names it", async () => {
  const provider = startRawProvider();
  cleanUps.push(() => provider.stop());
  const origin = originBehind(at(provider.port));
  const { failure } = await over(recordCall(origin, get, { clocks: { connectMs: 50 } }).heard);
  const reason = `no connection through the proxy 127.0.0.1:${provider.port} within 50 ms`;
  expect(failure).toMatchObject({ kind: "connect-timeout", reason, processed: "no" });
  await until("the connection is closed", () => provider.openCount === 0 && origin.connectionCount === 0);
});
