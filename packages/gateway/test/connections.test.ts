// What becomes of connections: stale ones, clients that leave, clients that do not read.

import { afterEach, describe, expect, test } from "bun:test";
import type { Fault, Rule } from "@holdfast/simulator";
import { bodyFor, post, unreadPath } from "./post.ts";
import type { RawClient } from "./raw-client.ts";
import type { PeerConnection, RawPeer } from "./raw-peer.ts";
import { valuesOf } from "./read-answer.ts";
import { createStage } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
afterEach(stage.clear);

const body = bodyFor("m");
const request = post({ body });
const streamed = post({ body: bodyFor("m", { stream: true }) });
const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

describe("a provider that closes an idle connection just as it is used", () => {
  /** Answers the first request of the first connection; closes on the second; later connections do as told. */
  function forgetful(
    close: (connection: PeerConnection) => void,
    later: (connection: PeerConnection) => void,
  ): RawPeer {
    return stage.peer({
      asked: (connection, count) => {
        if (connection.number > 1) later(connection);
        else if (count === 1) connection.write(ok);
        else close(connection);
      },
    });
  }

  const ways: readonly (readonly [string, (connection: PeerConnection) => void])[] = [
    ["in order", (connection) => connection.end()],
    ["with a reset", (connection) => connection.reset()],
  ];

  test.each(ways)("%s: the request goes out once more on a new connection, unseen", async (_, close) => {
    const peer = forgetful(close, (connection) => connection.write(ok));
    const gateway = await stage.gatewayFor(peer.baseUrl);
    const client = await stage.client(gateway);
    client.send(request);
    expect(valuesOf(await client.answer(), "x-holdfast-attempts")).toEqual(["1"]);
    client.send(request);
    const second = await client.answer();
    expect([second.status, ...valuesOf(second, "x-holdfast-attempts")]).toEqual([200, "1"]);
    expect(peer.connections).toHaveLength(2);
    expect(peer.connections[1]?.received().toString()).toEndWith(body);
    expect(gateway.log()).toBe("");
  });

  test.each(ways)("%s, and then on new ones: a 502, after one second try", async (_, close) => {
    const peer = forgetful(close, close);
    const gateway = await stage.gatewayFor(peer.baseUrl);
    const client = await stage.client(gateway);
    client.send(request);
    await client.answer();
    client.send(request);
    const second = await client.answer();
    expect([second.status, ...valuesOf(second, "x-holdfast-attempts")]).toEqual([502, "2"]);
    expect(second.body.toString()).toContain("it closed the connection before answering");
    expect(peer.connections).toHaveLength(3);
  });

  test("a connection that was closed while idle is not used at all", async () => {
    const peer = stage.peer({ asked: (connection) => connection.write(ok) });
    const gateway = await stage.gatewayFor(peer.baseUrl);
    const client = await stage.client(gateway);
    client.send(request);
    await client.answer();
    peer.connections[0]?.end();
    await until("the gateway has closed its side", () => peer.openCount() === 0);
    client.send(request);
    expect(valuesOf(await client.answer(), "x-holdfast-attempts")).toEqual(["1"]);
    expect(peer.connections).toHaveLength(2);
  });

  test("a connection that was fresh and breaks is a failure, tried once more as such", async () => {
    const peer = stage.peer({ asked: (connection) => connection.end() });
    const gateway = await stage.gatewayFor(peer.baseUrl);
    const client = await stage.client(gateway);
    client.send(request);
    const answer = await client.answer();
    expect([answer.status, ...valuesOf(answer, "x-holdfast-attempts")]).toEqual([502, "2"]);
    expect(peer.connections).toHaveLength(2);
  });
});

describe("a client that leaves", () => {
  /** Generous for a loaded machine; what it takes is printed. */
  const SOON_MS = 2_000;
  const leavings: readonly (readonly [string, (client: RawClient) => void])[] = [
    ["in order", (client) => client.leave()],
    ["with a reset", (client) => client.reset()],
  ];

  async function closedAfter(what: string, isClosed: () => boolean): Promise<void> {
    const leftAt = performance.now();
    await until(`${what}: the provider's connection is closed`, isClosed);
    const tookMs = performance.now() - leftAt;
    process.stderr.write(`${what}: the provider's connection was closed after ${tookMs.toFixed(1)} ms\n`);
    expect(tookMs).toBeLessThan(SOON_MS);
  }

  test.each(leavings)("%s before its request is whole never reaches the provider", async (_, leave) => {
    const provider = await stage.provider();
    const gateway = await stage.gatewayFor(provider.baseUrl);
    const client = await stage.client(gateway);
    client.send(streamed.slice(0, -5));
    leave(client);
    const other = await stage.client(gateway);
    other.send(streamed);
    expect((await other.answer()).status).toBe(200);
    expect(provider.requests).toHaveLength(1);
  });

  test.each(leavings)("%s while the connection is made takes it along", async (how, leave) => {
    // Says nothing, so the TLS handshake never ends.
    const peer = stage.peer();
    const gateway = await stage.gatewayFor(peer.baseUrl.replace("http:", "https:"));
    const client = await stage.client(gateway);
    client.send(streamed);
    await until("the gateway connects", () => peer.openCount() === 1);
    leave(client);
    await closedAfter(`left ${how} during TLS`, () => peer.openCount() === 0);
  });

  const phases: readonly (readonly [string, Fault, string])[] = [
    ["waiting for the head", { kind: "silence" }, ""],
    ["after the head", { kind: "stall", afterEvents: 0 }, ""],
    ["within the stream", { kind: "stall", afterEvents: 2 }, "data: "],
  ];

  for (const [phase, fault, sign] of phases) {
    test.each(leavings)(`%s, ${phase}: the provider is told at once`, async (how, leave) => {
      const provider = await stage.provider({ rules: [{ fault }] });
      const gateway = await stage.gatewayFor(provider.baseUrl);
      const client = await stage.client(gateway);
      client.send(streamed);
      await until("the provider has the request", () => provider.requests[0]?.isWhole);
      await client.hears(sign);
      leave(client);
      await closedAfter(`left ${how} ${phase}`, () => provider.requests[0]?.end === "client-left");
      expect(provider.connectionCount).toBe(0);
      // It was the client who left: nobody's failure.
      expect(gateway.log()).toBe("");
    });
  }

  test.each(leavings)("%s in the midst of a stream that never stops stops it", async (how, leave) => {
    const pieces = Array.from(
      { length: 100_000 },
      (_, i) => `data: {"choices":[{"index":0,"delta":{"content":"${i}"}}]}\n\n`,
    );
    const provider = await stage.provider({ rules: [{ answer: { kind: "bytes", pieces, paceMs: 1 } }] });
    const gateway = await stage.gatewayFor(provider.baseUrl);
    const client = await stage.client(gateway);
    client.send(streamed);
    await client.hears('"content":"5"');
    leave(client);
    await closedAfter(`left ${how} while events came`, () => provider.requests[0]?.end === "client-left");
  });

  test("without reading, with megabytes on their way, stops them too", async () => {
    const pieces = Array.from({ length: 64 }, () => new Uint8Array(1_048_576));
    const rule: Rule = { when: { endpoint: "any" }, answer: { kind: "bytes", pieces } };
    const provider = await stage.provider({ rules: [rule] });
    const gateway = await stage.gatewayFor(provider.baseUrl);
    const client = await stage.client(gateway);
    client.send(post({ path: unreadPath }));
    await client.hears("x-holdfast-attempts");
    client.pause();
    client.reset();
    await closedAfter("left with megabytes unread", () => provider.requests[0]?.end === "client-left");
  });
});
