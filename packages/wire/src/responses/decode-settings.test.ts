import { expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import { decodeSettings } from "./decode-settings.ts";
import type { Settings } from "./decode-settings.ts";

const unread = (fields: JsonObject): Settings => ({ extras: { responses: fields } });

test.each<[JsonObject, Settings]>([
  [{ temperature: 0.5, top_p: 0.9 }, { sampling: { temperature: 0.5, topP: 0.9 } }],
  [{ temperature: null, max_output_tokens: null, metadata: null }, {}],
  [{ frequency_penalty: 1, presence_penalty: 2 }, { sampling: { frequencyPenalty: 1, presencePenalty: 2 } }],
  [
    { max_output_tokens: 9, parallel_tool_calls: false },
    { maxOutputTokens: 9, parallelToolCalls: false },
  ],
  [{ max_output_tokens: "9" }, unread({ max_output_tokens: "9" })],
  [{ reasoning: { effort: "none" } }, { reasoning: { mode: "off" } }],
  [{ reasoning: { effort: "xhigh", summary: "auto" } }, { reasoning: { effort: "xhigh", show: "summary" } }],
  [{ reasoning: { summary: "concise" } }, { reasoning: { show: "summary" } }],
  [{ reasoning: { summary: "detailed" } }, { reasoning: { show: "detailed" } }],
  [{ reasoning: { summary: null } }, { reasoning: { show: "none" } }],
  [{ reasoning: { effort: null } }, {}],
  [
    { reasoning: { effort: "heroic", mode: "pro" } },
    unread({ reasoning: { effort: "heroic", mode: "pro" } }),
  ],
  [{ reasoning: null }, {}],
  [{ text: { format: { type: "text" }, verbosity: "low" } }, { output: { kind: "text" }, verbosity: "low" }],
  [{ text: { format: { type: "json_object" } } }, { output: { kind: "json" } }],
  [
    {
      text: {
        format: {
          type: "json_schema",
          name: "n",
          schema: { type: "object" },
          strict: true,
          description: "d",
        },
      },
    },
    {
      output: { kind: "json-schema", schema: { type: "object" }, name: "n", strict: true, description: "d" },
    },
  ],
  [
    { text: { format: { type: "grammar", definition: "a" } } },
    unread({ text: { format: { type: "grammar", definition: "a" } } }),
  ],
  [{ service_tier: "default" }, { serviceTier: "standard" }],
  [{ service_tier: "fast" }, { serviceTier: "fast" }],
  [{ service_tier: "ultrafast" }, unread({ service_tier: "ultrafast" })],
  [
    { safety_identifier: "u", metadata: { a: "b" }, prompt_cache_key: "k" },
    { userId: "u", metadata: { a: "b" }, cacheKey: "k" },
  ],
  [{ user: "u" }, { userId: "u" }],
  [
    { safety_identifier: "u", user: "v" },
    { userId: "u", ...unread({ user: "v" }) },
  ],
  [{ prompt_cache_options: { ttl: "30m" } }, { cache: { ttlSeconds: 1800 } }],
  [{ prompt_cache_options: { mode: "implicit", ttl: "12h" } }, { cache: { ttlSeconds: 43_200 } }],
  [
    { prompt_cache_options: { mode: "explicit", ttl: "30m" } },
    unread({ prompt_cache_options: { mode: "explicit", ttl: "30m" } }),
  ],
  // What asks for no more than happens anyway is nothing to be lost.
  [{ store: false, background: false, truncation: "disabled", stream_options: {}, tools: [] }, {}],
  [{ include: ["reasoning.encrypted_content"] }, {}],
  [
    { store: true, background: true, truncation: "auto" },
    unread({ store: true, background: true, truncation: "auto" }),
  ],
  [{ include: ["file_search_call.results"] }, unread({ include: ["file_search_call.results"] })],
])("%j is heard as %j", (said, settings) => {
  expect(decodeSettings(said)).toEqual(settings);
});
