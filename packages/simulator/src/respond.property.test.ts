// The law of the oracle: whatever a script says, a client hears it, whole or streamed, in every dialect.

import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { dialects, requestFor } from "../test/questions.ts";
import { understand } from "../test/understood.ts";
import type { Step } from "./course.ts";
import { expectedAnswer } from "./expected.ts";
import { createResponder } from "./respond.ts";
import { stopReasons } from "./said.ts";
import type { SaidAnswer } from "./said.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const count = fc.nat({ max: 1_000_000 });

const said: fc.Arbitrary<SaidAnswer> = fc.record(
  {
    kind: fc.constant("said" as const),
    text,
    thinking: text,
    refusal: text.filter((refusal) => refusal !== ""),
    stop: fc.constantFrom(...stopReasons),
    pieces: fc.integer({ min: 1, max: 8 }),
    isInterleaved: fc.boolean(),
    toolCalls: fc.array(fc.record({ name: text, input: fc.dictionary(text, fc.jsonValue()) }), {
      maxLength: 3,
    }),
    usage: fc.record({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      reasoningTokens: count,
    }),
  },
  { requiredKeys: ["kind", "text"] },
);

test.each(dialects)("%s: a stream and a whole answer say the same, and what the oracle says", (dialect) => {
  fc.assert(
    fc.property(said, (answer) => {
      const respond = createResponder({ rules: [{ answer }] });
      const stamp = { serial: 1, at: 0 };
      const whole = understand[dialect].whole(bodyOf(respond(requestFor(dialect), stamp)));
      const streamed = understand[dialect].streamed(bodyOf(respond(requestFor(dialect, "streamed"), stamp)));
      expect(streamed).toEqual(whole);
      const expected = expectedAnswer(answer, requestFor(dialect));
      expect(whole.text).toBe(expected.text);
      expect(whole.thinking).toBe(expected.thinking ?? "");
      expect(JSON.stringify(whole.toolCalls)).toBe(JSON.stringify(expected.toolCalls));
    }),
  );
});

function bodyOf(steps: readonly Step[]): string {
  return Buffer.concat(steps.flatMap((step) => (step.kind === "bytes" ? [step.bytes] : []))).toString("utf8");
}
