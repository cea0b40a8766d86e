// A request that is read and written in the same dialect is the same request, whatever it holds.

import { expect, test } from "bun:test";
import fc from "fast-check";
import { everything } from "../../test/everything.ts";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";

const text = fc.string({ maxLength: 12, unit: "grapheme" });
const count = fc.nat({ max: 200_000 });
const unknownName = fc.constantFrom("new_field", "another", "constructor", "toString", "__proto__", "extras");

/** An object of this shape, less what may be left out, plus fields that nobody knows yet. */
function object(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const known = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  const unknown = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(unknownName, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }) },
  );
  return fc.tuple(unknown, known).map(([more, shape]) => ({ ...more, ...shape }));
}

const nullable = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
const is = fc.constant;

const cacheControl = nullable(object({ type: is("ephemeral") }, { ttl: fc.constantFrom("5m", "1h", "24h") }));
const cached = { cache_control: cacheControl };

const citation = fc.oneof(
  object({
    type: is("web_search_result_location"),
    url: text,
    title: nullable(text),
    cited_text: text,
    encrypted_index: text.filter((value) => value !== ""),
  }),
  object({
    type: is("char_location"),
    cited_text: text,
    document_index: count,
    document_title: nullable(text),
    start_char_index: count,
    end_char_index: count,
  }),
);

const textBlock = object(
  { type: is("text"), text },
  { ...cached, citations: nullable(fc.array(citation, { maxLength: 2 })) },
);

const fileSource = object({ type: is("file"), file_id: text });
const urlSource = object({ type: is("url"), url: text });
const imageBlock = object(
  {
    type: is("image"),
    source: fc.oneof(
      object({ type: is("base64"), media_type: is("image/png"), data: text }),
      urlSource,
      fileSource,
    ),
  },
  { ...cached, transformations: nullable(object({})) },
);
const documentBlock = object(
  {
    type: is("document"),
    source: fc.oneof(
      object({ type: is("base64"), media_type: is("application/pdf"), data: text }),
      object({ type: is("text"), media_type: is("text/plain"), data: text }),
      object({ type: is("content"), content: fc.oneof(text, fc.array(textBlock, { maxLength: 2 })) }),
      urlSource,
      fileSource,
    ),
  },
  {
    ...cached,
    title: nullable(text),
    context: nullable(text),
    citations: nullable(object({}, { enabled: fc.boolean() })),
  },
);
const searchResult = object(
  { type: is("search_result"), source: text, title: text, content: fc.array(textBlock, { maxLength: 2 }) },
  cached,
);
const unknownBlock = object({
  type: fc.constantFrom("server_tool_use", "fallback", "compaction", "of_tomorrow"),
});

const input = fc.dictionary(fc.oneof(text, is("__proto__")), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const id = fc.stringMatching(/^toolu_[A-Za-z0-9]{1,8}$/);

const shown = [textBlock, imageBlock, documentBlock, searchResult];
const toolResult = object(
  { type: is("tool_result"), tool_use_id: id },
  {
    ...cached,
    content: fc.oneof(text, fc.array(fc.oneof(...shown, unknownBlock), { maxLength: 2 })),
    is_error: nullable(fc.boolean()),
    toolset_name: nullable(text),
  },
);
const userBlock = fc.oneof(...shown, toolResult, unknownBlock);
const assistantBlock = fc.oneof(
  textBlock,
  unknownBlock,
  object({ type: is("thinking"), thinking: text, signature: text.filter((value) => value !== "") }),
  object({ type: is("redacted_thinking"), data: text.filter((value) => value !== "") }),
  object(
    { type: is("tool_use"), id, name: text, input },
    { ...cached, caller: object({ type: is("direct") }) },
  ),
);
const systemBlock = fc.oneof(textBlock, object({ type: is("tool_addition") }));

const content = (block: fc.Arbitrary<object>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 1, arbitrary: text }, { weight: 3, arbitrary: fc.array(block, { maxLength: 3 }) });

