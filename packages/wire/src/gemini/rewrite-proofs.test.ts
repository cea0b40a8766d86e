import { describe, expect, test } from "bun:test";
import type { KeepProof } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { geminiCliTurn, opencodeTurn } from "../../test/gemini-bodies.ts";
import { skippedSignature } from "./proofs.ts";
import { rewriteProofs } from "./rewrite-proofs.ts";

const keep: KeepProof = (token) => {
  if (token === "hf1.own") return { dialect: "gemini", value: "c2ln" };
  return token === "hf1.foreign" ? { dialect: "messages", value: "sig" } : undefined;
};

function model(...parts: readonly JsonValue[]): JsonObject {
  return {
    contents: [
      { role: "user", parts: [{ text: "go" }] },
      { role: "model", parts },
    ],
  };
}

const call = { functionCall: { name: "run", args: {} } };

test.each([geminiCliTurn, opencodeTurn, { contents: "hi" }, {}])(
  "a body without tokens stays as it is",
  (body) => {
    expect(rewriteProofs(body, keep)).toEqual({ body, losses: [] });
  },
);

describe("a token", () => {
  test("of this road becomes what it holds", () => {
    const before = model(
      { ...call, thoughtSignature: "hf1.own" },
      { text: "a", thought_signature: "hf1.own" },
    );
    const after = model({ ...call, thoughtSignature: "c2ln" }, { text: "a", thought_signature: "c2ln" });
    expect(rewriteProofs(before, keep)).toEqual({ body: after, losses: [] });
  });

  test.each(["hf1.foreign", "hf1.broken"])(
    "%s goes, and its thought with it; the call behind is excused",
    (token) => {
      const before = model(
        { text: "Hm.", thought: true, thoughtSignature: token },
        { text: "I look." },
        call,
        call,
      );
      const { body, losses } = rewriteProofs(before, keep);
      expect(body).toEqual(model({ text: "I look." }, { ...call, thoughtSignature: skippedSignature }, call));
      expect(losses).toMatchObject([{ path: "turns[1].parts[0].proof", action: "dropped" }]);
    },
  );

  test("on a call leaves the call excused", () => {
    const { body } = rewriteProofs(model({ ...call, thoughtSignature: "hf1.foreign" }), keep);
    expect(body).toEqual(model({ ...call, thoughtSignature: skippedSignature }));
  });

  test("on a text leaves the text, and on nothing leaves nothing", () => {
    const signature = { thoughtSignature: "hf1.foreign" };
    expect(rewriteProofs(model({ text: "a", ...signature }, { text: "", ...signature }), keep).body).toEqual(
      model({ text: "a" }),
    );
    expect(rewriteProofs(model({ text: "", ...signature }), keep).body["contents"]).toHaveLength(1);
  });

  test("is found where a counting wraps the request, and under a system's text", () => {
    const inner = { ...model({ ...call, thoughtSignature: "hf1.foreign" }), systemInstruction: "x" };
    const { body, losses } = rewriteProofs({ generateContentRequest: inner }, keep);
    expect(JSON.stringify(body)).not.toContain("hf1.");
    expect(losses).toMatchObject([{ path: "turns[2].parts[0].proof" }]);
  });
});

test("a signature of Google's own beside a token stays", () => {
  const own = { ...call, thoughtSignature: "b3du" };
  const { body } = rewriteProofs(
    model({ text: "Hm.", thought: true, thoughtSignature: "hf1.foreign" }, own),
    keep,
  );
  expect(body).toEqual(model(own));
});
