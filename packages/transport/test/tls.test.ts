import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer } from "node:net";
import type { TLSSocket } from "node:tls";
import { createPool } from "../src/index.ts";
import type { Origin, OriginAddress, Pool } from "../src/index.ts";
import { authority, elsewhere, expired, good } from "./support/authority.data.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import { get, recordCall, streamed } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { Acts, Seen } from "./support/recorded-server.ts";
import { startTlsServer } from "./support/tls-server.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  cleanUps = [];
});

interface ServedBy {
  readonly port: number;
  readonly seen: readonly Seen[];
}

function serve(certificate: { cert: string; key: string }, begin?: (seen: Seen) => Acts): ServedBy {
  const { server, port, seen } = startRecordedServer(
    (exchange, one) => begin?.(one) ?? { end: () => answer(exchange, "ok") },
    { tls: certificate },
  );
  cleanUps.push(() => server.stop(0));
  return { port, seen };
}

function originAt(port: number, address: Partial<OriginAddress> = {}): Origin {
  const pool: Pool = createPool();
  cleanUps.push(() => pool.close());
  return pool.origin({ scheme: "https", host: "127.0.0.1", port, tls: { ca: authority }, ...address });
}

async function over(heard: Heard): Promise<Heard> {
  await until("the call has ended", () => heard.isOver);
  return heard;
}

async function startPeer(accept: (socket: TLSSocket) => void): Promise<number> {
  const server = await startTlsServer(accept);
  cleanUps.push(() => server.stop());
  return server.port;
}

describe("a certificate", () => {
  test.each([
    ["for the address that is called", {}],
    ["for the name that is called", { host: "localhost" }],
    [
      "for the name that is to be checked",
      { host: "127.0.0.1", tls: { ca: authority, serverName: "localhost" } },
    ],
  ])("%s is accepted", async (_case, address) => {
    const { port } = serve(good);
    const { call, heard } = recordCall(originAt(port, address));
    expect([(await over(heard)).failure, heard.body]).toEqual([undefined, "ok"]);
    expect(call.phases.tlsMs).toBeGreaterThanOrEqual(call.phases.connectMs ?? Number.NaN);
  });

  test.each([
    ["of an authority that is not trusted", good, { tls: {} }, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["that has expired", expired, {}, "CERT_HAS_EXPIRED"],
    ["for another address", elsewhere, {}, "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["for another name", elsewhere, { host: "localhost" }, "ERR_TLS_CERT_ALTNAME_INVALID"],
    [
      "for another name than is to be checked",
      good,
      { tls: { ca: authority, serverName: "api.test" } },
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
    [
      "for a name where an address is to be checked",
      good,
      { tls: { ca: authority, serverName: "127.0.0.2" } },
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
  ])("%s is refused, and nothing of the request is sent", async (_case, certificate, address, reason) => {
    const { port, seen } = serve(certificate);
    const origin = originAt(port, address);
    const { heard } = recordCall(origin);
    const { failure } = await over(heard);
    expect(failure).toMatchObject({
      kind: "tls",
      processed: "no",
      bytesSent: 0,
      bytesReceived: 0,
      address: `127.0.0.1:${port}`,
    });
    expect(failure?.reason).toStartWith(`${reason}: `);
    expect(Object.keys(failure?.phases ?? {}).filter((name) => name !== "dnsMs")).toEqual(["connectMs"]);
    expect([seen, origin.connectionCount]).toEqual([[], 0]);
  });

  test("is checked whatever the environment says", async () => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const { port } = serve(good);
      expect((await over(recordCall(originAt(port, { tls: {} })).heard)).failure?.kind).toBe("tls");
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  test("that is none is our own fault, and no other call's", async () => {
    const { port } = serve(good);
    const { heard } = recordCall(originAt(port, { tls: { ca: "not a certificate" } }));
    expect((await over(heard)).failure).toMatchObject({ kind: "ours", bytesSent: 0 });
    expect((await over(recordCall(originAt(port)).heard)).body).toBe("ok");
  });
});

describe("a session", () => {
  test("is resumed by the next connection, which names the same server", async () => {
    const seen: { isReused: boolean; name: unknown }[] = [];
    const port = await startPeer((socket) => {
      seen.push({ isReused: socket.isSessionReused(), name: Reflect.get(socket, "servername") });
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
    });
    const origin = originAt(port, { tls: { ca: authority, serverName: "localhost" } });
    for (let i = 0; i < 3; i++) {
      expect((await over(recordCall(origin, get, { isFresh: true }).heard)).body).toBe("ok");
    }
    expect(seen).toEqual([
      { isReused: false, name: "localhost" },
      { isReused: true, name: "localhost" },
      { isReused: true, name: "localhost" },
    ]);
  });

  test("is resumed although the first connection is still busy, or was closed behind its answer", async () => {
    const reused: boolean[] = [];
    const port = await startPeer((socket) => {
      reused.push(socket.isSessionReused());
      const isFirst = reused.length === 1;
      socket.on("data", () => {
        if (isFirst) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc");
        else socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");
      });
    });
    const origin = originAt(port);
    const busy = recordCall(origin);
    await until("the first has its head", () => busy.heard.events.includes("head"));
    for (let i = 0; i < 2; i++) await over(recordCall(origin).heard);
    expect(reused).toEqual([false, true, true]);
  });

  test("of one name is not used for another", async () => {
    const reused: boolean[] = [];
    const port = await startPeer((socket) => {
      reused.push(socket.isSessionReused());
      socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    });
    const pool = createPool();
    cleanUps.push(() => pool.close());
    const at = (serverName: string): Origin =>
      pool.origin({ scheme: "https", host: "127.0.0.1", port, tls: { ca: authority, serverName } });
    await over(recordCall(at("localhost")).heard);
    expect((await over(recordCall(at("api.test")).heard)).failure?.kind).toBe("tls");
    await over(recordCall(at("127.0.0.1")).heard);
    expect(reused).toEqual([false, false]);
  });
});

describe("a peer that does not finish the handshake", () => {
  test.each([
    ["speaks plain text", "HTTP/1.1 400 Bad Request\r\n\r\n", "stay", /^EPROTO: .*WRONG_VERSION_NUMBER/],
    ["closes", "", "end", /^ECONNRESET/],
    ["resets", "", "resetAndDestroy", /^ECONNRESET/],
  ] as const)("because it %s is a failure of tls, and says so", async (_case, text, then, reason) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", () => {
        if (text !== "") socket.write(text);
        if (then !== "stay") socket[then]();
      });
    });
    const port = Promise.withResolvers<number>();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) port.resolve(address.port);
    });
    cleanUps.push(() => server.close());
    const origin = originAt(await port.promise);
    const { failure } = await over(recordCall(origin).heard);
    expect(failure).toMatchObject({ kind: "tls", processed: "no", bytesSent: 0 });
    expect(failure?.reason).toMatch(reason);
    expect(origin.connectionCount).toBe(0);
  });

  test("because it is silent is a failure of tls when the time for connecting is over", async () => {
    const provider = startRawProvider();
    cleanUps.push(() => provider.stop());
    const { heard } = recordCall(originAt(provider.port), get, { clocks: { connectMs: 50 } });
    expect((await over(heard)).failure).toMatchObject({
      kind: "tls",
      reason: "no connection within 50 ms",
      processed: "no",
    });
    await until("the connection is closed", () => provider.connections[0]?.isEnded === true);
  });
});

