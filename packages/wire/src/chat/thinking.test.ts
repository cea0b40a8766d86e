import { describe, expect, test } from "bun:test";
import { decoded } from "../../test/chat-request.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

describe("proofs that come back", () => {
  const message = (details: readonly JsonValue[], reasoning = "hm"): JsonObject => ({
    messages: [{ role: "assistant", content: "a", reasoning_content: reasoning, reasoning_details: details }],
  });
  const encrypted = (data: string): JsonObject => ({ type: "reasoning.encrypted", data });

  test("a token of ours is the proof of the thinking", () => {
    const { request, losses } = decoded(message([encrypted("hf1.ok.sig")]));
    expect(losses).toEqual([]);
    expect(request.turns[0]?.parts).toEqual([
      { kind: "thinking", text: "hm", proof: { dialect: "messages", value: "sig", scope: "anthropic" } },
      { kind: "text", text: "a" },
    ]);
  });

  test("OpenRouter's details are the proof, whole", () => {
    const { request } = decoded(message([{ type: "reasoning.text", text: "hm", signature: "s" }]));
    expect(request.turns[0]?.parts[0]).toEqual({
      kind: "thinking",
      text: "hm",
      proof: { dialect: "chat", value: '[{"type":"reasoning.text","text":"hm","signature":"s"}]' },
    });
  });

  test("a token that does not open is lost, not an error", () => {
    const { request, losses } = decoded(message([encrypted("hf1.forged")]));
    expect(request.turns[0]?.parts[0]).toEqual({ kind: "thinking", text: "hm" });
    expect(losses).toMatchObject([{ path: "turns[0].parts", action: "dropped" }]);
    expect(JSON.stringify(request)).not.toContain("hf1.");
  });

  test("proofs of several thoughts fit none that is all of them", () => {
    const { request, losses } = decoded(message([encrypted("hf1.ok.a"), encrypted("hf1.ok.b")]));
    expect(request.turns[0]?.parts[0]).toEqual({ kind: "thinking", text: "hm" });
    expect(losses).toHaveLength(1);
  });

  test("a token in a call is the call's proof", () => {
    const call = {
      id: "c",
      type: "function",
      function: { name: "f", arguments: "{}" },
      extra_content: { google: { thought_signature: "hf1.ok.sig" } },
    };
    const { request } = decoded({ messages: [{ role: "assistant", tool_calls: [call] }] });
    expect(request.turns[0]?.parts).toMatchObject([
      { kind: "tool-call", proof: { dialect: "messages", value: "sig" } },
    ]);
  });
});
