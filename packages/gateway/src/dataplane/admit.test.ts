import { describe, expect, test } from "bun:test";
import { createCatalogue } from "@holdfast/wire";
import { loadConfig } from "../config/load.ts";
import { snapshotFrom } from "../config/snapshot.ts";
import type { Dialect } from "../contract/config.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import { headOf } from "../../test/head-of.ts";
import { admit } from "./admit.ts";
import type { Admission } from "./admit.ts";
import type { Received } from "./admitted.ts";
import { createCandidates } from "./candidates.ts";
import type { Recognised } from "./recognise.ts";

const snapshot = snapshotOf(`
providers:
  anthropic: { kind: anthropic, keys: [sk-secret], models: { claude-mapped: theirs } }
  local: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" }
routes:
  - { match: claude-fixed, chain: [anthropic/claude-other, local/qwen3] }
  - { match: "claude-*", chain: ["anthropic/*"] }
  - { match: "gpt-*", chain: ["local/*"] }
  - { match: "\u{1f600}", chain: [local/qwen3] }
`);

function snapshotOf(yaml: string): Snapshot {
  const result = loadConfig(yaml, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return snapshotFrom(result.loaded, { version: 1 });
}

const candidatesFor = createCandidates(createCatalogue());
const head = await headOf("POST /v1/messages HTTP/1.1");

function admitted(dialect: Dialect, body: string | Uint8Array, more: Partial<Received> = {}): Admission {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const recognised: Recognised = {
    kind: "recognised",
    dialect,
    operation: "generate",
    path: "/",
    query: "?q=1",
    named: undefined,
  };
  const received: Received = {
    recognised,
    head,
    body: bytes,
    client: undefined,
    caller: "c",
    at: 0,
    ...more,
  };
  return admit(received, { snapshot, candidatesFor, open: () => undefined });
}

describe("a request gets the first road of the first route that matches", () => {
  test.each<[Dialect, string, string, string, string | undefined]>([
    ["messages", '{"model":"claude-x"}', "claude-x", "anthropic", undefined],
    ["messages", '{"model":"claude-fixed"}', "claude-fixed", "anthropic", "claude-other"],
    ["messages", '{"model":"claude-mapped"}', "claude-mapped", "anthropic", "theirs"],
    ["chat", '{"stream":true,"model":"gpt-y","x":{"model":"claude-x"}}', "gpt-y", "local", undefined],
    ["chat", '{"model":"no","model":"gpt-last"}', "gpt-last", "local", undefined],
    ["chat", '{"m\\u006fdel":"gpt-\\u0079"}', "gpt-y", "local", undefined],
    ["chat", '{"model":"\u{1f600}"}', "\u{1f600}", "local", "qwen3"],
  ])("%s %s", (dialect, body, model, provider, sent) => {
    const admission = admitted(dialect, body);
    if (admission.kind !== "admitted") throw new Error(admission.refusal.message);
    const { admitted: request } = admission;
    const [first] = request.decided.candidates;
    expect(request.decided.model).toBe(model);
    expect([first?.road.provider.name, first?.road.model]).toEqual([provider, sent]);
    expect(request.received.recognised.query).toBe("?q=1");
  });

  test("or is translated where no provider speaks its dialect", () => {
    const admission = admitted("chat", '{"model":"claude-x"}');
    if (admission.kind !== "admitted") throw new Error(admission.refusal.message);
    expect(admission.admitted.decided.candidates.map(({ dialect }) => dialect)).toEqual(["messages"]);
  });
});

describe("a request is refused in its own dialect, and told why", () => {
  test.each<[Dialect, string, string, string]>([
    ["messages", "", "bad-request", "The request body cannot be read (byte 0): expected a JSON object."],
    ["chat", "[1]", "bad-request", "The request body cannot be read (byte 0): expected a JSON object."],
    ["chat", '{"model":"gpt-y"', "bad-request", "The request body cannot be read (byte 16): expected"],
    ["chat", '{"model":"gpt-y"} x', "bad-request", "The request body cannot be read (byte 18): expected"],
    [
      "chat",
      '{"model":7}',
      "bad-request",
      "The request body cannot be read in `model` (byte 9): expected a string.",
    ],
    ["chat", '{"model":"gpt-y","stream":1}', "bad-request", "in `stream` (byte 26): expected true or false."],
    ["chat", '{"Model":"gpt-y"}', "bad-request", 'in `model` (byte 1): expected "model" in lower case.'],
    ["messages", "{}", "bad-request", "The request names no model: `model` is required."],
    ["messages", '{"model":""}', "bad-request", "The request names no model: `model` is required."],
    ["messages", '{"model":null}', "bad-request", "in `model` (byte 9): expected a string."],
    ["messages", '{"model":"nobody"}', "unknown-model", "No route matches the model `nobody`."],
  ])("%s %s", (dialect, body, kind, message) => {
    const admission = admitted(dialect, body);
    if (admission.kind !== "refused") throw new Error("It was admitted.");
    expect(admission.refusal).toMatchObject({ dialect, kind, message: expect.stringContaining(message) });
    expect(JSON.stringify(admission.refusal)).not.toContain("sk-secret");
  });

  test("also if its body is not text", () => {
    expect(messageOf(admitted("chat", Uint8Array.of(0xff, 0xfe, 0x7b)))).toStartWith(
      "The request body cannot be read (byte 0)",
    );
  });

  test("with a very long name shortened", () => {
    const message = messageOf(admitted("chat", `{"model":"${"x".repeat(4_000)}"}`));
    expect(message).toBe(`No route matches the model \`${"x".repeat(120)}…\`.`);
  });

  test("a shortened name is not cut within a character", () => {
    const message = messageOf(admitted("chat", `{"model":"${"x".repeat(119)}\u{1f600}\u{1f600}"}`));
    expect(message).toContain("model `xxx");
    expect(message.isWellFormed()).toBe(true);
  });
});

function messageOf(admission: Admission): string {
  return admission.kind === "refused" ? admission.refusal.message : "";
}