describe("an answer over TLS", () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";

  test.each([
    ["end", "closed-early"],
    ["destroy", "closed-early"],
  ] as const)("that is cut short by %s is %s", async (how, kind) => {
    const port = await startPeer((socket) => {
      socket.on("data", () => {
        socket.write(`${head}abc`);
        setTimeout(() => socket[how](), 20);
      });
    });
    const heard = await over(recordCall(originAt(port)).heard);
    expect([heard.body, heard.failure?.kind]).toEqual(["abc", kind]);
  });

  test("that only the end of the connection ends is whole at that end", async () => {
    const port = await startPeer((socket) => {
      socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\nabc"));
    });
    const heard = await over(recordCall(originAt(port)).heard);
    expect([heard.body, heard.failure]).toEqual(["abc", undefined]);
  });
});

describe("bytes over TLS", () => {
  const size = 20_000_000;
  const content = Buffer.from(new Uint8Array(size).map((_, i) => i % 251));

  test("wait for a caller that pauses, and then come whole", async () => {
    let written = 0;
    const { port } = serve(good, ({ exchange }) => {
      const reply = exchange.reply({ status: 200, framing: { kind: "length", length: size } });
      const write = (): void => {
        while (written < size) {
          const piece = content.subarray(written, written + 100_000);
          written += piece.length;
          if (!reply.write(piece)) return;
        }
        reply.end();
      };
      return { end: write, drained: write };
    });
    const { call, heard } = recordCall(originAt(port), get, { react: { head: () => call.pause() } });
    await until("the head is there", () => heard.events.includes("head"));
    expect(await untilStill("what was written", () => written)).toBeLessThan(size);
    call.resume();
    await over(heard);
    expect(heard.failure).toBeUndefined();
    expect(Buffer.compare(Buffer.concat(heard.pieces), content)).toBe(0);
  });

  test("of an upload wait for a server that pauses, and then come whole", async () => {
    const { port, seen } = serve(good, ({ exchange }) => ({
      data: () => (seen[0]?.pieces.length === 1 ? exchange.pause() : undefined),
      end: () => answer(exchange, "thanks"),
    }));
    let written = 0;
    const write = (): void => {
      while (written < size) {
        const piece = content.subarray(written, written + 100_000);
        written += piece.length;
        if (!call.write(piece)) return;
      }
      call.end();
    };
    const { call, heard } = recordCall(originAt(port), streamed, { react: { drained: write } });
    write();
    await until("something has come", () => (seen[0]?.pieces.length ?? 0) > 0);
    expect(await untilStill("what was written", () => written)).toBeLessThan(size);
    seen[0]?.exchange.resume();
    await over(heard);
    expect(heard.body).toBe("thanks");
    expect(Buffer.compare(Buffer.concat(seen[0]?.pieces ?? []), content)).toBe(0);
  });
});
