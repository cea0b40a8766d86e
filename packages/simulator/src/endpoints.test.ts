// What is asked beside answers: models, tokens, embeddings, and the paths that a provider does not have.

import { describe, expect, test } from "bun:test";
import { answerTo } from "../test/checking.ts";
import { list, object, parse } from "../test/json.ts";
import { dialects, requestFor } from "../test/questions.ts";
import { errorOf, understand } from "../test/understood.ts";
import { expectedAnswer } from "./index.ts";
import type { Dialect, ProviderRequest, Script } from "./index.ts";

const counting: Readonly<Record<Exclude<Dialect, "chat">, string>> = {
  messages: "/v1/messages/count_tokens",
  responses: "/v1/responses/input_tokens",
  gemini: "/v1beta/models/gemini-3-pro:countTokens",
};

describe.each(["messages", "responses", "gemini"] as const)("counting in %s", (dialect) => {
  const count = (fields: object = {}): Record<string, unknown> =>
    parse(
      answerTo({
        ...requestFor(dialect, "whole", { max_tokens: undefined, ...fields }),
        target: counting[dialect],
      }).text,
    );

  test("says what the usage of the answer says", () => {
    const { usage } = expectedAnswer({ kind: "echo" }, requestFor(dialect));
    expect(Object.values(count())).toContain(usage.inputTokens);
  });

  test("has the vendor's shape", () => {
    const shapes = {
      messages: { input_tokens: expect.any(Number) },
      responses: { object: "response.input_tokens", input_tokens: expect.any(Number) },
      gemini: { totalTokens: expect.any(Number), promptTokensDetails: expect.any(Array) },
    };
    expect(count()).toEqual(shapes[dialect]);
  });

  test("refuses what an answer would be refused for", () => {
    const fields = { messages: [], input: null, contents: [] };
    expect(answerTo({ ...requestFor(dialect, "whole", fields), target: counting[dialect] }).status).toBe(400);
  });
});

test("Gemini's counting also takes the request wrapped", () => {
  const body = new TextEncoder().encode(
    JSON.stringify({ generateContentRequest: { contents: [{ parts: [{ text: "Hello there" }] }] } }),
  );
  const answer = answerTo({ ...requestFor("gemini"), target: counting.gemini, body });
  expect(parse(answer.text)).toMatchObject({ totalTokens: 3 });
});

test("Gemini's stream without alt=sse is one JSON array, which says the same", () => {
  const request = requestFor("gemini", "streamed");
  const array = answerTo({ ...request, target: request.target.replace("?alt=sse", "") });
  expect(array.headers["content-type"]).toBe("application/json; charset=UTF-8");
  expect(array.text).toStartWith("[{");
  expect(understand.gemini.streamed(array.text)).toEqual(understand.gemini.streamed(answerTo(request).text));
});

test("an error in Gemini's array leaves one that can be read", () => {
  const request = requestFor("gemini", "streamed");
  const target = request.target.replace("?alt=sse", "");
  for (const position of ["before-content", "after-content"] as const) {
    const { text } = answerTo(
      { ...request, target },
      { rules: [{ fault: { kind: "error-event", position } }] },
    );
    expect(list(JSON.parse(text)).at(-1)).toMatchObject({ error: { status: "UNAVAILABLE" } });
  }
});

