import { describe, expect, test } from "bun:test";
import type { DialectName } from "../dialect-name.ts";
import type { JsonObject } from "../json/value.ts";
import { withoutField } from "./without-field.ts";
import { withoutProofs } from "./without-proofs.ts";

describe("a refused field", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["a", { a: 1, b: 2 }, { b: 2 }],
    ["a.b", { a: { b: 1, c: 2 } }, { a: { c: 2 } }],
    [
      "tools.custom.strict",
      { tools: [{ custom: { strict: true, n: 1 } }, { x: 1 }] },
      { tools: [{ custom: { n: 1 } }, { x: 1 }] },
    ],
  ])("%s goes, wherever lists hold it", (path, body, expected) => {
    expect(withoutField(body, path)).toEqual(expected);
  });

  test.each(["z", "a.z", "a.b.c.d", ""])("%p that is not there changes nothing", (path) => {
    const body = { a: { b: [1, { c: 2 }] } };
    expect(withoutField(body, path)).toBe(body);
  });
});

describe("foreign proofs", () => {
  test.each<[DialectName, JsonObject, JsonObject]>([
    [
      "messages",
      {
        messages: [
          {
            role: "assistant",
            content: [
              { type: "thinking", signature: "s" },
              { type: "text", text: "a" },
            ],
          },
        ],
      },
      { messages: [{ role: "assistant", content: [{ type: "text", text: "a" }] }] },
    ],
    [
      "responses",
      { input: [{ type: "reasoning", encrypted_content: "s" }, { type: "message" }] },
      { input: [{ type: "message" }] },
    ],
    [
      "chat",
      { messages: [{ role: "assistant", content: "a", reasoning_details: [] }] },
      { messages: [{ role: "assistant", content: "a" }] },
    ],
    [
      "gemini",
      { contents: [{ parts: [{ functionCall: {}, thoughtSignature: "s" }] }] },
      { contents: [{ parts: [{ functionCall: {}, thoughtSignature: "skip_thought_signature_validator" }] }] },
    ],
  ])("go from a body in %s, and nothing else does", (dialect, body, expected) => {
    expect(withoutProofs(dialect, body)).toEqual(expected);
    expect(withoutProofs(dialect, expected)).toBe(expected);
  });

  test("take a message with them that was nothing else", () => {
    const asked = { role: "user", content: "Go on." };
    const body = {
      messages: [asked, { role: "assistant", content: [{ type: "thinking", signature: "s" }] }, asked],
    };
    expect(withoutProofs("messages", body)).toEqual({ messages: [asked, asked] });
  });

  test("take thinking with them where it has to go on with what they proved", () => {
    const call = { type: "tool_use", id: "a", name: "f", input: {} };
    const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "a" }] };
    const body = {
      thinking: { type: "enabled", budget_tokens: 2000 },
      messages: [{ role: "assistant", content: [{ type: "thinking", signature: "s" }, call] }, result],
    };
    expect(withoutProofs("messages", body)).toEqual({
      messages: [{ role: "assistant", content: [call] }, result],
    });
  });

  test.each<[DialectName, JsonObject]>([
    ["messages", { messages: "x" }],
    ["responses", { input: "hello" }],
    ["chat", { messages: [1, null] }],
    ["gemini", { contents: { parts: [] } }],
  ])("of a body that has none are not looked for elsewhere: %s", (dialect, body) => {
    expect(withoutProofs(dialect, body)).toBe(body);
  });
});
