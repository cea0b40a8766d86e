// An answer that breaks off at the provider never looks whole at the client, however it is framed.

import { afterEach, describe, expect, test } from "bun:test";
import type { Answer as ScriptedAnswer, Fault } from "@holdfast/simulator";
import { bodyFor, post, unreadPath } from "./post.ts";
import { valuesOf } from "./read-answer.ts";
import { createStage } from "./stage.ts";
import type { Standing } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
afterEach(stage.clear);

const settings = "keys: [sk-very-secret]";

const body = bodyFor("m", { stream: true, user: "the-secret-prompt" });

/** What nobody reads on the way is passed on as it comes, so that only a reset can say that it broke off. */
function ask(version: string): string {
  return post({ path: unreadPath, version, body });
}

async function logged(gateway: Standing): Promise<unknown> {
  const line = await until("a line in the log", () => gateway.log() !== "" && gateway.log());
  expect(line.trimEnd().split("\n")).toHaveLength(1);
  const secrets = ["the-secret-prompt", "the-secret-answer", "sk-very-secret"];
  expect(secrets.filter((secret) => line.includes(secret))).toEqual([]);
  return JSON.parse(line);
}

const said: ScriptedAnswer = { kind: "said", text: "the-secret-answer ".repeat(50), pieces: 5 };
const whole: ScriptedAnswer = { kind: "bytes", framing: "length", pieces: ["x".repeat(1_000)] };
const chunked: ScriptedAnswer = { kind: "bytes", pieces: ["x".repeat(500), "x".repeat(500)] };

describe.each(["1.1", "1.0"])("for a client of HTTP/%s", (version) => {
  test.each<[string, ScriptedAnswer, Fault]>([
    ["an answer with a length, after its head", whole, { kind: "close-early", afterBytes: 0 }],
    ["an answer with a length, before its last byte", whole, { kind: "close-early", afterBytes: 999 }],
    ["a chunked answer, after its head", chunked, { kind: "close-early", afterBytes: 0 }],
    ["a chunked answer, between chunks", chunked, { kind: "close-early", afterBytes: 500 }],
    ["a chunked answer, before the end of its framing", chunked, { kind: "close-early", afterBytes: 1_000 }],
  ])("%s, is cut with a reset", async (_, answer, fault) => {
    const provider = await stage.provider({ rules: [{ when: { endpoint: "any" }, answer, fault }] });
    const gateway = await stage.gatewayFor(provider.baseUrl, settings);
    const client = await stage.client(gateway);
    client.send(ask(version));
    expect(await client.ended()).toBe("reset");
    const got = await client.answer();
    expect([got.status, got.isWhole]).toEqual([200, false]);
    expect(valuesOf(got, "x-holdfast-served-by")).toEqual(["p"]);
    if (fault.kind === "close-early") expect(got.body.length).toBeLessThanOrEqual(fault.afterBytes);
    expect(await logged(gateway)).toMatchObject({
      level: "warn",
      event: "provider-failed",
      outcome: "truncated",
      provider: "p",
      request_id: valuesOf(got, "x-holdfast-request-id")[0],
      kind: "reset-in-body",
    });
  });

  test.each<[string, string, string]>([
    [
      "a provider that closes in order before its length",
      "content-length: 1000\r\n\r\nsome of it",
      "closed-early",
    ],
    [
      "a provider that closes in order within its chunks",
      "transfer-encoding: chunked\r\n\r\n5\r\nsome ",
      "closed-early",
    ],
    [
      "a provider that closes in order before its last chunk",
      "transfer-encoding: chunked\r\n\r\n5\r\nsome \r\n",
      "closed-early",
    ],
    [
      "a provider that closes in order within its trailers",
      "transfer-encoding: chunked\r\n\r\n5\r\nsome \r\n0\r\nx-a: 1\r\n",
      "closed-early",
    ],
    ["a chunk size that is none", "transfer-encoding: chunked\r\n\r\n5\r\nsome \r\nwhat?\r\n", "malformed"],
    ["a chunk without its end", "transfer-encoding: chunked\r\n\r\n5\r\nsome more\r\n0\r\n\r\n", "malformed"],
  ])("%s is no answer either", async (_, rest, kind) => {
    const peer = stage.peer({
      asked: (connection) => {
        connection.write(`HTTP/1.1 200 OK\r\n${rest}`);
        connection.end();
      },
    });
    const gateway = await stage.gatewayFor(peer.baseUrl, settings);
    const client = await stage.client(gateway);
    client.send(ask(version));
    expect(await client.ended()).toBe("reset");
    expect((await client.answer()).isWhole).toBe(false);
    expect(await logged(gateway)).toMatchObject({ outcome: "truncated", kind });
  });
});

describe("a stream that breaks off after content", () => {
  test.each([
    ["between events", 800],
    ["within an event", 1_234],
  ])(
    "%s, ends with an error of the dialect behind whole events, and without its terminal",
    async (_, afterBytes) => {
      const provider = await stage.provider({
        rules: [{ answer: said, fault: { kind: "close-early", afterBytes } }],
      });
      const gateway = await stage.gatewayFor(provider.baseUrl, settings);
      const client = await stage.client(gateway);
      client.send(post({ body }));
      const got = await client.answer();
      expect([got.status, got.isWhole]).toEqual([200, true]);
      const events = got.body.toString().trimEnd().split("\n\n");
      const last: unknown = JSON.parse(events.pop()?.slice("data: ".length) ?? "");
      expect(last).toMatchObject({ error: { message: expect.stringContaining("gave no whole answer") } });
      for (const event of events) {
        expect(() => JSON.parse(event.slice("data: ".length)) as unknown).not.toThrow();
      }
      expect(got.body.toString()).not.toContain("[DONE]");
      expect(await logged(gateway)).toMatchObject({ outcome: "truncated", provider: "p" });
    },
  );
});

test("bytes behind a whole answer are not the client's, and not the next answer's", async () => {
  const peer = stage.peer({
    asked: (connection) =>
      connection.write(
        `HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${connection.number}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`,
      ),
  });
  const gateway = await stage.gatewayFor(peer.baseUrl, settings);
  const client = await stage.client(gateway);
  for (const expected of ["1", "2"]) {
    client.send(ask("1.1"));
    expect((await client.answer()).body.toString()).toBe(expected);
  }
});