describe("embeddings", () => {
  const ask = (fields: object): ReturnType<typeof answerTo> => {
    const body = new TextEncoder().encode(JSON.stringify({ model: "e", ...fields }));
    return answerTo({ method: "POST", target: "/v1/embeddings", headers: [], body });
  };
  const vectors = (fields: object): unknown[] =>
    list(parse(ask(fields).text)["data"]).map(({ embedding }) => embedding);

  test("are the same for the same text, others for others, and of length one", () => {
    const [one, two, again] = vectors({ input: ["one", "two", "one"] });
    expect(again).toEqual(one);
    expect(two).not.toEqual(one);
    const numbers: unknown[] = Array.isArray(one) ? one : [];
    expect(Math.hypot(...numbers.map(Number))).toBeCloseTo(1, 5);
  });

  test("take one text, several, tokens, and the dimensions that are asked for", () => {
    expect(vectors({ input: "one" })).toHaveLength(1);
    expect(vectors({ input: [1, 2, 3] })).toHaveLength(1);
    expect(vectors({ input: [[1], [2]] })).toHaveLength(2);
    expect(vectors({ input: "one", dimensions: 3 })).toEqual([expect.objectContaining({ length: 3 })]);
  });

  test.each([{ input: undefined }, { input: [] }, { input: "" }, { input: "x", dimensions: 0 }])(
    "%j is refused",
    (fields) => {
      expect(ask(fields).status).toBe(400);
    },
  );
});

describe("models", () => {
  const models = (target: string, headers: ProviderRequest["headers"]): Record<string, unknown> =>
    parse(answerTo({ method: "GET", target, headers, body: new Uint8Array(0) }, { models: ["a", "b"] }).text);

  test("have three shapes", () => {
    expect(models("/v1/models", [["anthropic-version", "2023-06-01"]])).toMatchObject({
      data: [{ type: "model", id: "a", capabilities: null, lifecycle: "active" }, { id: "b" }],
      has_more: false,
    });
    expect(models("/v1/models", [])).toMatchObject({
      object: "list",
      data: [{ object: "model", id: "a" }, { id: "b" }],
    });
    expect(models("/v1beta/models", [])).toMatchObject({
      models: [
        { name: "models/a", supportedGenerationMethods: ["generateContent", "countTokens"] },
        { name: "models/b" },
      ],
    });
  });
});

describe("signing in", () => {
  const script: Script = { keys: ["sk-good"], accounts: [{ name: "a", keys: ["sk-other"] }] };
  const withField = (dialect: Dialect, name: string, value: string): ProviderRequest => {
    const request = requestFor(dialect);
    return { ...request, headers: [...request.headers, [name, value]] };
  };

  test.each([
    ["messages", "x-api-key", "sk-good"],
    ["messages", "authorization", "Bearer sk-other"],
    ["chat", "authorization", "Bearer sk-good"],
    ["responses", "authorization", "bearer sk-other"],
    ["gemini", "x-goog-api-key", "sk-good"],
    ["gemini", "authorization", "Bearer sk-other"],
  ] as const)("%s takes %s: %s", (dialect, name, value) => {
    expect(answerTo(withField(dialect, name, value), script).status).toBe(200);
  });

  test("Gemini takes a key in the query, and says 400 to a wrong one", () => {
    const request = requestFor("gemini");
    expect(answerTo({ ...request, target: `${request.target}?key=sk-good` }, script).status).toBe(200);
    const wrong = answerTo({ ...request, target: `${request.target}?key=sk-bad` }, script);
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain("API_KEY_INVALID");
    expect(answerTo(request, script).status).toBe(403);
  });

  test.each(["chat", "responses"] as const)("%s takes no other vendor's field", (dialect) => {
    expect(answerTo(withField(dialect, "x-api-key", "sk-good"), script).status).toBe(401);
    expect(errorOf(answerTo(withField(dialect, "authorization", "Bearer x"), script).text).code).toBe(
      "invalid_api_key",
    );
  });
});

test("a provider that does not speak a dialect has no such path", () => {
  for (const dialect of dialects) {
    const script: Script = { dialects: dialects.filter((other) => other !== dialect) };
    expect(answerTo(requestFor(dialect), script).status).toBe(404);
  }
});

test.each<[method: string, target: string, status: number]>([
  ["GET", "/v1beta/models/x:generateContent", 404],
  ["POST", "/v1beta/models/x:embedContent", 404],
  ["POST", "/v1beta/models", 404],
  ["GET", "/v1/responses", 405],
  ["POST", "/v1/responses/compact", 404],
  ["POST", "/v1/messages/batches", 404],
  ["DELETE", "/v1/embeddings", 405],
  ["HEAD", "/v1/messages", 404],
])("%s %s is %d", (method, target, status) => {
  expect(answerTo({ method, target, headers: [], body: new Uint8Array(0) }).status).toBe(status);
});

