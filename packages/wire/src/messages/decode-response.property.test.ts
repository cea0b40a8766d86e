// An answer that is read and written in the same dialect is the same answer, whatever it holds.

import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { decodeResponse } from "./decode-response.ts";
import { encodeResponse } from "./encode-response.ts";

const text = fc.string({ maxLength: 12, unit: "grapheme" });
const something = text.filter((value) => value !== "");
const count = fc.nat({ max: 200_000 });
const is = fc.constant;

const nullable = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: is(null) });

/** An object of this shape, less what may be left out, plus fields that nobody knows yet. */
function object(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const known = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  const unknown = fc.dictionary(fc.constantFrom("new_field", "__proto__"), fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 1,
  });
  return fc.tuple(unknown, known).map(([more, shape]) => ({ ...more, ...shape }));
}

const citation = object({
  type: fc.constantFrom("web_search_result_location", "page_location"),
  url: text,
  title: nullable(text),
  cited_text: text,
  encrypted_index: something,
});
const caller = object({ type: fc.constantFrom("direct", "code_execution_20260521") });
const calls = object(
  { type: is("tool_use"), id: something, name: text, input: fc.dictionary(text, fc.jsonValue()) },
  {
    caller,
    toolset_name: nullable(text),
  },
);
const others = fc.oneof(
  object({ type: is("text"), text }, { citations: nullable(fc.array(citation, { maxLength: 2 })) }),
  object({ type: is("thinking"), thinking: text, signature: something }),
  object({ type: is("redacted_thinking"), data: something }),
  object({
    type: is("server_tool_use"),
    id: something,
    name: is("web_search"),
    input: object({ query: text }),
  }),
  object({
    type: is("web_search_tool_result"),
    tool_use_id: something,
    content: fc.jsonValue({ maxDepth: 2 }),
  }),
  object({ type: is("compaction"), content: nullable(text), encrypted_content: nullable(text) }),
  object({ type: fc.constantFrom("fallback", "mcp_tool_use", "of_tomorrow") }),
);

const split = fc.tuple(count, count).chain(([short, long]) =>
  fc.record({
    cache_creation_input_tokens: fc.constantFrom(short + long, short, null),
    cache_creation: nullable(
      object({ ephemeral_5m_input_tokens: is(short), ephemeral_1h_input_tokens: is(long) }),
    ),
  }),
);
const usage = fc
  .tuple(
    object(
      { input_tokens: count, output_tokens: count },
      {
        cache_read_input_tokens: nullable(count),
        output_tokens_details: nullable(object({ thinking_tokens: count })),
        server_tool_use: nullable(object({ web_search_requests: count })),
        service_tier: fc.constantFrom("standard", "priority", null),
        iterations: nullable(
          fc.array(object({ type: is("message"), input_tokens: count }), { maxLength: 2 }),
        ),
      },
    ),
    fc.oneof(is({}), split),
  )
  .map(([known, written]) => ({ ...known, ...written }));

const details = nullable(
  object(
    { type: is("refusal"), category: nullable(text), explanation: nullable(text) },
    { recommended_model: is(null) },
  ),
);
const ending = fc.oneof(
  fc.record({
    stop_reason: fc.constantFrom(
      "end_turn",
      "max_tokens",
      "model_context_window_exceeded",
      "pause_turn",
      "of_tomorrow",
    ),
    stop_sequence: is(null),
  }),
  fc.record({ stop_reason: is("stop_sequence"), stop_sequence: nullable(text) }),
  fc.record({ stop_reason: is("refusal"), stop_sequence: is(null), stop_details: details }),
  fc.record({ stop_reason: is("compaction"), stop_sequence: is(null), stop_details: is(null) }),
);

const content = fc.oneof(
  fc.record({ content: fc.array(others, { maxLength: 4 }), end: ending }),
  fc.record({
    content: fc
      .array(fc.oneof(others, calls), { maxLength: 3 })
      .chain((before) => calls.map((call) => [...before, call])),
    end: is({ stop_reason: "tool_use", stop_sequence: null }),
  }),
);

const message = fc
  .tuple(
    object(
      { id: something, type: is("message"), role: is("assistant"), model: text, usage },
      { container: nullable(object({ id: text })), context_management: is(null), diagnostics: is(null) },
    ),
    content,
  )
  .map(([known, { content: blocks, end }]) => ({ ...known, content: blocks, ...end }));

test("an answer that is read and written again is the same, whatever it holds", () => {
  fc.assert(
    fc.property(message, (generated) => {
      const said = parseJson(JSON.stringify(generated)) ?? null;
      const decoded = decodeResponse(said, { scope: "here" });
      if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
      expect(decoded.losses).toEqual([]);
      const encoded = encodeResponse(decoded.value, {
        request: { origin: "messages", model: "", isStreamed: false, turns: [] },
        model: decoded.value.model,
        idSeed: "seed",
        createdAt: 0,
        seal: () => "sealed",
        scope: "here",
      });
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
