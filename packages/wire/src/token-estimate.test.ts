import { expect, test } from "bun:test";
import fc from "fast-check";
import { neutralRequest } from "../test/arbitrary/request.ts";
import { assistant, call, requestOf, result, text, user } from "../test/fit-fixtures.ts";
import type { JsonObject } from "./json/value.ts";
import type { NeutralRequest } from "./model/request.ts";
import { estimateTokens } from "./token-estimate.ts";

test.each<[string, NeutralRequest, number, number]>([
  ["3600 characters of prose", requestOf({ turns: [user("word ".repeat(720))] }), 1000, 1010],
  ["nothing", requestOf({ turns: [] }), 1, 1],
  ["a hundred Chinese characters", requestOf({ turns: [user("漢".repeat(100))] }), 80, 110],
  [
    "a picture",
    requestOf({
      turns: [user({ kind: "image", source: { kind: "url", url: "https://example.com/a.png" } })],
    }),
    1000,
    2000,
  ],
  [
    "a call and its result",
    requestOf({ turns: [assistant(call("1", "look", '{"a":1}')), user(result("1", "seen"))] }),
    20,
    40,
  ],
  [
    "a tool",
    requestOf({
      tools: [
        { kind: "function", name: "look", schema: { type: "object", properties: { a: { type: "string" } } } },
      ],
    }),
    25,
    50,
  ],
])("%s", (_title, request, least, most) => {
  const tokens = estimateTokens(request);
  expect(tokens).toBeGreaterThanOrEqual(least);
  expect(tokens).toBeLessThanOrEqual(most);
});

test("every request has a number, and more words make a larger one", () => {
  fc.assert(
    fc.property(neutralRequest, (request) => {
      const tokens = estimateTokens(request);
      expect(Number.isSafeInteger(tokens) && tokens > 0).toBe(true);
      const more = {
        ...request,
        turns: [...request.turns, { role: "user", parts: [text("and some more words")] } as const],
      };
      expect(estimateTokens(more)).toBeGreaterThan(tokens);
    }),
  );
});

test("a value that cannot be written counts as nothing", () => {
  let value: JsonObject = {};
  for (let depth = 0; depth < 100_000; depth++) value = { a: value };
  expect(
    estimateTokens(requestOf({ turns: [user({ kind: "unknown", origin: "chat", value })] })),
  ).toBeGreaterThan(0);
});