describe("an echo does what a request insists on", () => {
  const schema = {
    type: "object",
    properties: {
      city: { type: "string", minLength: 12 },
      days: { type: "array", items: { type: "integer" }, minItems: 2 },
      kind: { enum: ["a", "b"] },
      deep: { $ref: "#/$defs/deep" },
    },
    required: ["city", "days", "kind", "deep"],
    additionalProperties: false,
    $defs: {
      deep: {
        type: "object",
        properties: { ok: { type: "boolean" } },
        required: ["ok"],
        additionalProperties: false,
      },
    },
  };
  const value = { city: "simulated...", days: [0, 0], kind: "a", deep: { ok: true } };
  const formats: Readonly<Record<Dialect, object>> = {
    messages: { output_config: { format: { type: "json_schema", schema } } },
    chat: { response_format: { type: "json_schema", json_schema: { name: "r", schema, strict: true } } },
    responses: { text: { format: { type: "json_schema", name: "r", schema, strict: true } } },
    gemini: { generationConfig: { responseMimeType: "application/json", responseJsonSchema: schema } },
  };
  const forced: Readonly<Record<Dialect, object>> = {
    messages: { tools: [{ name: "f", input_schema: schema }], tool_choice: { type: "tool", name: "f" } },
    chat: {
      tools: [{ type: "function", function: { name: "f", parameters: schema } }],
      tool_choice: "required",
    },
    responses: {
      tools: [{ type: "function", name: "f", parameters: schema }],
      tool_choice: { type: "function", name: "f" },
    },
    gemini: {
      tools: [{ functionDeclarations: [{ name: "f", parametersJsonSchema: schema }] }],
      toolConfig: { functionCallingConfig: { mode: "ANY" } },
    },
  };

  test.each(dialects)("%s: a demanded format is kept", (dialect) => {
    const { text } = understand[dialect].whole(answerTo(requestFor(dialect, "whole", formats[dialect])).text);
    expect(parse(text)).toEqual(value);
  });

  test.each(dialects)("%s: a forced tool is called", (dialect) => {
    const { toolCalls } = understand[dialect].whole(
      answerTo(requestFor(dialect, "whole", forced[dialect])).text,
    );
    expect(toolCalls).toEqual([{ name: "f", input: value }]);
  });

  test.each<[Dialect, object, string]>([
    ["messages", { max_tokens: 3 }, "max_tokens"],
    ["messages", { stop_sequences: ["capital"] }, "stop_sequence"],
    ["chat", { max_completion_tokens: 3 }, "length"],
    ["responses", { max_output_tokens: 16 }, "max_output_tokens"],
    ["gemini", { generationConfig: { maxOutputTokens: 3 } }, "MAX_TOKENS"],
  ])("%s: %j ends it", (dialect, fields, stop) => {
    const whole = understand[dialect].whole(answerTo(requestFor(dialect, "whole", fields)).text);
    expect(whole.stop).toBe(stop);
    expect(whole.text).not.toContain("simulated");
  });

  test.each<[Dialect, object]>([
    ["messages", { thinking: { type: "adaptive" } }],
    ["chat", { reasoning_effort: "low" }],
    ["responses", { reasoning: { effort: "low" } }],
    ["gemini", { generationConfig: { thinkingConfig: { includeThoughts: true } } }],
  ])("%s: thinking is there where it is asked for: %j", (dialect, fields) => {
    const thinking = (asked: object): string =>
      understand[dialect].whole(answerTo(requestFor(dialect, "whole", asked)).text).thinking;
    expect(thinking(fields)).toContain("simulated");
    expect(thinking({})).toBe("");
  });

  test("the matched stop sequence is told", () => {
    const { text } = answerTo(requestFor("messages", "whole", { stop_sequences: ["capital"] }));
    expect(object(parse(text))["stop_sequence"]).toBe("capital");
  });
});
