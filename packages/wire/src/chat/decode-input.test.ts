import { describe, expect, test } from "bun:test";
import { decoded, meant } from "../../test/chat-request.ts";

describe("Cursor's mixed bodies", () => {
  test("the input and the tools of Responses are read on Chat's path", () => {
    const { request, losses } = decoded({
      model: "gpt-5.5",
      stream: true,
      instructions: "Be brief.",
      input: [
        { role: "user", content: [{ type: "input_text", text: "Go." }] },
        { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "e" },
        { type: "function_call", call_id: "c1", name: "f", arguments: "{}" },
        { type: "custom_tool_call", call_id: "c2", name: "p", input: "x" },
        { type: "function_call_output", call_id: "c1", output: "1" },
        { type: "custom_tool_call_output", call_id: "c2", output: [{ type: "input_text", text: "2" }] },
        { type: "item_reference", id: "i" },
      ],
      tools: [
        { type: "function", name: "f", parameters: { type: "object" } },
        { type: "custom", name: "p" },
      ],
      tool_choice: { type: "function", name: "f" },
      max_output_tokens: 50,
      reasoning: { effort: "low" },
    });
    expect(meant(request)).toMatchObject({
      origin: "chat",
      turns: [
        { role: "system", parts: [{ text: "Be brief." }] },
        { role: "user", parts: [{ text: "Go." }] },
        {
          role: "assistant",
          parts: [
            { kind: "thinking", text: "hm", proof: { dialect: "responses", value: "e" } },
            { kind: "tool-call", id: "c1", inputKind: "json", input: "{}" },
            { kind: "tool-call", id: "c2", inputKind: "freeform", input: "x" },
          ],
        },
        {
          role: "user",
          parts: [
            { kind: "tool-result", callId: "c1", inputKind: "json", content: [{ text: "1" }] },
            { kind: "tool-result", callId: "c2", inputKind: "freeform", content: [{ text: "2" }] },
          ],
        },
      ],
      tools: [
        { kind: "function", name: "f", schema: { type: "object" } },
        { kind: "freeform", name: "p" },
      ],
      toolChoice: { kind: "tool", name: "f" },
      maxOutputTokens: 50,
      reasoning: { effort: "low" },
    });
    expect(losses).toMatchObject([{ path: "input[6]", action: "dropped" }]);
  });

  test("a bare input is what the user says", () => {
    expect(decoded({ input: "hi" }).request.turns).toEqual([
      { role: "user", parts: [{ kind: "text", text: "hi" }] },
    ]);
  });

  test("tools as Messages has them are functions", () => {
    const { request } = decoded({
      messages: [],
      tools: [{ name: "f", description: "d", input_schema: { type: "object" } }],
    });
    expect(request.tools).toMatchObject([
      { kind: "function", name: "f", description: "d", schema: { type: "object" } },
    ]);
  });
});
