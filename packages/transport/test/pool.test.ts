import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Pool, PoolOptions } from "../src/index.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { get, recordCall } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let pool: Pool | undefined;
let provider: RawProvider | undefined;

afterEach(() => {
  pool?.close();
  provider?.stop();
});

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

interface Answering {
  readonly provider: RawProvider;
  readonly origin: ReturnType<Pool["origin"]>;
}

/** A provider that does one thing with every request, told which of its connection it is; and an origin for it. */
function answering(act: (connection: RawSocket, nth: number) => void, options: PoolOptions = {}): Answering {
  const started = startRawProvider((connection) => {
    let nth = 0;
    connection.onData = () => act(connection, nth++);
  });
  provider = started;
  pool = createPool(options);
  return {
    provider: started,
    origin: pool.origin({ scheme: "http", host: "127.0.0.1", port: started.port }),
  };
}

async function ended(heard: Heard): Promise<void> {
  await until("the call has ended", () => heard.isOver);
}

describe("a connection", () => {
  test("is used again, and the phases of its opening belong to the first call alone", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok));
    const first = recordCall(origin);
    await ended(first.heard);
    expect([first.call.isReused, first.heard.body, origin.idleCount]).toEqual([false, "ok", 1]);
    expect(Object.keys(first.call.phases)).toEqual(["connectMs", "sentMs", "firstByteMs", "headMs"]);
    const second = recordCall(origin);
    await ended(second.heard);
    expect([second.call.isReused, second.heard.body, peer.connections.length]).toEqual([true, "ok", 1]);
    expect(Object.keys(second.call.phases)).toEqual(["sentMs", "firstByteMs", "headMs"]);
    expect(second.call.address).toBe(`127.0.0.1:${peer.port}`);
  });

  test("used last is used first again, so that the others can age", async () => {
    const counts = new Map<RawSocket, number>();
    const { origin } = answering((one, nth) => {
      counts.set(one, nth + 1);
      one.send(ok);
    });
    const both = [recordCall(origin), recordCall(origin)];
    for (const { heard } of both) await ended(heard);
    for (let i = 0; i < 5; i++) await ended(recordCall(origin).heard);
    expect([...counts.values()].toSorted((one, other) => one - other)).toEqual([1, 6]);
  });

  test.each([
    ["says that it will close", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"],
    ["speaks HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok"],
    ["sends bytes behind its answer", `${ok}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`],
    [
      "declares both a length and chunks",
      "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    ],
    ["announces content for a 204", "HTTP/1.1 204 No Content\r\ncontent-length: 4\r\n\r\n"],
    ["announces chunks for a 204", "HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n"],
  ])("to a provider that %s is not used again", async (_case, answer) => {
    const { origin, provider: peer } = answering((one) => one.send(answer));
    const first = recordCall(origin);
    await ended(first.heard);
    expect(first.heard.events.at(-1)).toBe("end");
    expect([origin.idleCount, origin.connectionCount]).toEqual([0, 0]);
    const second = recordCall(origin);
    await ended(second.heard);
    expect([second.call.isReused, second.heard.body]).toEqual([false, first.heard.body]);
    await until("the connections are closed", () => peer.openCount === 0);
  });

  test("on which bytes come while it waits is closed before a call could take them for its answer", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok));
    await ended(recordCall(origin).heard);
    peer.connections[0]?.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil");
    await until("it is closed", () => origin.connectionCount === 0 && peer.openCount === 0);
    const next = recordCall(origin);
    await ended(next.heard);
    expect(next.heard.body).toBe("ok");
  });

  test.each(["end", "close", "reset"] as const)(
    "that the provider has left by %s is not used",
    async (how) => {
      const { origin, provider: peer } = answering((one) => one.send(ok));
      await ended(recordCall(origin).heard);
      peer.connections[0]?.[how]();
      await until("it is seen", () => origin.connectionCount === 0);
      const next = recordCall(origin);
      await ended(next.heard);
      expect([next.call.isReused, next.heard.body]).toEqual([false, "ok"]);
    },
  );

  test("is closed when nobody has wanted it for long enough", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok), { idleMs: 50 });
    await ended(recordCall(origin).heard);
    expect(origin.idleCount).toBe(1);
    await until("it is closed", () => peer.openCount === 0);
    expect([origin.idleCount, origin.connectionCount]).toEqual([0, 0]);
  });

  test("is not used beyond its age, whether it waits or comes back", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok), { maxAgeMs: 60 });
    await ended(recordCall(origin).heard);
    await Bun.sleep(80);
    const next = recordCall(origin);
    expect(next.call.isReused).toBe(false);
    await ended(next.heard);
    await until("the old one is closed", () => peer.openCount === 1);
    const slow = answering((one) => void setTimeout(() => one.send(ok), 80), { maxAgeMs: 60 });
    await ended(recordCall(slow.origin).heard);
    expect(slow.origin.connectionCount).toBe(0);
    peer.stop();
  });

  test("is closed when enough others wait already", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok), { maxIdle: 2 });
    const calls = Array.from({ length: 5 }, () => recordCall(origin));
    for (const { heard } of calls) await ended(heard);
    expect([origin.idleCount, origin.connectionCount]).toEqual([2, 2]);
    await until("the others are closed", () => peer.openCount === 2);
  });

  test("is new where the caller wants a fresh one, and makes room for it where there is none", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok), { maxConnections: 1 });
    await ended(recordCall(origin).heard);
    const fresh = recordCall(origin, get, { isFresh: true });
    await ended(fresh.heard);
    expect([fresh.call.isReused, fresh.heard.body]).toEqual([false, "ok"]);
    await until("the old one is closed", () => peer.openCount === 1);
    expect(origin.connectionCount).toBe(1);
  });
});

