import { expect, test } from "bun:test";
import { lessonFrom } from "./lesson-from.ts";
import type { Lesson } from "./lesson-from.ts";

function capability(change: Extract<Lesson, { kind: "capability" }>["change"]): Lesson {
  return { kind: "capability", change };
}

function field(name: string): Lesson {
  return { kind: "field", field: name };
}

const proofs: Lesson = { kind: "proofs" };

test.each<[string, Lesson | undefined]>([
  // Anthropic.
  ["context_management: Extra inputs are not permitted", field("context_management")],
  ["Extra inputs are not permitted: context_management", field("context_management")],
  [
    "tools.0.custom.eager_input_streaming: Extra inputs are not permitted",
    field("tools.custom.eager_input_streaming"),
  ],
  [
    "messages.2.content.0.text.citations: Extra inputs are not permitted",
    field("messages.content.text.citations"),
  ],
  [
    "This model does not support assistant message prefill. The conversation must end with a user message.",
    capability({ prefill: false }),
  ],
  ["messages.1.content.0: Invalid `signature` in `thinking` block", proofs],
  ["Invalid signature in thinking block", proofs],
  ["messages.3: The block is bound to a different conversation.", proofs],
  [
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter',
    capability({ midSystem: "user" }),
  ],
  [
    "Thinking may not be enabled when tool_choice forces tool use.",
    capability({ forcedToolWithThinking: false }),
  ],
  ["`temperature` is deprecated for this model.", capability({ sampling: false })],
  // OpenAI.
  ["Unsupported parameter: 'temperature' is not supported with this model.", capability({ sampling: false })],
  [
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    capability({ sampling: false }),
  ],
  [
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    capability({ maxTokensField: "max_completion_tokens" }),
  ],
  [
    "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'none', 'low', 'medium', and 'high'.",
    capability({ efforts: ["low", "medium", "high"], canTurnThinkingOff: true }),
  ],
  [
    "Unsupported value: 'messages[0].role' does not support 'developer' with this model.",
    capability({ developerRole: false }),
  ],
  [
    "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.",
    capability({ parallelToolControl: false }),
  ],
  ["Unsupported parameter: 'logit_bias' is not supported with this model.", field("logit_bias")],
  ["Unknown parameter: 'input[3].phase'.", field("input.phase")],
  ["Unrecognized request argument supplied: prompt_cache_key", field("prompt_cache_key")],
  [
    '{"error":{"code":"invalid_encrypted_content","message":"The encrypted content gAAA... could not be verified."}}',
    proofs,
  ],
  // Google.
  [
    "Invalid JSON payload received. Unknown name \"uniqueItems\" at 'tools[0].function_declarations[2].parameters': Cannot find field.",
    field("tools.function_declarations.parameters.uniqueItems"),
  ],
  ['Invalid JSON payload received. Unknown name "foo": Cannot find field.', field("foo")],
  ["Requests ending with a model turn are not supported for this model.", capability({ prefill: false })],
  ["Function call is missing a thought_signature in functionCall parts.", proofs],
  // Others.
  [
    "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
    capability({ prefill: false }),
  ],
  ["System message must be at the beginning.", capability({ midSystem: "user" })],
  ["qwen3-coder does not support image input", capability({ images: "none" })],
  ["property 'parallel_tool_calls' is unsupported", field("parallel_tool_calls")],
  // What teaches nothing.
  ["prompt is too long: 210000 tokens > 200000 maximum", undefined],
  ["invalid x-api-key", undefined],
  ["", undefined],
])("%s", (text, lesson) => {
  const found: unknown = lessonFrom(text);
  expect(found).toEqual(lesson);
});

test("what stands far behind, where requests are quoted, teaches nothing", () => {
  expect(lessonFrom(`${"x".repeat(5000)} Unknown parameter: 'model'`)).toBeUndefined();
});

test("long texts are read in no time", () => {
  const hostile = [
    "thinking block ".repeat(20_000),
    "encrypted content ".repeat(20_000),
    "'".repeat(100_000),
    "a.".repeat(100_000),
  ];
  const before = performance.now();
  for (const text of hostile) lessonFrom(text);
  expect(performance.now() - before).toBeLessThan(500);
});
