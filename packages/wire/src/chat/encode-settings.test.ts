import { describe, expect, test } from "bun:test";
import { written } from "../../test/chat-request.ts";
import { everything } from "../../test/everything.ts";
import type { JsonObject } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";

describe("settings", () => {
  test.each<readonly [string, Partial<NeutralRequest>, JsonObject, readonly string[]]>([
    [
      "no thinking",
      { reasoning: { mode: "off", effort: "low" } },
      { reasoning_effort: "none" },
      ["dropped reasoning.effort"],
    ],
    [
      "a budget",
      { reasoning: { mode: "on", effort: "high", budgetTokens: 2000, show: "none" } },
      { reasoning_effort: "high" },
      ["dropped reasoning.mode", "dropped reasoning.budgetTokens", "dropped reasoning.show"],
    ],
    [
      "more stops than four",
      { sampling: { stop: ["a", "b", "c", "d", "e"] } },
      { stop: ["a", "b", "c", "d"] },
      ["approximated sampling.stop"],
    ],
    [
      "sampling",
      { sampling: { temperature: 1, topK: 5, candidates: 2 } },
      { temperature: 1, top_k: 5, n: 2 },
      [],
    ],
    [
      "a schema without a name",
      { output: { kind: "json-schema", schema: {} } },
      { response_format: { type: "json_schema", json_schema: { name: "response", schema: {} } } },
      [],
    ],
    ["any JSON", { output: { kind: "json" } }, { response_format: { type: "json_object" } }, []],
    ["a user", { userId: "u" }, { safety_identifier: "u" }, []],
    ["a user of too long a name", { userId: "u".repeat(129) }, {}, ["dropped userId"]],
    ["the usual tier", { serviceTier: "standard" }, { service_tier: "default" }, []],
    ["a cached prompt", { cache: {} }, { prompt_cache_options: { mode: "implicit" } }, []],
    [
      "a prompt cached for an hour",
      { cache: { ttlSeconds: 3600 } },
      { prompt_cache_options: { mode: "implicit", ttl: "12h" } },
      ["approximated cache.ttlSeconds"],
    ],
    [
      "another dialect's field",
      { extras: { messages: { container: "c" } } },
      {},
      ["dropped extras.messages.container"],
    ],
    [
      "a choice that only its dialect knows",
      { toolChoice: { kind: "unknown", origin: "responses", value: {} } },
      {},
      ["dropped toolChoice"],
    ],
  ])("%s", (_what, request, fields, lost) => {
    const { body, lost: found } = written(request);
    expect(body).toEqual({ model: "gpt-5.5", messages: [], ...fields });
    expect(found).toEqual([...lost]);
  });

  test("the limit is called what the server calls it", () => {
    const capabilities = { ...everything, maxTokensField: "max_tokens" as const };
    expect(written({ maxOutputTokens: 9 }, { capabilities }).body).toMatchObject({ max_tokens: 9 });
  });

  test("usage is asked for in streams only, and only where it can be", () => {
    expect(written({ includeUsage: true }).body).not.toHaveProperty("stream_options");
    const capabilities = { ...everything, streamUsage: false };
    expect(written({ includeUsage: true }, { isStreamed: true, capabilities }).body).toEqual({
      model: "gpt-5.5",
      messages: [],
      stream: true,
    });
  });
});
