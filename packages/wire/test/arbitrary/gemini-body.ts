// Bodies of generateContent, more or less as clients and Google write them: known fields with values of their types in
// either spelling, fields that nobody knows at every level, nulls, and odd shapes that Google's parser takes.

import fc from "fast-check";
import { parseJson } from "../../src/json/value.ts";
import type { JsonObject, JsonValue } from "../../src/json/value.ts";

type Shape = { readonly [name: string]: fc.Arbitrary<JsonValue> };

const anything: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, 0, "", [], {}),
  // No vendor's names begin with `$`: that is where our notes are.
  fc.json({ maxDepth: 2 }).map((text) => (text.includes('"$') ? null : (parseJson(text) ?? null))),
);

/**
 * What stands where something else should. Parts alone must be what they are, nothing can be understood without; and the
 * model in an answer is the client's own word for it.
 */
function strayFor(name: string): fc.Arbitrary<JsonValue> {
  return name === "parts" || name === "modelVersion" ? fc.constant(null) : anything;
}

/** Some of the fields, each in one of its spellings, now and then null or beside a field from the future. */
function object(shape: Shape): fc.Arbitrary<JsonObject> {
  const fields = Object.entries(shape).map(([name, value]) =>
    fc
      .tuple(
        fc.boolean(),
        fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: strayFor(name) }),
      )
      .map(([isSnake, said]) => [isSnake ? snake(name) : name, said] as const),
  );
  const unknown = fc.tuple(
    fc.constantFrom("fromTheFuture", "from_the_future", "__proto__", "kind"),
    anything,
  );
  return fc
    .tuple(
      fc.tuple(...fields.map((field) => fc.option(field, { freq: 2, nil: undefined }))),
      fc.option(unknown, { freq: 3, nil: undefined }),
    )
    .map(([known, more]) =>
      Object.fromEntries(
        [...known, more].filter((entry): entry is [string, JsonValue] => entry !== undefined),
      ),
    );
}

/** Fields without which the object would be another one. */
function required(shape: Shape, rest: Shape): fc.Arbitrary<JsonObject> {
  return fc.tuple(fc.record(shape), object(rest)).map(([must, may]): JsonObject => ({ ...may, ...must }));
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function list(element: fc.Arbitrary<JsonValue>, maxLength = 3): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.array(element, { maxLength }) },
    // Protobuf's parser takes an object for a list of one.
    { weight: 1, arbitrary: element.filter((value) => typeof value === "object" && value !== null) },
  );
}

const text = fc.string({ maxLength: 8, unit: "grapheme" });
const name = fc.constantFrom("read_file", "run", "ns.tool");
const id = fc.constantFrom("call_0", "call_1", "a b");
const count = fc.oneof(fc.nat({ max: 5000 }), fc.constant(-1));
const truth = fc.boolean();
const signature = fc.constantFrom("c2ln", "", "skip_thought_signature_validator");
const struct = fc.oneof(
  fc.dictionary(fc.constantFrom("output", "error", "path", "1"), fc.oneof(text, count, truth), {
    maxKeys: 2,
  }),
  fc.constant({ nested: { list: [1, null] } }),
);
const mediaType = fc.constantFrom("image/png", "audio/wav", "video/mp4", "application/pdf", "text/plain");
const uri = fc.constantFrom(
  "https://a.example/b.png",
  "gs://bucket/object",
  "https://generativelanguage.googleapis.com/v1beta/files/x",
  "https://www.youtube.com/watch?v=x",
);
const media: Shape = {
  inlineData: object({ mimeType: mediaType, data: fc.constantFrom("aGk=", ""), displayName: text }),
  fileData: object({ fileUri: uri, mimeType: mediaType, displayName: text }),
};
const aside: Shape = { thoughtSignature: signature, mediaResolution: object({ level: text }) };

const part: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: required({ text }, { thought: truth, ...aside }) },
  {
    weight: 3,
    arbitrary: object({ functionCall: object({ id, name, args: struct, willContinue: truth }), ...aside }),
  },
  {
    weight: 3,
    arbitrary: object({
      functionResponse: object({
        id,
        name,
        response: struct,
        parts: list(object(media), 2),
        scheduling: text,
      }),
    }),
  },
  { weight: 2, arbitrary: object({ ...media, videoMetadata: object({ fps: count }), ...aside }) },
  { weight: 1, arbitrary: object({ executableCode: object({ language: text, code: text }), ...aside }) },
  { weight: 1, arbitrary: object({ text, ...media, functionCall: object({ name }), ...aside }) },
);

const content: fc.Arbitrary<JsonValue> = fc.oneof(
  {
    weight: 8,
    arbitrary: required(
      { parts: list(part) },
      { role: fc.constantFrom("user", "model", "function", "system", "x") },
    ),
  },
  { weight: 1, arbitrary: object({ parts: list(part), role: fc.constantFrom("user", "model") }) },
  { weight: 1, arbitrary: fc.oneof(text, part) },
);

