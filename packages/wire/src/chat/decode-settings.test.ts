import { describe, expect, test } from "bun:test";
import { decoded } from "../../test/chat-request.ts";
import type { JsonObject } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";

describe("settings are read", () => {
  test.each<readonly [string, JsonObject, Partial<NeutralRequest>]>([
    ["an effort", { reasoning_effort: "xhigh" }, { reasoning: { effort: "xhigh" } }],
    ["no effort at all", { reasoning_effort: "none" }, { reasoning: { mode: "off" } }],
    ["OpenRouter's effort", { reasoning: { effort: "low" } }, { reasoning: { effort: "low" } }],
    [
      "OpenRouter's budget, not to be shown",
      { reasoning: { max_tokens: 2000, exclude: true } },
      { reasoning: { budgetTokens: 2000, show: "none" } },
    ],
    ["OpenRouter's switch", { reasoning: { enabled: true } }, { reasoning: { mode: "on" } }],
    ["thinking turned off", { thinking: { type: "disabled" } }, { reasoning: { mode: "off" } }],
    [
      "thinking with a budget",
      { thinking: { type: "enabled", budget_tokens: 2048 } },
      { reasoning: { mode: "on", budgetTokens: 2048 } },
    ],
    ["the older limit", { max_tokens: 5 }, { maxOutputTokens: 5 }],
    ["the newer limit before the older", { max_tokens: 6, max_completion_tokens: 5 }, { maxOutputTokens: 5 }],
    ["one stop", { stop: "a" }, { sampling: { stop: ["a"] } }],
    ["several stops", { stop: ["a", "b"] }, { sampling: { stop: ["a", "b"] } }],
    ["top_k, which some servers know", { top_k: 5 }, { sampling: { topK: 5 } }],
    ["the older user", { user: "u" }, { userId: "u" }],
    ["the newer user before the older", { user: "u", safety_identifier: "s" }, { userId: "s" }],
    ["JSON", { response_format: { type: "json_object" } }, { output: { kind: "json" } }],
    ["text", { response_format: { type: "text" } }, { output: { kind: "text" } }],
    [
      "a schema as Responses has it",
      { response_format: { type: "json_schema", name: "n", schema: {} } },
      { output: { kind: "json-schema", name: "n", schema: {} } },
    ],
    ["the usual tier", { service_tier: "default" }, { serviceTier: "standard" }],
    [
      "a prompt's lifetime",
      { prompt_cache_options: { mode: "implicit", ttl: "12h" } },
      { cache: { ttlSeconds: 43_200 } },
    ],
    ["Mistral's word for a forced choice", { tool_choice: "any" }, { toolChoice: { kind: "any" } }],
    ["the choice of old", { function_call: { name: "f" } }, { toolChoice: { kind: "tool", name: "f" } }],
    [
      "the one server tool",
      { web_search_options: { search_context_size: "low" } },
      {
        tools: [
          {
            kind: "server",
            name: "web_search",
            origin: "chat",
            does: "web-search",
            value: { search_context_size: "low" },
            extras: { chat: { $in: "web_search_options" } },
          },
        ],
      },
    ],
  ])("%s", (_what, fields, settings) => {
    const { extras: _extras, ...rest } = decoded({ messages: [], ...fields }).request;
    expect(rest).toEqual({ origin: "chat", model: "", isStreamed: false, turns: [], ...settings });
  });
});