const message = fc.oneof(
  object({ role: is("user"), content: content(userBlock) }),
  object({ role: is("assistant"), content: content(assistantBlock) }),
  object(
    { role: is("system") },
    {
      content: content(systemBlock),
      clear_at: fc.constantFrom("never", "next_user_message", null),
      output_config: nullable(object({}, { effort: is("high") })),
    },
  ),
);

const format = nullable(object({ type: is("json_schema"), schema: object({ type: is("object") }) }));
const schema = object({ type: is("object") }, { properties: input, $schema: text });
const tool = fc.oneof(
  object(
    { name: text, input_schema: schema },
    {
      ...cached,
      type: fc.constantFrom("custom", null),
      description: text,
      strict: fc.boolean(),
      eager_input_streaming: nullable(fc.boolean()),
      input_examples: fc.array(input, { maxLength: 1 }),
    },
  ),
  object(
    { type: fc.constantFrom("bash_20250124", "web_search_20260318", "of_tomorrow"), name: text },
    cached,
  ),
  object({ type: is("mcp_toolset"), mcp_server_name: text }),
);
const parallel = { disable_parallel_tool_use: nullable(fc.boolean()) };

const body = object(
  { model: text, max_tokens: count, messages: fc.array(message, { maxLength: 5 }) },
  {
    system: content(systemBlock),
    stream: nullable(fc.boolean()),
    temperature: nullable(fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10)),
    top_p: nullable(fc.constantFrom(0, 0.5, 1)),
    top_k: nullable(count),
    stop_sequences: nullable(fc.array(text, { maxLength: 2 })),
    thinking: nullable(
      fc.oneof(
        object(
          { type: is("enabled"), budget_tokens: count },
          { display: fc.constantFrom("summarized", "omitted", "updates", null) },
        ),
        object(
          { type: is("adaptive") },
          { display: fc.constantFrom("summarized", "omitted", null), block_binding: nullable(object({})) },
        ),
        object({ type: fc.constantFrom("disabled", "between_tools", "of_tomorrow") }),
      ),
    ),
    output_config: nullable(
      object(
        {},
        { effort: fc.constantFrom("low", "medium", "high", "xhigh", "max", "utmost", null), format },
      ),
    ),
    output_format: format,
    tools: nullable(fc.array(tool, { maxLength: 3 })),
    tool_choice: nullable(
      fc.oneof(
        object({ type: fc.constantFrom("auto", "any") }, parallel),
        object({ type: is("tool"), name: text }, parallel),
        object({ type: fc.constantFrom("none", "of_tomorrow") }),
      ),
    ),
    metadata: nullable(object({}, { user_id: nullable(text) })),
    service_tier: fc.constantFrom("auto", "standard_only", "of_tomorrow", null),
    speed: fc.constantFrom("standard", "fast", null),
    context_management: nullable(object({ edits: fc.array(object({ type: text }), { maxLength: 1 }) })),
    container: nullable(text),
    mcp_servers: fc.array(object({ type: is("url"), url: text, name: text }), { maxLength: 1 }),
    ...cached,
  },
);

test("a request that is read and written again is the same, whatever it holds", () => {
  fc.assert(
    fc.property(body, (generated) => {
      const said = parseJson(JSON.stringify(generated)) ?? null;
      const decoded = decodeRequest(said, { open: () => undefined });
      if (decoded.kind === "fault") throw new Error(`fault at ${decoded.path}: expected ${decoded.expected}`);
      expect(decoded.losses).toEqual([]);
      const { model, isStreamed } = decoded.value;
      const encoded = encodeRequest(decoded.value, { model, isStreamed, capabilities: everything });
      expect(encoded.losses).toEqual([]);
      expect(canonical(encoded.body)).toBe(canonical(said));
    }),
    { seed: Number(process.env["SEED"] ?? 5), numRuns: Number(process.env["RUNS"] ?? 200) },
  );
});

/** JSON in which the order of keys does not count. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  });
}