const typeName = fc.constantFrom("STRING", "OBJECT", "string", "object", "INTEGER");
const schema = object({
  type: typeName,
  description: text,
  nullable: truth,
  maxItems: fc.constantFrom<JsonValue>("3", 3),
  properties: fc.constantFrom({ type: { type: "STRING" } }, { any_of: { type: "string" } }),
  anyOf: fc.constant([{ type: "NULL" }]),
});

const declaration = object({
  name,
  description: text,
  parameters: schema,
  parametersJsonSchema: schema,
  behavior: fc.constant("BLOCKING"),
});

const tool = object({
  functionDeclarations: list(declaration),
  googleSearch: object({}),
  codeExecution: object({}),
  urlContext: object({}),
});

const generationConfig = object({
  temperature: count,
  topP: count,
  topK: count,
  candidateCount: count,
  maxOutputTokens: count,
  stopSequences: fc.array(text, { maxLength: 2 }),
  seed: count,
  presencePenalty: count,
  frequencyPenalty: count,
  responseMimeType: fc.constantFrom("application/json", "text/plain", "text/x.enum"),
  responseSchema: schema,
  responseJsonSchema: schema,
  responseModalities: fc.constant(["TEXT"]),
  mediaResolution: text,
  thinkingConfig: object({
    thinkingLevel: fc.constantFrom("HIGH", "low", "THINKING_LEVEL_UNSPECIFIED"),
    thinkingBudget: fc.constantFrom(-1, 0, 1024),
    includeThoughts: truth,
  }),
});

const functionCallingConfig = object({
  mode: fc.constantFrom("AUTO", "ANY", "NONE", "VALIDATED", "auto", "MODE_UNSPECIFIED"),
  allowedFunctionNames: fc.array(name, { maxLength: 2 }),
  streamFunctionCallArguments: truth,
});

export const geminiRequest: fc.Arbitrary<JsonObject> = required(
  {
    contents: fc.oneof(
      { weight: 8, arbitrary: fc.array(content, { maxLength: 4 }) },
      { weight: 1, arbitrary: content.filter((value) => typeof value === "string" || !Array.isArray(value)) },
    ),
  },
  {
    systemInstruction: content,
    tools: list(tool),
    toolConfig: object({ functionCallingConfig, retrievalConfig: object({}) }),
    generationConfig,
    safetySettings: fc.constant([{ category: "HARM_CATEGORY_HARASSMENT", threshold: "OFF" }]),
    cachedContent: fc.constant("cachedContents/x"),
    labels: fc.dictionary(fc.constantFrom("team", "stage"), text, { maxKeys: 2 }),
    serviceTier: fc.constantFrom("flex", "PRIORITY", "standard", "unspecified"),
    model: fc.constantFrom("models/some-model", "some-model"),
  },
);

const usage = object({
  promptTokenCount: count,
  cachedContentTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
  toolUsePromptTokenCount: count,
  totalTokenCount: count,
  promptTokensDetails: fc.constant([{ modality: "TEXT", tokenCount: 3 }]),
  trafficType: text,
});

const grounding = object({
  groundingChunks: fc.array(
    fc.oneof(
      object({ web: object({ uri, title: text, domain: text }) }),
      object({ maps: object({ uri, title: text }) }),
    ),
    { maxLength: 2 },
  ),
  groundingSupports: fc.array(
    object({
      segment: object({ partIndex: fc.nat({ max: 2 }), startIndex: count, endIndex: count, text }),
      groundingChunkIndices: fc.array(fc.nat({ max: 2 }), { maxLength: 2 }),
      confidenceScores: fc.constant([0.5]),
    }),
    { maxLength: 2 },
  ),
  webSearchQueries: fc.array(text, { maxLength: 1 }),
});

/** Reasons that are no failure. */
const finishReason = fc.constantFrom(
  "STOP",
  "MAX_TOKENS",
  "SAFETY",
  "RECITATION",
  "CONTINUATION",
  "NO_IMAGE",
  "",
);

const candidate = required(
  {
    content: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.array(part, { maxLength: 3 }).map((parts): JsonValue => ({ parts, role: "model" })),
      },
      {
        weight: 1,
        arbitrary: object({ parts: fc.array(part, { maxLength: 2 }), role: fc.constant("model") }),
      },
    ),
  },
  {
    finishReason,
    finishMessage: text,
    index: fc.nat({ max: 1 }),
    continuationToken: text,
    safetyRatings: fc.constant([{ category: "x", probability: "LOW" }]),
    avgLogprobs: count,
    groundingMetadata: grounding,
    citationMetadata: object({ citations: fc.constant([{ uri: "https://a.example" }]) }),
  },
);

export const geminiResponse: fc.Arbitrary<JsonObject> = required(
  { candidates: fc.array(candidate, { minLength: 1, maxLength: 2 }) },
  {
    usageMetadata: usage,
    modelVersion: fc.constant("some-model"),
    responseId: fc.constantFrom("abc", ""),
    createTime: text,
    promptFeedback: object({ safetyRatings: fc.constant([]) }),
  },
);
