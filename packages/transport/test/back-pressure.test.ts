// A body much larger than every buffer, through a hop whose other side stops reading for a while.

import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { MessageReader } from "./support/message-reader.ts";
import { mb, print } from "./support/print.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { startHop } from "./support/subject.ts";
import type { Subject } from "./support/subject.ts";
import { until, untilAccount, untilStill } from "./support/until.ts";

// Above every wait of the test, so that a wait that is in vain says what it waited for.
setDefaultTimeout(60_000);

type Security = "plain" | "tls";

const MIB = 1024 * 1024;
const BODY_BYTES = 208 * MIB;
/** What may lie between a sender that goes on and a reader that has stopped: kernel buffers of both legs, and the hop's. */
const IN_FLIGHT_BYTES = 64 * MIB;
/** Growth over the idle process: its buffers, and what the collector has not yet looked at. */
const GROWTH_MB = 96;
const LIMIT_MS = 60_000;

const cleanUp: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

describe.each<Security>(["plain", "tls"])("a hop between a fast and a slow peer, %s", (security) => {
  test(
    "a long answer waits for a client that stops reading, within bounded memory, and arrives whole",
    async () => {
      const body = new Body();
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${BODY_BYTES}\r\n\r\n`;
      const provider = startRawProvider((connection) => {
        connection.onData = new MessageReader({ end: () => body.sendOver(connection, head) }).push;
      }, security);
      cleanUp.push(() => provider.stop());
      const hop = await startedHop(provider.port, security);
      const client = connectRaw(hop.port, security);
      const reader = new HashingReader();
      client.onData = reader.push;
      client.send("GET /long HTTP/1.1\r\nhost: test\r\n\r\n");
      await throughAPause({ hop, body, reader, slow: client, name: `answer, ${security}` });
    },
    LIMIT_MS,
  );

  test(
    "a long upload waits for a provider that stops reading, within bounded memory, and arrives whole",
    async () => {
      const body = new Body();
      const reader = new HashingReader();
      const provider = startRawProvider((connection) => {
        connection.onData = reader.push;
      }, security);
      cleanUp.push(() => provider.stop());
      const hop = await startedHop(provider.port, security);
      const client = connectRaw(hop.port, security);
      body.sendOver(client, `POST /long HTTP/1.1\r\nhost: test\r\ncontent-length: ${BODY_BYTES}\r\n\r\n`);
      await until("the upload reaches the provider", () => provider.connections.length > 0);
      const [slow] = provider.connections;
      if (slow === undefined) throw new Error("there is no connection");
      await throughAPause({ hop, body, reader, slow, name: `upload, ${security}` });
      slow.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nwell");
      await until("the client has its answer", () => client.text.endsWith("\r\n\r\nwell"));
    },
    LIMIT_MS,
  );
});

// The runtime hands over what the kernel still holds when a connection is reset, even of a socket that is paused.
describe("a peer that resets while the other side does not read", () => {
  test("is a provider that reset, not a hop that wrote too much", async () => {
    const provider = startRawProvider((connection) => {
      connection.onData = new MessageReader({
        end: () =>
          new Body().sendOver(connection, `HTTP/1.1 200 OK\r\ncontent-length: ${BODY_BYTES}\r\n\r\n`),
      }).push;
    });
    cleanUp.push(() => provider.stop());
    const hop = await startedHop(provider.port, "plain");
    const client = connectRaw(hop.port);
    await client.opened;
    client.pause();
    client.send("GET /long HTTP/1.1\r\nhost: test\r\n\r\n");
    await until("the provider answers", () => (provider.connections[0]?.bytesTaken ?? 0) > MIB);
    await untilStill("what the provider has sent", () => provider.connections[0]?.bytesTaken ?? 0);
    provider.connections[0]?.reset();
    await untilAccount(hop, ({ poolConnections }) => poolConnections === 0);
    client.resume();
    await until("the client is told", () => client.isClosed || client.isEnded);
    const { faults, failures } = await hop.ask();
    expect(faults).toEqual([]);
    expect(failures).toEqual({ "reset-in-body": 1 });
  });

  test("is a client that left, not a hop that wrote too much", async () => {
    const provider = startRawProvider((connection) => {
      connection.onData = () => undefined;
    });
    cleanUp.push(() => provider.stop());
    const hop = await startedHop(provider.port, "plain");
    const client = connectRaw(hop.port);
    client.send(`POST /long HTTP/1.1\r\nhost: test\r\ncontent-length: ${BODY_BYTES}\r\n\r\n`);
    await until("the provider is called", () => provider.connections.length > 0);
    provider.connections[0]?.pause();
    client.send(Buffer.alloc(BODY_BYTES / 2));
    await untilStill("what the client has sent", () => client.bytesTaken);
    client.reset();
    await untilAccount(hop, ({ clientConnections }) => clientConnections === 0);
    const { faults, failures, ends } = await hop.ask();
    expect(faults).toEqual([]);
    expect(failures).toEqual({});
    expect(ends).toEqual({ "client-left": 1 });
  });
});

interface Passage {
  readonly hop: Subject;
  readonly body: Body;
  readonly reader: HashingReader;
  readonly slow: RawSocket;
  readonly name: string;
}

async function throughAPause({ hop, body, reader, slow, name }: Passage): Promise<void> {
  const idleMb = hop.memoryMb();
  await until("some of the body has arrived", () => reader.count > 8 * MIB);
  slow.pause();
  const sent = await untilStill("what the sender has sent", () => body.sent);
  const ahead = sent - reader.count;
  expect(sent).toBeLessThan(BODY_BYTES);
  expect(ahead).toBeLessThan(IN_FLIGHT_BYTES);
  const stoppedMb = hop.memoryMb();
  slow.resume();
  await until("the whole body has arrived", () => reader.isWhole, 40_000);
  expect(reader.count).toBe(BODY_BYTES);
  expect(reader.digest()).toBe(body.digest());
  const peakMb = hop.peakMb();
  print(
    `${name}: hop ${mb(idleMb)} idle, ${mb(stoppedMb)} stopped, ${mb(peakMb)} at most; sender ${mb(ahead / MIB)} ahead of the reader`,
  );
  expect(peakMb - idleMb).toBeLessThan(GROWTH_MB);
  expect((await hop.ask()).faults).toEqual([]);
}

async function startedHop(providerPort: number, security: Security): Promise<Subject> {
  const hop = await startHop({ providerPort, security });
  cleanUp.push(() => hop.stop());
  return hop;
}

/** A body in which no two stretches are alike, sent as fast as it is taken. */
class Body {
  sent = 0;
  readonly #hash = new Bun.CryptoHasher("sha1");
  readonly #noise = crypto.getRandomValues(Buffer.alloc(64 * 1024));

  sendOver(to: RawSocket, head: string): void {
    to.send(head);
    to.onDrain = () => this.#pump(to);
    this.#pump(to);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }

  #pump(to: RawSocket): void {
    while (to.isClear && this.sent < BODY_BYTES) {
      const piece = Buffer.alloc(MIB);
      for (let at = 0; at < MIB; at += this.#noise.length) this.#noise.copy(piece, at);
      piece.writeUInt32LE(this.sent / MIB, (this.sent / MIB) % 65_536);
      this.#hash.update(piece);
      this.sent += piece.length;
      to.send(piece);
    }
  }
}

class HashingReader {
  count = 0;
  isWhole = false;
  readonly #hash = new Bun.CryptoHasher("sha1");
  readonly push = new MessageReader({
    data: (bytes) => {
      this.count += bytes.length;
      this.#hash.update(bytes);
    },
    end: () => {
      this.isWhole = true;
    },
  }).push;

  digest(): string {
    return this.#hash.digest("hex");
  }
}
