import { describe, expect, test } from "bun:test";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Proof } from "../model/part.ts";
import { rewriteProofs } from "./rewrite-proofs.ts";

const proofs: Record<string, Proof> = {
  "hf1.ours": { dialect: "messages", value: "Eu", scope: "here" },
  "hf1.openai": { dialect: "responses", value: "gA", scope: "there" },
  "hf1.none": { dialect: "messages", value: "", scope: "here" },
};
const keep = (token: string): Proof | undefined => proofs[token];

const text: JsonValue = { type: "text", text: "Hi" };
const thinking = (signature: string): JsonValue => ({ type: "thinking", thinking: "Hm", signature });
const bodyOf = (...content: JsonValue[]): JsonObject => ({
  model: "m",
  of_tomorrow: null,
  messages: [
    { role: "user", content: "Hello" },
    { role: "assistant", content },
  ],
});

test("a token that is of use becomes what it holds", () => {
  const { body, losses } = rewriteProofs(
    bodyOf(thinking("hf1.ours"), { type: "redacted_thinking", data: "hf1.ours" }, text),
    keep,
  );
  expect(body).toEqual(bodyOf(thinking("Eu"), { type: "redacted_thinking", data: "Eu" }, text));
  expect(losses).toEqual([]);
});

describe("a token that is of no use goes with its block", () => {
  test.each(["hf1.openai", "hf1.none", "hf1.nobody"])("%s", (token) => {
    const { body, losses } = rewriteProofs(
      bodyOf(text, thinking(token), { type: "redacted_thinking", data: token }),
      keep,
    );
    expect(body).toEqual(bodyOf(text));
    expect(losses.map(({ path, action }) => `${action} ${path}`)).toEqual([
      "dropped turns[1].parts[1]",
      "dropped turns[1].parts[2]",
    ]);
  });

  test("and with its message, where that was all", () => {
    const { body } = rewriteProofs(bodyOf(thinking("hf1.nobody")), keep);
    expect(body["messages"]).toEqual([{ role: "user", content: "Hello" }]);
  });

  test("which is counted behind the system's turn", () => {
    const { losses } = rewriteProofs({ ...bodyOf(thinking("hf1.nobody")), system: "Be brief." }, keep);
    expect(losses[0]?.path).toBe("turns[2].parts[0]");
  });
});

describe("a turn under way that calls tools", () => {
  const call: JsonValue = { type: "tool_use", id: "a", name: "f", input: {} };
  const underWay = (...content: JsonValue[]): JsonObject => ({
    thinking: { type: "enabled", budget_tokens: 2000 },
    messages: [
      { role: "user", content: "Go." },
      { role: "assistant", content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "sunny" }] },
    ],
  });

  test("is gone on with without thinking, where its own had to go", () => {
    const { body, losses } = rewriteProofs(underWay(thinking("hf1.openai"), call), keep);
    const { thinking: _, ...expected } = underWay(call);
    expect(body).toEqual(expected);
    expect(losses.map(({ path, action }) => `${action} ${path}`)).toEqual([
      "dropped turns[1].parts[0]",
      "dropped reasoning",
    ]);
  });

  test("is thought about where its own thinking is there", () => {
    const { body, losses } = rewriteProofs(underWay(thinking("hf1.ours"), call), keep);
    expect(body).toEqual(underWay(thinking("Eu"), call));
    expect(losses).toEqual([]);
  });

  test("is thought about once it is over", () => {
    const over = underWay(thinking("hf1.openai"), call);
    const messages: JsonValue[] = [
      ...(Array.isArray(over["messages"]) ? over["messages"] : []),
      { role: "assistant", content: "Sunny." },
      { role: "user", content: "And now?" },
    ];
    expect(rewriteProofs({ ...over, messages }, keep).body["thinking"]).toEqual(over["thinking"] ?? null);
  });
});

test("everything else is left as it is", () => {
  for (const body of [
    bodyOf(thinking("Eu"), thinking(""), text, 1, null),
    { messages: "none" },
    {},
    bodyOf(),
  ]) {
    expect(rewriteProofs(body, keep).body).toBe(body);
  }
});
