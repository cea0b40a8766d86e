import { expect, test } from "bun:test";
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { call, result, text, turn, written } from "../../test/chat-request.ts";

test("a turn of Claude Code becomes a request of OpenAI's", () => {
  const { body, lost } = written(
    {
      isStreamed: true,
      turns: [
        turn("system", text("You are Claude Code."), text("Be brief.")),
        turn("user", text("Go.")),
        turn("system", text("<reminder>")),
        turn(
          "assistant",
          text("Looking."),
          call("toolu_1", "Read", '{"path":"a"}'),
          call("toolu_2", "Glob", ""),
        ),
        turn("user", result("toolu_1", text("A")), result("toolu_2", text("B")), text("And?")),
      ],
      tools: [{ kind: "function", name: "Read", description: "Reads.", schema: { type: "object" } }],
      toolChoice: { kind: "any" },
      maxOutputTokens: 32_000,
      reasoning: { effort: "high" },
    },
    { isStreamed: true },
  );
  const expected = {
    model: "gpt-5.5",
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      {
        role: "system",
        content: [
          { type: "text", text: "You are Claude Code." },
          { type: "text", text: "Be brief." },
        ],
      },
      { role: "user", content: "Go." },
      { role: "system", content: "<reminder>" },
      {
        role: "assistant",
        content: "Looking.",
        tool_calls: [
          { id: "toolu_1", type: "function", function: { name: "Read", arguments: '{"path":"a"}' } },
          { id: "toolu_2", type: "function", function: { name: "Glob", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: "toolu_1", content: "A" },
      { role: "tool", tool_call_id: "toolu_2", content: "B" },
      { role: "user", content: "And?" },
    ],
    tools: [
      { type: "function", function: { name: "Read", description: "Reads.", parameters: { type: "object" } } },
    ],
    tool_choice: "required",
    max_completion_tokens: 32_000,
    reasoning_effort: "high",
  } satisfies ChatCompletionCreateParams;
  expect(body).toEqual(expected);
  expect(lost).toEqual([]);
});
