import { expect, test } from "bun:test";
import type { ModelEntry } from "../dialect.ts";
import type { JsonValue } from "../json/value.ts";
import { modelList } from "./model-list.ts";

test.each<readonly [string, JsonValue, readonly ModelEntry[]]>([
  [
    "OpenAI",
    { object: "list", data: [{ id: "gpt-5.5", object: "model", created: 5, owned_by: "openai" }] },
    [{ id: "gpt-5.5", createdAt: 5, ownedBy: "openai" }],
  ],
  [
    "OpenRouter",
    { data: [{ id: "a/b", name: "B", context_length: 9, top_provider: { max_completion_tokens: 4 } }] },
    [{ id: "a/b", displayName: "B", contextTokens: 9, maxOutputTokens: 4 }],
  ],
  ["vLLM", { data: [{ id: "q", max_model_len: 9 }] }, [{ id: "q", contextTokens: 9 }]],
  ["Together, as a bare list", [{ id: "t" }], [{ id: "t" }]],
  ["a server with odd entries", { data: [null, {}, { id: "" }, { id: "x", created: null }] }, [{ id: "x" }]],
])("the models of %s are read", (_who, body, value) => {
  expect(modelList.decode(body)).toEqual({ kind: "decoded", value, losses: [] });
});

test("what is no list of models is a fault", () => {
  expect(modelList.decode({ data: "x" })).toEqual({
    kind: "fault",
    path: "data",
    expected: "a list of models",
  });
});

test("a list for clients has every field that they require", () => {
  const models = [{ id: "a", createdAt: 5, ownedBy: "anthropic", displayName: "A" }, { id: "b" }];
  expect(modelList.encode(models)).toEqual({
    object: "list",
    data: [
      { id: "a", object: "model", created: 5, owned_by: "anthropic" },
      { id: "b", object: "model", created: 0, owned_by: "system" },
    ],
  });
});
