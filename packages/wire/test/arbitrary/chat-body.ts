// Bodies of Chat Completions as clients and servers write them: what the dialect knows, what it does not, and slips.

import fc from "fast-check";
import { isObject, parseJson } from "../../src/json/value.ts";
import type { JsonObject, JsonValue } from "../../src/json/value.ts";

/** As it comes out of a text: without `-0`. */
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => parseJson(JSON.stringify(value)) ?? null);
const word = fc.string({ maxLength: 8 });
const unknownFields = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("x_new", "__proto__", "name", "cache", "kind"), json, {
      maxKeys: 2,
    }),
  },
);

/** An object of some of the fields, of fields that nobody knows, and now and then of a field that says nothing understood. */
function loose(
  required: Readonly<Record<string, fc.Arbitrary<JsonValue>>>,
  optional: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {},
): fc.Arbitrary<JsonObject> {
  const odd = Object.fromEntries(
    Object.entries(optional).map(([key, value]) => [
      key,
      fc.oneof(
        { weight: 8, arbitrary: value },
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: json },
      ),
    ]),
  );
  const all: Record<string, fc.Arbitrary<JsonValue>> = { ...odd, ...required };
  return fc
    .tuple(unknownFields, fc.record(all, { requiredKeys: Object.keys(required) }))
    .map(([unknown, known]) => ({ ...unknown, ...known }));
}

const is = (value: JsonValue): fc.Arbitrary<JsonValue> => fc.constant(value);
const url = fc.constantFrom(
  "https://example.org/a.png",
  "data:image/png;base64,AAAA",
  "data:text/plain,hello",
  "data:;base64,AA",
);

const part = fc.oneof(
  loose(
    { type: is("text"), text: word },
    {
      prompt_cache_breakpoint: is({ mode: "explicit" }),
      cache_control: is({ type: "ephemeral", ttl: "1h" }),
    },
  ),
  loose({
    type: is("image_url"),
    image_url: fc.oneof(url, loose({ url }, { detail: fc.constantFrom("low", "high", "auto", "huge") })),
  }),
  loose({
    type: is("input_audio"),
    input_audio: loose({ data: word, format: fc.constantFrom("wav", "mp3", "opus") }),
  }),
  loose({ type: is("file"), file: loose({}, { file_data: url, filename: word, file_id: word }) }),
  loose({ type: is("video_url"), video_url: loose({ url }) }),
  loose({ type: is("refusal"), refusal: word }),
  loose({ type: is("thinking"), thinking: is([{ type: "text", text: "hm" }]) }),
  loose({ type: fc.constantFrom("text", "future_part") }, { text: json }),
  word,
);
const content = fc.oneof(word, is(null), fc.array(part, { maxLength: 3 }));

const call = fc.oneof(
  loose(
    {
      id: word,
      type: is("function"),
      function: loose({ name: word, arguments: fc.oneof(word, is("{}"), is({ a: 1 })) }),
    },
    { index: fc.nat() },
  ),
  loose({ id: word, type: is("custom"), custom: loose({ name: word, input: word }) }),
  loose(
    { id: word, type: is("function"), function: is({ name: "f", arguments: "{}" }) },
    { extra_content: is({ google: { thought_signature: "sig", x: 1 } }) },
  ),
  loose({ id: word, type: is("future_call") }),
);
const details = fc.array(
  fc.oneof(
    loose({ type: is("reasoning.text"), text: word }, { signature: word, index: fc.nat(3) }),
    loose({ type: is("reasoning.encrypted"), data: word }, { id: word }),
  ),
  { maxLength: 2 },
);
const spoken = {
  reasoning_content: word,
  reasoning: word,
  reasoning_details: details,
  refusal: word,
  tool_calls: fc.array(call, { maxLength: 2 }),
};

const message = fc.oneof(
  loose({ role: fc.constantFrom("system", "developer", "user"), content }, { name: word }),
  loose(
    { role: is("assistant") },
    {
      content,
      ...spoken,
      function_call: loose({ name: word, arguments: word }),
      audio: is({ id: "a" }),
      annotations: json,
      images: json,
    },
  ),
  loose({ role: is("tool"), tool_call_id: word, content }, { name: word, is_error: fc.boolean() }),
  loose({ role: is("function"), name: word, content }),
  loose({ role: is("latest_reminder"), content }),
);

