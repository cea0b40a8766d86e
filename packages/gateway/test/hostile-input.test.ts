// What no honest client sends: a clear answer, bounded memory, and everybody else is served.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { SimulatedProvider } from "@holdfast/simulator";
import { like } from "./like.ts";
import { bodyFor, paths, post } from "./post.ts";
import { valuesOf } from "./read-answer.ts";
import type { Answer } from "./read-answer.ts";
import { createStage } from "./stage.ts";
import type { Standing } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
let provider: SimulatedProvider;
let gateway: Standing;

const MEGABYTE = 1_048_576;

beforeAll(async () => {
  provider = await stage.provider();
  gateway = await stage.gateway(`
limits: { body_mb: 1 }
providers: { p: { kind: openai-compatible, base_url: "${provider.baseUrl}/v1", speaks: [messages, chat] } }
routes: [{ match: "m*", chain: ["p/*"] }]
`);
});
afterAll(stage.clear);

async function answerTo(request: string | Uint8Array): Promise<Answer> {
  const client = await stage.client(gateway);
  client.send(request);
  return client.answer();
}

async function stillServes(): Promise<void> {
  expect((await answerTo(post({ body: bodyFor("m") }))).status).toBe(200);
}

describe("a body over the limit", () => {
  const head = "POST /v1/messages HTTP/1.1\r\nhost: g\r\n";

  test("that is declared is refused before it is sent", async () => {
    const answer = await answerTo(`${head}content-length: 104857600\r\n\r\n`);
    const message = "The request body is larger than this gateway takes (1 MiB).";
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      413,
      { type: "error", error: { type: "request_too_large", message } },
    ]);
  });

  test("that waits for a word of encouragement gets none", async () => {
    const answer = await answerTo(`${head}expect: 100-continue\r\ncontent-length: 104857600\r\n\r\n`);
    expect([answer.status, answer.interim]).toEqual([413, 0]);
    expect((await answerTo(post({ body: bodyFor("m"), fields: ["expect: 100-continue"] }))).interim).toBe(1);
  });

  test("begins one byte above it", async () => {
    const filled = (size: number): string => `{"model":"x","p":"${"y".repeat(size - 20)}"}`;
    expect(filled(100)).toHaveLength(100);
    expect((await answerTo(post({ body: filled(MEGABYTE) }))).status).toBe(404);
    expect((await answerTo(post({ body: filled(MEGABYTE + 1) }))).status).toBe(413);
  });

  test("of 100 MB that is not declared is refused on the way, and takes no room", async () => {
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    const client = await stage.client(gateway);
    client.send(`${head}transfer-encoding: chunked\r\n\r\n`);
    const chunk = Buffer.concat([Buffer.from("40000\r\n"), Buffer.alloc(0x40000, "x"), Buffer.from("\r\n")]);
    let peak = before;
    for (let sent = 0; sent < 100 * MEGABYTE && client.ending === "open"; sent += chunk.length) {
      client.send(chunk);
      await until("room to send", () => client.unsentBytes < MEGABYTE || client.ending !== "open");
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    expect((await client.answer()).status).toBe(413);
    const grownMb = (peak - before) / MEGABYTE;
    process.stderr.write(`100 MB in chunks under a limit of 1 MB: memory grew by ${grownMb.toFixed(0)} MB\n`);
    expect(grownMb).toBeLessThan(64);
    await stillServes();
  });
});

const start = `POST ${paths.messages} HTTP/1.1\r\nhost: g\r\n`;
const clientHello = Buffer.from("160301020001000001fc03030a0d0a0d0a", "hex");

test.each<[string, string | Uint8Array, number]>([
  ["garbage", "hello there\r\n\r\n", 400],
  ["binary garbage", Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10]), 400],
  ["the beginning of TLS", clientHello, 400],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  ["HTTP/0.9", "GET /v1/messages\r\n\r\n", 400],
  ["HTTP/3.0 by name", "GET / HTTP/3.0\r\nhost: g\r\n\r\n", 505],
  ["CONNECT", "CONNECT api.anthropic.com:443 HTTP/1.1\r\nhost: api.anthropic.com:443\r\n\r\n", 501],
  ["a head that is not UTF-8", Buffer.from(`${start}x-name: caf\xe9\r\n\r\n`, "latin1"), 400],
  ["no Host", "POST /v1/messages HTTP/1.1\r\n\r\n", 400],
  ["two lengths", `${start}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 400],
  ["a length beside chunks", `${start}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["10,000 headers", `${start}${"x-a: 1\r\n".repeat(10_000)}\r\n`, 431],
  ["a header of a megabyte", `${start}x-a: ${"1".repeat(MEGABYTE)}\r\n\r\n`, 431],
  ["another expectation", post({ fields: ["expect: miracles"] }), 417],
  ["a broken chunk", `${start}transfer-encoding: chunked\r\n\r\nxyz\r\n`, 400],
])(
  "%s is refused in words that both vendors' SDKs find, and the connection ends",
  async (_, request, status) => {
    const asked = provider.requests.length;
    const client = await stage.client(gateway);
    client.send(request);
    const answer = await client.answer();
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      status,
      {
        type: "error",
        error: { type: like(/_error$/), message: like(/\w{3}.*\.$/), param: null, code: null },
      },
    ]);
    expect(valuesOf(answer, "connection")).toEqual(["close"]);
    await client.ended();
    expect(provider.requests).toHaveLength(asked);
    await stillServes();
  },
);

test("two hundred clients that take their time over heads and bodies keep nobody waiting", async () => {
  const slow = await Promise.all(Array.from({ length: 200 }, () => stage.client(gateway)));
  const head = `${start}content-length: 100\r\n`;
  for (const [index, client] of slow.entries()) client.send(index % 2 === 0 ? head : `${head}\r\n{"model":`);
  for (let round = 0; round < 5; round++) {
    for (const [index, client] of slow.entries()) client.send(index % 2 === 0 ? "x: y\r\n" : " ");
    const startedAt = performance.now();
    await stillServes();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
  expect(slow.every(({ ending, receivedBytes }) => ending === "open" && receivedBytes === 0)).toBe(true);
  for (const client of slow) client.reset();
  await stillServes();
});
