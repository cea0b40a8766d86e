import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { createPool } from "../src/index.ts";
import type { OriginAddress, Pool, PoolOptions } from "../src/index.ts";
import { startBlackHole } from "./support/black-hole.ts";
import { expectFailure } from "./support/evidence.ts";
import { refusingPort, startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import { get, recordCall } from "./support/recorded-call.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let pool: Pool | undefined;
let provider: RawProvider | undefined;

afterEach(() => {
  pool?.close();
  provider?.stop();
});

function originAt(address: Partial<OriginAddress>, options: PoolOptions = {}): ReturnType<Pool["origin"]> {
  pool = createPool(options);
  return pool.origin({ scheme: "http", host: "127.0.0.1", port: 80, ...address });
}

const system = (code: string): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
const nothing = { bytesSent: 0, bytesReceived: 0 };

describe("before there is a connection", () => {
  test("a name that does not resolve is dns", async () => {
    const { heard } = recordCall(originAt({ host: "nobody.invalid" }));
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({
      kind: "dns",
      processed: "no",
      phases: {},
      address: undefined,
      ...nothing,
    });
  });

  test.each(["ENOTFOUND", "EAI_AGAIN", "DNS_ETIMEOUT"])("a resolver that says %s is dns", async (code) => {
    const { heard } = recordCall(originAt({ host: "api.test" }, { resolve: () => system(code) }));
    await expectFailure(heard, {
      kind: "dns",
      reason: code,
      processed: "no",
      phases: [],
      ...nothing,
      address: undefined,
    });
  });

  test("a name without addresses is dns", async () => {
    const { heard } = recordCall(originAt({ host: "api.test" }, { resolve: () => Promise.resolve([]) }));
    const reason = "the name has no address";
    await expectFailure(heard, {
      kind: "dns",
      reason,
      processed: "no",
      phases: ["dnsMs"],
      ...nothing,
      address: undefined,
    });
  });

  test("a resolver that says nothing is dns when the time for connecting is over", async () => {
    const origin = originAt({ host: "api.test" }, { resolve: () => new Promise(() => undefined) });
    const { heard } = recordCall(origin, get, { clocks: { connectMs: 50 } });
    const reason = "no connection within 50 ms";
    await expectFailure(heard, {
      kind: "dns",
      reason,
      processed: "no",
      phases: [],
      ...nothing,
      address: undefined,
    });
    expect(origin.connectionCount).toBe(0);
  });

  test("a port at which nobody listens is refused", async () => {
    const { heard } = recordCall(originAt({ port: refusingPort }));
    const address = `127.0.0.1:${refusingPort}`;
    await expectFailure(heard, {
      kind: "refused",
      reason: "ECONNREFUSED",
      processed: "no",
      phases: [],
      ...nothing,
      address,
    });
  });

  test("an address to which there is no way is unreachable, and not refused", async () => {
    // The broadcast address: no connection to it ever leaves the machine.
    const { heard } = recordCall(originAt({ host: "255.255.255.255" }));
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({
      kind: "unreachable",
      processed: "no",
      address: "255.255.255.255:80",
      ...nothing,
    });
    expect(heard.failure?.reason).toMatch(/^E[A-Z]+$/);
  });

  test("an address that does not answer is a connect-timeout, and its socket is counted for as long as it stays", async () => {
    const hole = await startBlackHole();
    const origin = originAt({ port: hole.port });
    const { heard } = recordCall(origin, get, { clocks: { connectMs: 50 } });
    const reason = "no connection within 50 ms";
    const address = `127.0.0.1:${hole.port}`;
    await expectFailure(heard, {
      kind: "connect-timeout",
      reason,
      processed: "no",
      phases: [],
      ...nothing,
      address,
    });
    expect(origin.connectionCount).toBe(1);
    await hole.stop();
    await until("the system has given up", () => origin.connectionCount === 0);
  });

  test("a process without descriptors has itself to blame, and not the provider", async () => {
    const script = fileURLToPath(new URL("support/out-of-descriptors.ts", import.meta.url));
    const child = Bun.spawn(["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", process.execPath, script], {
      stdout: "pipe",
    });
    const [before, after]: unknown[] = JSON.parse(await new Response(child.stdout).text());
    expect(before).toMatchObject({ kind: "refused" });
    expect(after).toMatchObject({ kind: "ours", reason: "EMFILE", ...nothing });
  });

  test("too many connections are our own fault, and nothing is sent", async () => {
    provider = startRawProvider();
    const origin = originAt({ port: provider.port }, { maxConnections: 1 });
    const first = recordCall(origin);
    const second = recordCall(origin);
    expect(second.heard.events).toEqual([]);
    const reason = "1 connections to this origin are open already";
    await expectFailure(second.heard, {
      kind: "ours",
      reason,
      processed: "maybe",
      phases: [],
      ...nothing,
      address: undefined,
    });
    first.call.cancel();
    await until("the provider sees it leave", () => provider?.openCount === 0);
  });
});
