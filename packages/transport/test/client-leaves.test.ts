// A client that gives up must not leave the provider working for nobody.

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { print } from "./support/print.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { startHop } from "./support/subject.ts";
import type { Subject } from "./support/subject.ts";
import { until, untilAccount, untilStill } from "./support/until.ts";

// Above every wait of the test, so that a wait that is in vain says what it waited for.
setDefaultTimeout(60_000);

const TARGET_MS = 100;
const LIMIT_MS = 2_000;
const MIB = 1024 * 1024;

interface Departure {
  readonly phase: string;
  /** Brings the exchange into its phase; the provider's connection is there when it is called. */
  begin(client: RawSocket, provider: RawSocket): void | Promise<void>;
  readonly request: string;
}

const whole = "POST /leave HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\n\r\nbody";
const event = "b\r\ndata: one\n\n\r\n";
const departures: readonly Departure[] = [
  {
    phase: "while it sends a body",
    request: "POST /leave HTTP/1.1\r\nhost: test\r\ncontent-length: 1000\r\n\r\na part",
    begin: async (_client, provider) => {
      await until("the part arrives", () => provider.text.endsWith("a part"));
    },
  },
  {
    phase: "while it sends a body that the provider does not take",
    request: `POST /leave HTTP/1.1\r\nhost: test\r\ncontent-length: ${64 * MIB}\r\n\r\n`,
    begin: async (client, provider) => {
      provider.pause();
      client.send(Buffer.alloc(48 * MIB));
      await untilStill("what the client has sent", () => client.bytesTaken);
      expect(client.isClear).toBe(false);
    },
  },
  {
    phase: "while it waits for the head",
    request: whole,
    begin: async (_client, provider) => {
      await until("the request arrives", () => provider.text.endsWith("body"));
    },
  },
  {
    phase: "within the head of the answer",
    request: whole,
    begin: async (_client, provider) => {
      await until("the request arrives", () => provider.text.endsWith("body"));
      provider.send("HTTP/1.1 200 OK\r\ncontent-");
      await until("the half head is sent", () => provider.isClear);
    },
  },
  {
    phase: "within a stream of events",
    request: whole,
    begin: async (client, provider) => {
      provider.send(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${event}`);
      await until("an event arrives", () => client.text.endsWith(event));
    },
  },
  {
    phase: "while it does not take the answer",
    request: whole,
    begin: async (client, provider) => {
      await until("the request arrives", () => provider.text.endsWith("body"));
      client.pause();
      provider.send(`HTTP/1.1 200 OK\r\ncontent-length: ${64 * MIB}\r\n\r\n`);
      provider.send(Buffer.alloc(60 * MIB));
      await untilStill("what the provider has sent", () => provider.bytesTaken);
      expect(provider.isClear).toBe(false);
    },
  },
];

const manners = [
  { manner: "closes in order", leave: (client: RawSocket) => client.close() },
  { manner: "closes its sending side", leave: (client: RawSocket) => client.end() },
  { manner: "resets", leave: (client: RawSocket) => client.reset() },
];

// A client with unsent bytes cannot close in order: its end stands behind them.
const cases = departures.flatMap((departure) =>
  manners
    .filter(({ manner }) => manner === "resets" || !departure.phase.endsWith("does not take"))
    .map(({ manner, leave }) => ({ ...departure, manner, leave })),
);

describe("a client that leaves", () => {
  let provider: RawProvider;
  let hop: Subject;
  beforeAll(async () => {
    provider = startRawProvider();
    hop = await startHop({ providerPort: provider.port });
  });
  afterAll(async () => {
    await hop.stop();
    provider.stop();
  });

  test.each(cases)("takes the provider's connection with it: $manner $phase", async (departure) => {
    const before = provider.connections.length;
    const client = connectRaw(hop.port);
    client.send(departure.request);
    await until("the provider is called", () => provider.connections.length > before);
    const called = provider.connections[before];
    if (called === undefined) throw new Error("there is no connection");
    await departure.begin(client, called);
    expect(called.isClosed || called.isEnded).toBe(false);
    const leftAt = performance.now();
    departure.leave(client);
    // A provider that has stopped reading sees the end when it writes, or reads on.
    called.resume();
    await until("the provider's connection is closed", () => called.isClosed, LIMIT_MS);
    const ms = performance.now() - leftAt;
    print(`${departure.manner} ${departure.phase}: closed after ${ms.toFixed(1)} ms (target ${TARGET_MS})`);
    client.reset();
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  test("leaves nothing behind", async () => {
    await until("all connections of the provider are closed", () => provider.openCount === 0);
    const account = await untilAccount(hop, ({ clientConnections }) => clientConnections === 0);
    expect(account).toMatchObject({ clientConnections: 0, poolConnections: 0, deadlines: 0, faults: [] });
    expect(account.begun).toBe(cases.length);
    expect(account.ends).toEqual({ "client-left": cases.length });
  });
});
