// What this dialect says goes through the neutral model and comes out as it went in.

import { describe, test } from "bun:test";
import fc from "fast-check";
import type { ReplyContext } from "../dialect.ts";
import { isObject, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { everything } from "../../test/everything.ts";
import { decodeRequest } from "./decode-request.ts";
import { decodeResponse } from "./decode-response.ts";
import { encodeRequest } from "./encode-request.ts";
import { encodeResponse } from "./encode-response.ts";
import { sameValue } from "./spelling.ts";
import { tokenCount } from "./token-count.ts";

const runs = { seed: Number(process.env["SEED"] ?? 5), numRuns: Number(process.env["RUNS"] ?? 400) };

const word = fc.string({ maxLength: 8, unit: "grapheme" });
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const anything = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("a", "type", "text", "__proto__"), scalar, { maxKeys: 2 }),
  },
);

/** Known fields of the right type, each perhaps missing, null or of another type, beside fields that nobody knows. */
function object(known: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  const usual = Object.fromEntries(
    Object.entries(known).map(([key, value]) => [
      key,
      fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: anything }),
    ]),
  );
  const unknown = fc.dictionary(fc.constantFrom("new_field", "x", "__proto__"), anything, { maxKeys: 1 });
  return fc
    .tuple(
      fc.record(usual, { requiredKeys: [] }),
      fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, unknown),
    )
    .map(([one, other]) => parsed({ ...one, ...other }));
}

