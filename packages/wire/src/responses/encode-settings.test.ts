import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";
import { everything } from "../../test/everything.ts";
import { encodeRequest } from "./encode-request.ts";

/** What every request says that comes from another dialect. */
const usual = { model: "gpt-5.6", store: false, include: ["reasoning.encrypted_content"] };

function encode(request: Partial<NeutralRequest>): {
  readonly body: JsonObject;
  readonly losses: readonly string[];
} {
  const { body, losses } = encodeRequest(
    { origin: "messages", model: "claude", isStreamed: false, turns: [], ...request },
    { model: "gpt-5.6", isStreamed: false, capabilities: everything },
  );
  return { body, losses: losses.map(({ action, path }) => `${action} ${path}`) };
}

describe("a setting", () => {
  test.each<[Partial<NeutralRequest>, JsonObject, readonly string[]]>([
    [{ sampling: { temperature: 0.5, topP: 0.9 } }, { temperature: 0.5, top_p: 0.9 }, []],
    [
      { sampling: { frequencyPenalty: 1, presencePenalty: 2 } },
      { frequency_penalty: 1, presence_penalty: 2 },
      [],
    ],
    [
      { sampling: { topK: 4, seed: 1, stop: ["x"] } },
      {},
      ["dropped sampling.topK", "dropped sampling.seed", "dropped sampling.stop"],
    ],
    [{ sampling: { candidates: 2 } }, {}, ["refused sampling.candidates"]],
    [{ sampling: { candidates: 1 } }, {}, ["dropped sampling.candidates"]],
    [{ includeUsage: true }, {}, ["dropped includeUsage"]],
    [
      { reasoning: { effort: "xhigh", show: "detailed" } },
      { reasoning: { effort: "xhigh", summary: "detailed" } },
      [],
    ],
    [{ reasoning: { mode: "off" } }, { reasoning: { effort: "none" } }, []],
    [
      { reasoning: { mode: "off", effort: "low" } },
      { reasoning: { effort: "none" } },
      ["dropped reasoning.effort"],
    ],
    [{ reasoning: { effort: "low", show: "none" } }, { reasoning: { effort: "low", summary: null } }, []],
    [
      { reasoning: { mode: "on", budgetTokens: 4096 } },
      {},
      ["dropped reasoning.mode", "dropped reasoning.budgetTokens"],
    ],
    [{ output: { kind: "text" } }, { text: { format: { type: "text" } } }, []],
    [
      { output: { kind: "json" }, verbosity: "low" },
      { text: { format: { type: "json_object" }, verbosity: "low" } },
      [],
    ],
    [
      { output: { kind: "json-schema", schema: { type: "object" }, strict: true } },
      {
        text: { format: { type: "json_schema", name: "response", schema: { type: "object" }, strict: true } },
      },
      [],
    ],
    [{ serviceTier: "standard" }, { service_tier: "default" }, []],
    [{ serviceTier: "fast" }, { service_tier: "fast" }, []],
    [
      { userId: "u", metadata: { a: "b" }, cacheKey: "k" },
      { safety_identifier: "u", metadata: { a: "b" }, prompt_cache_key: "k" },
      [],
    ],
    [{ cache: {} }, { prompt_cache_options: { mode: "implicit" } }, []],
    [{ cache: { ttlSeconds: 43_200 } }, { prompt_cache_options: { mode: "implicit", ttl: "12h" } }, []],
    [
      { cache: { ttlSeconds: 300 } },
      { prompt_cache_options: { mode: "implicit", ttl: "30m" } },
      ["approximated cache.ttlSeconds"],
    ],
    [{ toolChoice: { kind: "none" } }, { tool_choice: "none" }, []],
    [{ toolChoice: { kind: "tool", name: "get" } }, { tool_choice: { type: "function", name: "get" } }, []],
    [
      { toolChoice: { kind: "allowed", mode: "any", names: ["a"] } },
      { tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "a" }] } },
      [],
    ],
    [{ toolChoice: { kind: "unknown", origin: "chat", value: {} } }, {}, ["dropped toolChoice"]],
    [
      { extras: { chat: { logit_bias: {} }, responses: { moderation: {} } } },
      { moderation: {} },
      ["dropped extras.chat.logit_bias"],
    ],
    [{ extras: { messages: { container: "c" } } }, {}, ["refused extras.messages.container"]],
    [{ extras: { gemini: { cachedContent: "c" } } }, {}, ["refused extras.gemini.cachedContent"]],
  ])("%j", (request, body, losses) => {
    expect(encode(request)).toEqual({ body: { ...usual, input: [], ...body }, losses });
  });

  test("that nobody changed keeps its spelling beside one that was changed", () => {
    const request: NeutralRequest = {
      origin: "responses",
      model: "m",
      isStreamed: false,
      turns: [],
      maxOutputTokens: 5,
      extras: {
        responses: {
          moderation: {},
          $as: { max_output_tokens: 9, moderation: {}, store: false, truncation: "disabled", stream: false },
        },
      },
    };
    const { body } = encodeRequest(request, { model: "n", isStreamed: false, capabilities: everything });
    expect(body).toEqual({
      model: "n",
      input: [],
      moderation: {},
      max_output_tokens: 5,
      store: false,
      truncation: "disabled",
      stream: false,
    });
  });

  test("does not bring in what another provider would have done by itself", () => {
    const request: NeutralRequest = {
      origin: "responses",
      model: "m",
      isStreamed: true,
      turns: [],
      maxOutputTokens: 5,
    };
    const { body } = encodeRequest(request, { model: "m", isStreamed: true, capabilities: everything });
    expect(body).toEqual({ model: "m", input: [], stream: true, max_output_tokens: 5 });
  });
});
