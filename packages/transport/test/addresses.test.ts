import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { createPool } from "../src/index.ts";
import type { Origin, OriginAddress, ResolvedAddress } from "../src/index.ts";
import { startBlackHole } from "./support/black-hole.ts";
import { refusingPort } from "./support/raw-provider.ts";
import { get, recordCall } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  cleanUps = [];
});

function serveAt(hostname: string, port = 0): RecordedServer {
  const served = startRecordedServer((exchange) => ({ end: () => answer(exchange, hostname) }), {
    hostname,
    port,
  });
  cleanUps.push(() => served.server.stop(0));
  return served;
}

function originAt(address: Partial<OriginAddress>, found: readonly ResolvedAddress[] = []): Origin {
  const pool = createPool({ resolve: () => Promise.resolve(found) });
  cleanUps.push(() => pool.close());
  return pool.origin({ scheme: "http", host: "api.test", port: 80, ...address });
}

async function over(heard: Heard): Promise<Heard> {
  await until("the call has ended", () => heard.isOver);
  return heard;
}

const four = (address: string): ResolvedAddress => ({ address, family: 4 });
const six = (address: string): ResolvedAddress => ({ address, family: 6 });

const hasIpv6 = Object.values(networkInterfaces()).some(
  (all) => all?.some(({ address }) => address === "::1") === true,
);
const ipv6 = hasIpv6 ? test : test.skip;
const why = hasIpv6 ? "" : " (not applicable: this kernel has no ::1)";

describe("a name with several addresses", () => {
  ipv6(`of which the first refuses is reached by the next${why}`, async () => {
    const { port } = serveAt("127.0.0.1");
    const { call, heard } = recordCall(originAt({ port }, [six("::1"), four("127.0.0.1")]));
    expect((await over(heard)).body).toBe("127.0.0.1");
    expect(call.address).toBe(`127.0.0.1:${port}`);
    expect(Object.keys(call.phases)).toEqual(["dnsMs", "connectMs", "sentMs", "firstByteMs", "headMs"]);
  });

  test("of which the first says nothing is reached by the next, soon, and the first is given up", async () => {
    const hole = await startBlackHole();
    cleanUps.push(() => hole.stop());
    // All of 127/8 is this machine.
    const { port } = serveAt("127.0.0.2", hole.port);
    const origin = originAt({ port }, [four("127.0.0.1"), four("127.0.0.2")]);
    const { heard } = recordCall(origin);
    expect((await over(heard)).body).toBe("127.0.0.2");
    expect(origin.connectionCount).toBe(2);
    await hole.stop();
    await until("the first is over", () => origin.connectionCount === 1);
  });

  ipv6(`of which all refuse is refused, by the last${why}`, async () => {
    const origin = originAt({ port: refusingPort }, [six("::1"), four("127.0.0.1")]);
    const { failure } = await over(recordCall(origin).heard);
    expect(failure).toMatchObject({ kind: "refused", address: `127.0.0.1:${refusingPort}` });
    expect(origin.connectionCount).toBe(0);
  });

  test("is looked up by the system where nothing else is asked for", async () => {
    const { port } = serveAt("127.0.0.1");
    const pool = createPool();
    cleanUps.push(() => pool.close());
    const { heard } = recordCall(pool.origin({ scheme: "http", host: "localhost", port }));
    expect((await over(heard)).body).toBe("127.0.0.1");
  });
});

describe("an IPv6 address", () => {
  ipv6.each(["::1", "[::1]"])(`is reached, with brackets where they belong: %s${why}`, async (host) => {
    const { port, seen } = serveAt("::1");
    const { call, heard } = recordCall(originAt({ host, port }), get);
    expect((await over(heard)).body).toBe("::1");
    expect(call.address).toBe(`[::1]:${port}`);
    expect(seen[0]?.exchange.head.fields.get("host")).toBe(`[::1]:${port}`);
    expect(seen[0]?.exchange.clientAddress).toBe("::1");
  });
});
