// Neutral requests: everything that the model can say, in combinations that no one dialect could.

import fc from "fast-check";
import { dialectNames } from "../../src/dialect-name.ts";
import { efforts } from "../../src/model/request.ts";
import type { NeutralRequest, OutputFormat, Reasoning, Sampling, Turn } from "../../src/model/request.ts";
import type { Tool, ToolChoice } from "../../src/model/tool.ts";
import { assistantPart, identifier, textPart, userPart, words } from "./part.ts";

const systemTurn: fc.Arbitrary<Turn> = fc
  .tuple(
    fc.constantFrom("system" as const, "developer" as const),
    fc.array(textPart, { minLength: 1, maxLength: 2 }),
  )
  .map(([role, parts]) => ({ role, parts }));

const userTurn: fc.Arbitrary<Turn> = fc
  .array(userPart, { minLength: 1, maxLength: 3 })
  .map((parts) => ({ role: "user", parts }));

const assistantTurn: fc.Arbitrary<Turn> = fc
  .array(assistantPart, { minLength: 1, maxLength: 3 })
  .map((parts) => ({ role: "assistant", parts }));

const turns: fc.Arbitrary<Turn[]> = fc
  .tuple(
    fc.array(systemTurn, { maxLength: 2 }),
    userTurn,
    fc.array(fc.oneof(userTurn, assistantTurn, systemTurn), { maxLength: 5 }),
  )
  .map(([system, first, rest]) => [...system, first, ...rest]);

const schema = fc.constantFrom(
  { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
  { type: "object", properties: { const: { type: "string" }, n: { type: "integer" } } },
);

const tool: fc.Arbitrary<Tool> = fc.oneof(
  fc
    .tuple(identifier, schema, fc.record({ description: words, strict: fc.boolean() }, { requiredKeys: [] }))
    .map(([name, input, rest]): Tool => ({ kind: "function", name, schema: input, ...rest })),
  fc
    .tuple(identifier, fc.record({ description: words }, { requiredKeys: [] }))
    .map(([name, rest]): Tool => ({ kind: "freeform", name, ...rest })),
);

const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.constantFrom<ToolChoice>({ kind: "auto" }, { kind: "any" }, { kind: "none" }),
  identifier.map((name): ToolChoice => ({ kind: "tool", name })),
  fc
    .record({
      mode: fc.constantFrom("auto" as const, "any" as const),
      names: fc.array(identifier, { minLength: 1, maxLength: 2 }),
    })
    .map((choice): ToolChoice => ({ kind: "allowed", ...choice })),
);

const fraction = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);

const sampling: fc.Arbitrary<Sampling> = fc
  .record(
    {
      temperature: fraction,
      topP: fraction.map((value) => value / 2),
      topK: fc.integer({ min: 1, max: 40 }),
      frequencyPenalty: fraction,
      presencePenalty: fraction,
      seed: fc.nat({ max: 99 }),
      stop: fc.array(words, { minLength: 1, maxLength: 6 }),
      candidates: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: [] },
  )
  .filter((fields) => Object.keys(fields).length > 0);

const reasoning: fc.Arbitrary<Reasoning> = fc
  .record(
    {
      mode: fc.constantFrom("off", "on", "auto"),
      effort: fc.constantFrom(...efforts),
      budgetTokens: fc.integer({ min: 1024, max: 32_000 }),
      show: fc.constantFrom("none", "summary", "detailed"),
    },
    { requiredKeys: [] },
  )
  .filter((fields) => Object.keys(fields).length > 0);

const output: fc.Arbitrary<OutputFormat> = fc.oneof(
  fc.constantFrom<OutputFormat>({ kind: "text" }, { kind: "json" }),
  fc
    .tuple(schema, fc.record({ name: identifier, strict: fc.boolean() }, { requiredKeys: [] }))
    .map(([value, rest]): OutputFormat => ({ kind: "json-schema", schema: value, ...rest })),
);

const settings = fc.record(
  {
    includeUsage: fc.boolean(),
    tools: fc.uniqueArray(tool, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    toolChoice,
    parallelToolCalls: fc.boolean(),
    maxOutputTokens: fc.integer({ min: 1, max: 100_000 }),
    sampling,
    reasoning,
    output,
    verbosity: fc.constantFrom("low", "medium", "high"),
    serviceTier: fc.constantFrom("auto", "standard", "flex", "priority", "fast"),
    userId: identifier,
    metadata: fc.dictionary(identifier, words, { minKeys: 1, maxKeys: 2 }),
    cacheKey: identifier,
    cache: fc.constantFrom({}, { ttlSeconds: 3600 }),
    extras: fc.constantFrom(
      { messages: { of_messages: 1 } },
      { chat: { of_chat: [true] } },
      { responses: { of_responses: { a: null } } },
      { gemini: { ofGemini: "x" } },
    ),
  },
  { requiredKeys: [] },
);

export const neutralRequest: fc.Arbitrary<NeutralRequest> = fc
  .record({ origin: fc.constantFrom(...dialectNames), turns, isStreamed: fc.boolean(), settings })
  .map(({ origin, isStreamed, settings: fields, turns: said }) => ({
    origin,
    model: "some-model",
    isStreamed,
    turns: said,
    ...fields,
  }));
