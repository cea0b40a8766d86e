// The head that a provider gets: as the client wrote it, but for credentials and Host.

import { afterEach, describe, expect, test } from "bun:test";
import { carry, routesTo } from "./carry.ts";
import { paths } from "./post.ts";
import { createStage } from "./stage.ts";

const stage = createStage();
afterEach(stage.clear);

const ours = ["accept-encoding: identity", "x-api-key: sk-ours", "content-length: 13"];

/** The fields that arrive behind the request line and Host. */
async function arriving(
  fields: readonly string[],
  provider = "kind: anthropic, keys: [sk-ours]",
): Promise<readonly string[]> {
  const { head, body } = await carry(stage, { path: paths.messages, fields }, routesTo(provider));
  expect(head[1]).toBe("host: PROVIDER");
  expect(body).toBe('{"model":"m"}');
  return head.slice(2);
}

describe("header fields", () => {
  test("arrive in order, case, repetition and spelling, with ours behind them", async () => {
    const fields = [
      "X-Stainless-Lang: js",
      "anthropic-beta: a-1",
      "ANTHROPIC-BETA: b-2",
      "x-Unknown-To-Everyone:   spaced   out  ",
      "x-empty:",
      "anthropic-version: 2023-06-01",
      "Content-Type: application/json;  charset=UTF-8",
      "x-not-ascii: caf\u00e9",
      "User-Agent: test/1 (odd; comment)",
      "x-unknown-to-everyone: again",
    ];
    const bytes = fields.map((field) => Buffer.from(field).toString("latin1"));
    expect(await arriving(fields)).toEqual([...bytes, ...ours]);
  });

  test("that concern one connection only stay behind, named ones too", async () => {
    const fields = [
      "Connection: keep-alive, X-One-Hop",
      "X-One-Hop: 1",
      "Keep-Alive: timeout=5",
      "TE: trailers",
      "Trailer: x-sum",
      "Upgrade: h2c",
      "HTTP2-Settings: AAMAAABkAAQAAP__",
      "Proxy-Authorization: Basic c2VjcmV0",
      "Proxy-Connection: keep-alive",
      "x-kept: 1",
    ];
    expect(await arriving(fields)).toEqual(["x-kept: 1", ...ours]);
  });

  test("of the client in Connection cannot take ours away", async () => {
    const connection =
      "Connection: x-api-key, authorization, content-length, host, transfer-encoding, x-kept";
    expect(await arriving([connection, "x-kept: 1", "x-api-key: theirs"])).toEqual(ours);
  });

  test.each([
    ["with a key of ours", "kind: anthropic, keys: [sk-ours]", ["x-api-key: sk-ours"]],
    [
      "with a key of ours in another field",
      "kind: openai, keys: [sk-ours], speaks: [messages]",
      ["authorization: Bearer sk-ours"],
    ],
    ["where the provider has no key", "kind: openai-compatible, speaks: [messages]", []],
  ])("that sign the client in never reach the provider: %s", async (_, provider, signIn) => {
    const fields = [
      "Authorization: Bearer theirs",
      "X-API-Key: theirs",
      "x-api-key: theirs-again",
      "Api-Key: theirs",
      "x-goog-api-key: theirs",
      "Proxy-Authorization: Bearer theirs",
      "Cookie: session=theirs",
    ];
    expect(await arriving(fields, provider)).toEqual([
      "accept-encoding: identity",
      ...signIn,
      "content-length: 13",
    ]);
  });

  test("that are meant for Holdfast stay with it, whatever they are called", async () => {
    const fields = [
      "x-holdfast-workflow: w",
      "X-Holdfast-Deadline: 5",
      "x-holdfast-anything-else: 1",
      "x-holdfastened: 1",
    ];
    expect(await arriving(fields)).toEqual(["x-holdfastened: 1", ...ours]);
  });

  test("Expect is met by the gateway and goes no further", async () => {
    expect(await arriving(["Expect: 100-continue"])).toEqual(ours);
  });
});

describe("the target", () => {
  const odd = "/v1/messages?a=1&a=2&b=%2F%00&c=\"'<>[]{}|\\^`??/../x";
  test.each([
    ["/v1/messages?beta=true", "/v1/messages?beta=true"],
    ["/v1/messages?", "/v1/messages?"],
    [odd, odd],
    ["http://gateway/v1/messages?a=b", "/v1/messages?a=b"],
  ])("%s keeps its query", async (path, expected) => {
    const { head } = await carry(stage, { path }, routesTo("kind: anthropic, keys: [sk-ours]"));
    expect(head[0]).toBe(`POST ${expected} HTTP/1.1`);
  });
});
