// Neutral answers and the streams that tell them.

import fc from "fast-check";
import { dialectNames } from "../../src/dialect-name.ts";
import type { Finish, NeutralResponse, Usage } from "../../src/model/response.ts";
import type { Part } from "../../src/model/part.ts";
import { citedText, identifier, refusalPart, textPart, thinkingPart, toolCall } from "./part.ts";

/** Answers have no cache hints. */
const plainText: fc.Arbitrary<Part> = textPart.map((part) =>
  part.kind === "text" ? { kind: "text", text: part.text } : part,
);

const parts = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: plainText },
    { weight: 2, arbitrary: toolCall },
    { weight: 1, arbitrary: thinkingPart },
    { weight: 1, arbitrary: refusalPart },
    { weight: 1, arbitrary: citedText },
  ),
  { maxLength: 4 },
);

const count = fc.nat({ max: 5000 });

const usage: fc.Arbitrary<Usage> = fc
  .record({
    inputTokens: count,
    outputTokens: count,
    cacheReadTokens: count,
    cacheWriteTokens: count,
    reasoningTokens: count,
  })
  .map((counts) => ({ ...counts, outputTokens: counts.outputTokens + counts.reasoningTokens }));

const finish: fc.Arbitrary<Finish> = fc.oneof(
  fc.constantFrom<Finish>(
    { reason: "end" },
    { reason: "max-tokens" },
    { reason: "context-window" },
    { reason: "content-filter" },
  ),
  identifier.map((stopSequence): Finish => ({ reason: "stop-sequence", stopSequence })),
  fc.record({ explanation: identifier }, { requiredKeys: [] }).map((rest): Finish => ({
    reason: "refusal",
    ...rest,
  })),
);

export const neutralResponse: fc.Arbitrary<NeutralResponse> = fc
  .record({ origin: fc.constantFrom(...dialectNames), id: identifier, parts, finish, usage })
  .map((response) => ({
    ...response,
    model: "some-model",
    // Every dialect says so where there are calls, whatever else could be said.
    finish: response.parts.some(({ kind }) => kind === "tool-call")
      ? { reason: "tool-calls" }
      : response.finish,
  }));
