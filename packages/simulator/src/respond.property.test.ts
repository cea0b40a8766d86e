// The law of the oracle: whatever a script says, a client hears it, whole or streamed, in either dialect.

import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { questions } from "../test/http-client.ts";
import { understand } from "../test/understood.ts";
import type { Step } from "./course.ts";
import type { ProviderRequest } from "./request.ts";
import { createResponder } from "./respond.ts";
import type { SaidAnswer, StopReason } from "./script.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const stops: StopReason[] = ["end", "max-tokens", "stop-sequence", "refusal"];
const count = fc.nat({ max: 1_000_000 });

const said: fc.Arbitrary<SaidAnswer> = fc.record(
  {
    kind: fc.constant("said" as const),
    text,
    stop: fc.constantFrom(...stops),
    pieces: fc.integer({ min: 1, max: 8 }),
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

const asked = { stream: true, stream_options: { include_usage: true } };

test.each(["messages", "chat"] as const)("%s: a stream and a whole answer say the same", (dialect) => {
  fc.assert(
    fc.property(said, (answer) => {
      const respond = createResponder({ rules: [{ answer }] });
      const stamp = { serial: 1, at: 0 };
      const whole = understand[dialect].whole(bodyOf(respond(requestFrom(dialect, {}), stamp)));
      const streamed = understand[dialect].streamed(bodyOf(respond(requestFrom(dialect, asked), stamp)));
      expect(streamed).toEqual(whole);
      expect(whole.text).toBe(answer.text);
      expect(JSON.stringify(whole.toolCalls)).toBe(JSON.stringify(answer.toolCalls ?? []));
    }),
  );
});

function requestFrom(dialect: "messages" | "chat", fields: object): ProviderRequest {
  const { path, headers = {}, body } = questions[dialect](fields);
  return {
    method: "POST",
    target: path,
    headers: Object.entries(headers),
    body: new TextEncoder().encode(body),
  };
}

function bodyOf(steps: readonly Step[]): string {
  return Buffer.concat(steps.flatMap((step) => (step.kind === "bytes" ? [step.bytes] : []))).toString("utf8");
}