const schema = is({ type: "object", properties: { a: { type: ["string", "null"] } } });
const tool = fc.oneof(
  loose({
    type: is("function"),
    function: loose({ name: word }, { description: word, parameters: schema, strict: fc.boolean() }),
  }),
  loose({
    type: is("custom"),
    custom: loose(
      { name: word },
      {
        format: fc.constantFrom(
          { type: "text" },
          { type: "grammar", grammar: { syntax: "lark", definition: "start: /a/" } },
        ),
      },
    ),
  }),
  loose({ type: fc.constantFrom("web_search", "mcp") }),
);
const toolChoice = fc.oneof(
  fc.constantFrom<JsonValue>("auto", "none", "required", "any"),
  loose({ type: is("function"), function: loose({ name: word }) }),
  loose({ type: is("custom"), custom: loose({ name: word }) }),
  is({
    type: "allowed_tools",
    allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "f" } }] },
  }),
  is({ type: "allowed_tools", allowed_tools: { mode: "auto", tools: [{ type: "mcp", server_label: "x" }] } }),
);
const number = fc.integer({ min: 0, max: 9 });

/** Not streamed, unless `stream` is added. */
export const requestBody = loose(
  { model: word, messages: fc.array(message, { maxLength: 4 }) },
  {
    audio: is({ voice: "ash", format: "wav" }),
    frequency_penalty: number,
    function_call: fc.oneof(is("auto"), loose({ name: word })),
    functions: fc.array(loose({ name: word }, { description: word, parameters: schema }), { maxLength: 2 }),
    logit_bias: is({ "50256": -100 }),
    logprobs: fc.boolean(),
    max_completion_tokens: number,
    max_tokens: number,
    metadata: is({ a: "b" }),
    modalities: is(["text", "audio"]),
    n: number,
    parallel_tool_calls: fc.boolean(),
    prediction: is({ type: "content", content: "x" }),
    presence_penalty: number,
    prompt_cache_key: word,
    prompt_cache_options: fc.constantFrom(
      { mode: "implicit", ttl: "30m" },
      { mode: "explicit" },
      { mode: "implicit" },
    ),
    reasoning: fc.constantFrom(
      { effort: "high" },
      { max_tokens: 2000, exclude: true },
      { enabled: false },
      { unheard: 1 },
    ),
    reasoning_effort: fc.constantFrom("none", "low", "max", "utmost"),
    response_format: fc.oneof(
      is({ type: "text" }),
      is({ type: "json_object" }),
      loose({
        type: is("json_schema"),
        json_schema: loose({ schema }, { name: word, strict: fc.boolean() }),
      }),
      is({ type: "grammar" }),
    ),
    safety_identifier: word,
    seed: number,
    service_tier: fc.constantFrom("auto", "default", "flex", "scale", "priority"),
    stop: fc.oneof(word, fc.array(word, { maxLength: 6 })),
    store: fc.boolean(),
    stream: is(false),
    stream_options: loose({}, { include_obfuscation: fc.boolean(), include_usage: fc.boolean() }),
    temperature: number,
    thinking: is({ type: "enabled", budget_tokens: 2048 }),
    tool_choice: toolChoice,
    tools: fc.array(tool, { maxLength: 3 }),
    top_k: number,
    top_logprobs: number,
    top_p: number,
    user: word,
    verbosity: fc.constantFrom("low", "medium", "high"),
    web_search_options: is({ search_context_size: "low" }),
  },
);

const count = fc.nat({ max: 1000 });
const usage = loose(
  { prompt_tokens: count, completion_tokens: count },
  {
    total_tokens: count,
    prompt_tokens_details: loose(
      {},
      { cached_tokens: count, cache_write_tokens: count, audio_tokens: count },
    ),
    completion_tokens_details: loose({}, { reasoning_tokens: count, audio_tokens: count }),
    prompt_cache_hit_tokens: count,
    prompt_cache_miss_tokens: count,
    cost: fc.double({ noNaN: true, noDefaultInfinity: true }),
  },
);
const annotation = loose(
  { type: fc.constantFrom("url_citation", "file_citation") },
  { url_citation: loose({ url: word }, { title: word, start_index: count, end_index: count }) },
);
const choice = loose(
  {
    index: count,
    message: loose(
      { role: is("assistant") },
      { content, ...spoken, annotations: fc.array(annotation, { maxLength: 2 }), audio: json },
    ),
  },
  {
    finish_reason: fc.constantFrom(
      "stop",
      "length",
      "tool_calls",
      "content_filter",
      "function_call",
      "model_length",
      "eos",
      "",
    ),
    logprobs: is({ content: [], refusal: null }),
    stop_reason: fc.oneof(word, count),
    native_finish_reason: word,
  },
);
export const responseBody = loose(
  { choices: fc.array(choice, { minLength: 1, maxLength: 2 }) },
  {
    id: word,
    object: is("chat.completion"),
    created: count,
    model: word,
    usage,
    service_tier: word,
    system_fingerprint: word,
  },
).filter(
  ({ error, choices }) =>
    error === undefined &&
    Array.isArray(choices) &&
    choices.every((one) => isObject(one) && one["error"] === undefined),
);
