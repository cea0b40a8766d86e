import { expect, test } from "bun:test";
import { everything } from "../../test/everything.ts";
import { geminiCliTurn } from "../../test/gemini-bodies.ts";
import { tokenCount } from "./token-count.ts";

const target = { model: "gemini-3-pro", isStreamed: false, capabilities: everything };

test("another dialect's request is counted whole, with its tools and its system's text", () => {
  const { body } = tokenCount.encodeRequest(
    {
      origin: "messages",
      model: "m",
      isStreamed: false,
      turns: [
        { role: "system", parts: [{ kind: "text", text: "s" }] },
        { role: "user", parts: [{ kind: "text", text: "u" }] },
      ],
    },
    target,
  );
  expect(body).toEqual({
    generateContentRequest: {
      model: "models/gemini-3-pro",
      systemInstruction: { parts: [{ text: "s" }] },
      contents: [{ role: "user", parts: [{ text: "u" }] }],
    },
  });
});

test("a wrapped request is the request", () => {
  const wrapped = { generateContentRequest: { model: "models/gemini-3-pro", ...geminiCliTurn } };
  const decoded = tokenCount.decodeRequest(wrapped, { open: () => undefined });
  expect(decoded).toMatchObject({ kind: "decoded", value: { model: "gemini-3-pro" } });
});

test("the count is a number of tokens", () => {
  expect(tokenCount.decode({ totalTokens: 12, cachedContentTokenCount: 3 })).toMatchObject({ value: 12 });
  expect(tokenCount.decode({ total: 12 })).toMatchObject({ kind: "fault", path: "totalTokens" });
  expect(tokenCount.encode(12)).toEqual({ totalTokens: 12 });
});
