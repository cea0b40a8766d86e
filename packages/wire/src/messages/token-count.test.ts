import { expect, test } from "bun:test";
import { everything } from "../../test/everything.ts";
import { tokenCount } from "./token-count.ts";

test("a request to count has only what is counted", () => {
  const { body } = tokenCount.encodeRequest(
    {
      origin: "messages",
      model: "claude-opus-5",
      isStreamed: true,
      turns: [{ role: "user", parts: [{ kind: "text", text: "Hi" }] }],
      maxOutputTokens: 10,
      sampling: { temperature: 1, topP: 1, topK: 1, stop: ["END"] },
      userId: "u",
      serviceTier: "auto",
      reasoning: { mode: "auto" },
      extras: { messages: { container: "c", context_management: {} } },
    },
    { model: "claude-opus-5", isStreamed: true, capabilities: everything },
  );
  expect(body).toEqual({
    model: "claude-opus-5",
    messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
    thinking: { type: "adaptive" },
    context_management: {},
  });
});

test("a request to count needs no limit", () => {
  const result = tokenCount.decodeRequest({ model: "m", messages: [] }, { open: () => undefined });
  expect(result).toMatchObject({ kind: "decoded", value: { model: "m" } });
});

test("a count is read and written alike", () => {
  expect(tokenCount.encode(7)).toEqual({ input_tokens: 7 });
  expect(tokenCount.decode({ input_tokens: 7, context_management: null })).toMatchObject({ value: 7 });
  expect(tokenCount.decode({ totalTokens: 7 })).toMatchObject({ kind: "fault", path: "input_tokens" });
});