describe("a call that finds its connection closed", () => {
  test("can be made again at once from where it failed, on a fresh one", async () => {
    const { origin } = answering((one, nth) =>
      nth === 0 && one === provider?.connections[0] ? one.send(ok) : again(one),
    );
    let isFirst = true;
    const again = (one: RawSocket): void => {
      if (isFirst) one.reset();
      else one.send(ok);
      isFirst = false;
    };
    await ended(recordCall(origin).heard);
    let retry: Heard | undefined;
    const { heard } = recordCall(origin, get, {
      react: { failed: () => (retry = recordCall(origin, get, { isFresh: true }).heard) },
    });
    await until("the retry has ended", () => retry?.isOver === true);
    expect([heard.failure?.kind, retry?.body]).toEqual(["stale", "ok"]);
  });
});

describe("within its callbacks a caller", () => {
  test("may make the next call at the end of one, on the same connection", async () => {
    const { origin, provider: peer } = answering((one) => one.send(ok));
    let count = 0;
    let last: Heard | undefined;
    const next = (): void => {
      if (++count < 20) last = recordCall(origin, get, { react: { end: next } }).heard;
    };
    next();
    await until("all have ended", () => count === 20 && last?.isOver === true);
    expect(peer.connections).toHaveLength(1);
  });
});

describe("a pool", () => {
  test("has one origin for one address", () => {
    pool = createPool();
    const address = { scheme: "http", host: "api.test", port: 80 } as const;
    expect(pool.origin({ ...address, host: "API.test" })).toBe(pool.origin(address));
    expect(pool.origin({ ...address, port: 81 })).not.toBe(pool.origin(address));
    expect(pool.origin({ ...address, scheme: "https" })).not.toBe(pool.origin(address));
    expect(pool.origin({ ...address, tls: { serverName: "b" } })).not.toBe(pool.origin(address));
  });

  test.each([
    ["api.test/evil", 80],
    ["api.test\r\nx: y", 80],
    ["", 80],
    ["api.test", 0],
    ["api.test", 65_536],
    ["api.test", 80.5],
  ])("has no origin at %j, port %p", (host, port) => {
    const fresh = createPool();
    expect(() => fresh.origin({ scheme: "http", host, port })).toThrow(
      expect.objectContaining({ code: "address-invalid" }),
    );
  });

  test("that is closed closes every connection, says nothing to calls under way, and makes no more", async () => {
    const { origin, provider: peer } = answering((one, nth) => (nth === 0 ? one.send(ok) : undefined));
    const idle = recordCall(origin);
    await ended(idle.heard);
    const busy = recordCall(origin);
    const opening = recordCall(origin, get, { isFresh: true });
    pool?.close();
    await until("all are closed", () => peer.openCount === 0 && origin.connectionCount === 0);
    expect([busy.heard.events, opening.heard.events]).toEqual([[], []]);
    expect(busy.call.write(Buffer.from("x"))).toBe(true);
    busy.call.cancel();
    const late = recordCall(origin);
    await ended(late.heard);
    expect(late.heard.failure).toMatchObject({ kind: "ours", reason: "the pool is closed" });
  });
});