/** The same with fields without which it would be something else. */
function typed(
  type: string,
  known: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<JsonObject> {
  return object(known).map((fields) => ({ ...fields, type }));
}

function parsed(value: unknown): JsonObject {
  const json = parseJson(JSON.stringify(value));
  return isObject(json) ? json : {};
}

const breakpoint = fc.constantFrom({ mode: "explicit" }, { mode: "other" });
const annotation = fc.oneof(
  typed("url_citation", { url: fc.webUrl(), title: word, start_index: fc.nat(), end_index: fc.nat() }),
  typed("file_citation", { file_id: word, filename: word, index: fc.nat() }),
);
const url = fc.constantFrom("https://a.example/b.png", "data:image/png;base64,iVBO", "data:,x");
const part = fc.oneof(
  typed("input_text", { text: word, prompt_cache_breakpoint: breakpoint }),
  typed("output_text", {
    text: word,
    annotations: fc.array(annotation, { maxLength: 2 }),
    logprobs: fc.constant([]),
  }),
  typed("text", { text: word }),
  typed("refusal", { refusal: word }),
  typed("input_image", { image_url: url, file_id: word, detail: fc.constantFrom("low", "auto", "other") }),
  typed("input_file", { file_data: url, file_url: url, file_id: word, filename: word }),
  typed("input_audio", { input_audio: object({ data: word, format: fc.constantFrom("mp3", "wav") }) }),
  typed("input_video", { video_url: url }),
  object({ type: word, text: word }),
);
const content = fc.oneof(word, fc.array(part, { maxLength: 3 }));
const status = fc.constantFrom("completed", "incomplete", "in_progress");
const thoughts = (type: string): fc.Arbitrary<unknown> =>
  fc.array(typed(type, { text: word }), { maxLength: 2 });
const item: fc.Arbitrary<JsonValue> = fc.oneof(
  typed("message", {
    role: fc.constantFrom("user", "assistant", "system", "developer", "critic"),
    content,
    id: word,
    status,
    phase: word,
  }),
  object({ role: fc.constantFrom("user", "assistant", "system"), content }),
  typed("function_call", { call_id: word, name: word, arguments: word, id: word, namespace: word, status }),
  typed("custom_tool_call", { call_id: word, name: word, input: word, id: word, namespace: word, status }),
  typed("function_call_output", { call_id: word, output: content, id: word, status }),
  typed("custom_tool_call_output", { call_id: word, output: content, id: word }),
  typed("reasoning", {
    id: word,
    summary: thoughts("summary_text"),
    content: thoughts("reasoning_text"),
    encrypted_content: word,
    status,
  }),
  typed("item_reference", { id: word }),
  typed("web_search_call", { id: word, status, action: object({ type: word }) }),
  typed("compaction", { encrypted_content: word }),
);
const functionTool = typed("function", {
  name: word,
  description: word,
  parameters: object({ type: word }),
  strict: fc.boolean(),
  defer_loading: fc.boolean(),
});
const customTool = typed("custom", { name: word, description: word, format: object({ type: word }) });
const tool = fc.oneof(
  functionTool,
  customTool,
  typed("namespace", {
    name: word,
    description: word,
    tools: fc.array(fc.oneof(functionTool, customTool), { maxLength: 2 }),
  }),
  typed("web_search", { user_location: object({ city: word }) }),
  object({ type: word, name: word }),
);
const tools = fc.array(tool, { maxLength: 4 });
const toolItem = fc.oneof(
  typed("additional_tools", { role: fc.constant("developer"), tools }),
  typed("tool_search_output", { call_id: word, tools }),
);
const choice = fc.oneof(
  fc.constantFrom("auto", "none", "required", "other"),
  typed("function", { name: word }),
  typed("custom", { name: word }),
  typed("mcp", { server_label: word }),
  typed("allowed_tools", {
    mode: fc.constantFrom("auto", "required"),
    tools: fc.array(typed("function", { name: word }), { maxLength: 2 }),
  }),
);
const settings = {
  tool_choice: choice,
  parallel_tool_calls: fc.boolean(),
  max_output_tokens: fc.nat(),
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  presence_penalty: fc.integer(),
  frequency_penalty: fc.integer(),
  reasoning: object({
    effort: fc.constantFrom("none", "minimal", "low", "max", "other"),
    summary: fc.constantFrom("auto", "concise", "detailed", null, "other"),
    mode: word,
    context: word,
  }),
  text: object({
    verbosity: fc.constantFrom("low", "medium", "high", "other"),
    format: fc.oneof(
      fc.constantFrom({ type: "text" }, { type: "json_object" }),
      typed("json_schema", {
        name: word,
        schema: object({ type: word }),
        strict: fc.boolean(),
        description: word,
      }),
      object({ type: word }),
    ),
  }),
  service_tier: fc.constantFrom("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"),
  metadata: fc.dictionary(word, word, { maxKeys: 2 }),
  safety_identifier: word,
  user: word,
  prompt_cache_key: word,
  prompt_cache_options: object({
    mode: fc.constantFrom("implicit", "explicit"),
    ttl: fc.constantFrom("30m", "12h", "soon"),
  }),
  store: fc.boolean(),
  background: fc.boolean(),
  include: fc.array(fc.constantFrom("reasoning.encrypted_content", "file_search_call.results"), {
    maxLength: 2,
  }),
  truncation: fc.constantFrom("auto", "disabled"),
  previous_response_id: word,
  conversation: word,
  client_metadata: fc.dictionary(word, word, { maxKeys: 1 }),
  stream_options: object({ include_obfuscation: fc.boolean() }),
};

/** A body is wrong only where nothing can be understood without it. */
const request = fc
  .tuple(
    object({ model: word, stream: fc.boolean(), instructions: word, ...settings }),
    fc.record(
      {
        input: fc.oneof(
          word,
          fc.constant(null),
          fc.array(fc.oneof({ weight: 5, arbitrary: item }, { weight: 1, arbitrary: toolItem }), {
            maxLength: 5,
          }),
        ),
        tools,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([fields, rest]) => parsed({ ...fields, ...rest }));

const open = (): undefined => undefined;

function sameAgain(body: JsonValue, again: JsonValue): void {
  if (!sameValue(again, body)) throw new Error(JSON.stringify({ body, again }, null, 1));
}

describe("a request", () => {
  const target = (body: JsonObject): Parameters<typeof encodeRequest>[1] => ({
    model: textOf(body["model"]) ?? "",
    isStreamed: body["stream"] === true,
    capabilities: everything,
  });

  test("is said again as it came, whatever is in it", () => {
    fc.assert(
      fc.property(request, (body) => {
        const decoded = decodeRequest(body, { open });
        if (decoded.kind === "fault") throw new Error(`${decoded.path}: expected ${decoded.expected}`);
        const again = encodeRequest(decoded.value, target(body));
        sameAgain(body, again.body);
        if (again.losses.length > 0) throw new Error(JSON.stringify(again.losses));
      }),
      runs,
    );
  });

  test("means the same when it is written anew", () => {
    fc.assert(
      fc.property(request, (body) => {
        const first = decodeRequest(body, { open });
        if (first.kind === "fault") throw new Error(`${first.path}: expected ${first.expected}`);
        const anew = parsed(encodeRequest(unspelled(first.value), target(body)).body);
        const second = decodeRequest(anew, { open });
        if (second.kind === "fault") throw new Error(`${second.path}: expected ${second.expected}`);
        const third = parsed(encodeRequest(unspelled(second.value), target(body)).body);
        sameAgain(anew, third);
      }),
      runs,
    );
  });

  test("keeps to what the endpoint that counts tokens knows", () => {
    fc.assert(
      fc.property(request, (body) => {
        const decoded = tokenCount.decodeRequest(body, { open });
        if (decoded.kind === "fault") throw new Error(`${decoded.path}: expected ${decoded.expected}`);
        const counted = tokenCount.encodeRequest(decoded.value, target(body)).body;
        const odd = ["stream", "store", "max_output_tokens", "include"].filter((key) =>
          Object.hasOwn(counted, key),
        );
        if (odd.length > 0) throw new Error(odd.join());
        sameAgain(body["input"] ?? null, counted["input"] ?? null);
      }),
      runs,
    );
  });
});

/** Without the memory of how anything was spelled. */
function unspelled<Value>(value: Value): Value {
  const json = JSON.stringify(value, (key, field: unknown) => (key === "$as" ? undefined : field));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: the same value without optional notes
  return JSON.parse(json) as Value;
}

const usage = object({
  input_tokens: fc.nat(),
  input_tokens_details: object({ cached_tokens: fc.nat(), cache_write_tokens: fc.nat() }),
  output_tokens: fc.nat(),
  output_tokens_details: object({ reasoning_tokens: fc.nat() }),
  total_tokens: fc.nat(),
});
const response = fc
  .tuple(
    object({
      object: fc.constant("response"),
      created_at: fc.nat(),
      completed_at: fc.nat(),
      instructions: word,
      usage,
      tools,
      ...settings,
    }),
    fc.record({
      id: word,
      output: fc.array(item, { maxLength: 4 }),
      ending: fc.constantFrom<JsonObject>(
        { status: "completed", incomplete_details: null },
        { status: "completed" },
        { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
        { status: "incomplete", incomplete_details: { reason: "content_filter" } },
        { status: "incomplete", incomplete_details: { reason: "steered" } },
        { status: "incomplete", incomplete_details: null },
      ),
    }),
  )
  .map(([fields, { id, output, ending }]) =>
    parsed({ ...fields, model: "m", error: null, id, output, ...ending }),
  );

test("an answer is told again as it came, whatever is in it", () => {
  const context: ReplyContext = {
    request: { origin: "responses", model: "m", isStreamed: false, turns: [] },
    model: "m",
    idSeed: "seed",
    createdAt: 1,
    seal: ({ value }) => `hf1.${value}`,
    scope: "here",
  };
  fc.assert(
    fc.property(response, (body) => {
      const decoded = decodeResponse(body, { scope: "there" });
      if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
      const again = encodeResponse(decoded.value, context);
      sameAgain(body, again.body);
      if (again.losses.length > 0) throw new Error(JSON.stringify(again.losses));
    }),
    runs,
  );
});
