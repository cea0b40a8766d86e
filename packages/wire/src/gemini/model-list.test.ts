import { expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import { modelList } from "./model-list.ts";

test("models are named without their collection", () => {
  const body: JsonObject = {
    models: [
      {
        name: "models/gemini-3-pro",
        displayName: "Gemini 3 Pro",
        inputTokenLimit: 100,
        outputTokenLimit: 10,
      },
      { name: "publishers/google/models/gemini-3-flash" },
      { displayName: "nameless" },
      null,
    ],
    nextPageToken: "x",
  };
  expect(modelList.decode(body)).toMatchObject({
    value: [
      { id: "gemini-3-pro", displayName: "Gemini 3 Pro", contextTokens: 100, maxOutputTokens: 10 },
      { id: "gemini-3-flash" },
    ],
  });
});

test("they are told with it, and with what can be asked of them", () => {
  const { models } = modelList.encode([{ id: "fast", contextTokens: 100, ownedBy: "us", createdAt: 1 }]);
  expect(models).toEqual([
    {
      name: "models/fast",
      displayName: "fast",
      inputTokenLimit: 100,
      supportedGenerationMethods: ["generateContent", "streamGenerateContent", "countTokens"],
    },
  ]);
});

test("what is no list is a fault", () => {
  expect(modelList.decode({})).toMatchObject({ kind: "fault", path: "models" });
});
