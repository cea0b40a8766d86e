import { expect, test } from "bun:test";
import type { GenerationConfig } from "@google/genai";
import { objectOf, parseJson } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { decodeSettings, encodeSettings } from "./settings.ts";
import type { Settings } from "./settings.ts";

const target = { capabilities: { thinking: "effort" } } as const;

function said(settings: Settings): JsonObject {
  const request = { origin: "gemini", model: "m", isStreamed: false, turns: [], ...settings } as const;
  const place = { path: "", losses: [] };
  const body = encodeSettings(request, target, place);
  expect(place.losses).toEqual([]);
  return body;
}

test.each<[config: Wire<GenerationConfig>, settings: Settings]>([
  [
    {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      candidateCount: 2,
      stopSequences: ["X"],
      seed: 7,
      presencePenalty: 1,
      frequencyPenalty: -1,
      maxOutputTokens: 100,
    },
    {
      sampling: {
        temperature: 0.5,
        topP: 0.9,
        topK: 40,
        candidates: 2,
        stop: ["X"],
        seed: 7,
        presencePenalty: 1,
        frequencyPenalty: -1,
      },
      maxOutputTokens: 100,
    },
  ],
  [{ responseMimeType: "text/plain" }, { output: { kind: "text" } }],
  [{ responseMimeType: "application/json" }, { output: { kind: "json" } }],
  [
    { responseMimeType: "application/json", responseJsonSchema: { type: "object" } },
    { output: { kind: "json-schema", schema: { type: "object" } } },
  ],
  [{ thinkingConfig: { thinkingLevel: "LOW" } }, { reasoning: { effort: "low" } }],
])("%j comes and goes as %j", (config, settings) => {
  const body = { generationConfig: objectOf(parseJson(JSON.stringify(config))) ?? {} };
  expect(decodeSettings(body)).toEqual(settings);
  expect(said(settings)).toEqual(body);
});

test.each<[body: JsonObject, settings: Settings]>([
  [{ serviceTier: "PRIORITY" }, { serviceTier: "priority" }],
  [{ labels: { team: "a" } }, { metadata: { team: "a" } }],
  [
    { generationConfig: { responseSchema: { type: "STRING" } } },
    { output: { kind: "json-schema", schema: { type: "string" } } },
  ],
  [
    { toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } },
    { toolChoice: { kind: "auto" }, extras: { gemini: { $validated: true } } },
  ],
])("%j is %j", (body, settings) => {
  expect(decodeSettings(body)).toEqual(settings);
});

test.each<[body: JsonObject]>([
  // The schema means something else there.
  [{ generationConfig: { responseMimeType: "text/x.enum", responseSchema: { type: "STRING" } } }],
  [{ generationConfig: { temperature: "hot", topK: null, stopSequences: [1] } }],
  [{ generationConfig: "none", toolConfig: { functionCallingConfig: { mode: "SOMETIMES" } } }],
  [{ serviceTier: "unspecified", cachedContent: "cachedContents/x", labels: [] }],
])("%j says nothing that others know, and is kept", (body) => {
  expect(decodeSettings(body)).toEqual({ extras: { gemini: body } });
});

test("VALIDATED is said again as long as the choice is the model's", () => {
  const settings = decodeSettings({ toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } });
  expect(said(settings)["toolConfig"]).toEqual({ functionCallingConfig: { mode: "VALIDATED" } });
  expect(said({ ...settings, toolChoice: { kind: "none" } })["toolConfig"]).toEqual({
    functionCallingConfig: { mode: "NONE" },
  });
});

test("what Gemini's schema for answers cannot have is a loss", () => {
  const place = { path: "", losses: [] };
  const output = { kind: "json-schema", schema: {}, name: "n", description: "d", strict: true } as const;
  encodeSettings({ origin: "chat", model: "m", isStreamed: false, turns: [], output }, target, place);
  expect(place.losses).toMatchObject([
    { path: "output.name" },
    { path: "output.description" },
    { path: "output.strict" },
  ]);
});
