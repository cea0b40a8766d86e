import { describe, expect, test } from "bun:test";
import type { KeepProof } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import { rewriteProofs } from "./rewrite-proofs.ts";

const own = '[{"type":"reasoning.text","text":"hm","signature":"s"}]';
/** Tokens of this road, and one of another dialect that is useless here whatever the road says. */
const keep: KeepProof = (token) =>
  ({
    "hf1.details": { dialect: "chat", value: own } as const,
    "hf1.signature": { dialect: "chat", value: "sig" } as const,
    "hf1.foreign": { dialect: "gemini", value: "x" } as const,
  })[token];

const encrypted = (data: string): JsonObject => ({ type: "reasoning.encrypted", data });
const signed = (thought_signature: string, more: JsonObject = {}): JsonObject => ({
  id: "c",
  type: "function",
  function: { name: "f", arguments: "{}" },
  extra_content: { google: { thought_signature, ...more } },
});
const bare = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };

function rewritten(message: JsonObject): { message: unknown; lost: string[] } {
  const { body, losses } = rewriteProofs(
    { model: "m", messages: [{ role: "user", content: "a" }, message] },
    keep,
  );
  const messages = body["messages"];
  return { message: Array.isArray(messages) ? messages[1] : undefined, lost: losses.map(({ path }) => path) };
}

describe("our tokens in a request", () => {
  test.each<readonly [string, JsonObject, JsonObject, readonly string[]]>([
    [
      "are what they hold, where it is this provider's",
      { reasoning_details: [encrypted("hf1.details")] },
      { reasoning_details: [{ type: "reasoning.text", text: "hm", signature: "s" }] },
      [],
    ],
    [
      "go with their entry, where it is not",
      { reasoning_details: [encrypted("hf1.gone"), encrypted("theirs")] },
      { reasoning_details: [encrypted("theirs")] },
      ["messages[1].reasoning_details[0]"],
    ],
    [
      "go with the list, where nothing is left of it",
      { reasoning_content: "hm", reasoning_details: [encrypted("hf1.foreign")] },
      { reasoning_content: "hm" },
      ["messages[1].reasoning_details[0]"],
    ],
    [
      "are a call's signature",
      { tool_calls: [signed("hf1.signature", { x: 1 })] },
      { tool_calls: [signed("sig", { x: 1 })] },
      [],
    ],
    [
      "go from a call with what held them",
      { tool_calls: [signed("hf1.foreign")] },
      { tool_calls: [bare] },
      ["messages[1].tool_calls[0].extra_content.google.thought_signature"],
    ],
    [
      "leave what stands beside them",
      { tool_calls: [signed("hf1.gone", { x: 1 })] },
      { tool_calls: [{ ...bare, extra_content: { google: { x: 1 } } }] },
      ["messages[1].tool_calls[0].extra_content.google.thought_signature"],
    ],
  ])("%s", (_what, sent, expected, lost) => {
    const role = "assistant";
    expect(rewritten({ role, ...sent })).toEqual({ message: { role, ...expected }, lost: [...lost] });
  });

  test("are all that is touched: without any, the body is the same object", () => {
    const body = {
      messages: [
        "odd",
        { role: "user", content: "hf1.details" },
        {
          role: "assistant",
          reasoning_details: [encrypted("theirs"), null],
          tool_calls: [signed("theirs"), "odd"],
        },
      ],
    };
    expect(rewriteProofs(body, keep)).toEqual({ body, losses: [] });
    expect(rewriteProofs(body, keep).body).toBe(body);
    expect(rewriteProofs({ input: [] }, keep).body).toEqual({ input: [] });
  });
});
