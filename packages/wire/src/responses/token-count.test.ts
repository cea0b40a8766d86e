import { expect, test } from "bun:test";
import type { InputTokenCountParams, InputTokenCountResponse } from "openai/resources/responses/input-tokens";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { everything } from "../../test/everything.ts";
import { tokenCount } from "./token-count.ts";

const target = { model: "gpt-5.6", isStreamed: false, capabilities: everything };

test("a request to count says what a request for an answer says of its prompt, and nothing of the answer", () => {
  const { body } = tokenCount.encodeRequest(
    {
      origin: "messages",
      model: "claude-opus-5",
      isStreamed: true,
      turns: [
        { role: "system", parts: [{ kind: "text", text: "Be brief." }] },
        { role: "user", parts: [{ kind: "text", text: "Hi" }] },
      ],
      tools: [{ kind: "freeform", name: "exec" }],
      maxOutputTokens: 5,
      sampling: { temperature: 1 },
      reasoning: { effort: "low" },
    },
    target,
  );
  const expected = {
    model: "gpt-5.6",
    instructions: "Be brief.",
    input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }],
    tools: [{ type: "custom", name: "exec" }],
    reasoning: { effort: "low" },
  } satisfies InputTokenCountParams;
  expect<JsonValue>(body).toEqual(parseJson(JSON.stringify(expected)) ?? null);
});

test("a count goes both ways", () => {
  const told = { object: "response.input_tokens", input_tokens: 12 } satisfies InputTokenCountResponse;
  expect(tokenCount.encode(12)).toEqual(told);
  expect(tokenCount.decode(told)).toEqual({ kind: "decoded", value: 12, losses: [] });
  expect(tokenCount.decode({})).toEqual({ kind: "fault", path: "input_tokens", expected: "a number" });
});
