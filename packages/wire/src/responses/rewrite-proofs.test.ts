import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import type { Proof } from "../model/part.ts";
import { rewriteProofs } from "./rewrite-proofs.ts";

const proofs: ReadonlyMap<string, Proof> = new Map([
  ["hf1.mine", { dialect: "responses", value: "gAAA", scope: "here" }],
  ["hf1.empty", { dialect: "responses", value: "", scope: "here" }],
]);
const keep = (token: string): Proof | undefined => proofs.get(token);

const user = { type: "message", role: "user", content: "hf1.mine is what I say" };
const thinking = (token: string): JsonObject => ({
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Hm." }],
  encrypted_content: token,
});

describe("our tokens in a request", () => {
  test("become what they hold, where that is of use", () => {
    const { body, losses } = rewriteProofs(
      {
        model: "m",
        input: [user, { ...thinking("hf1.mine"), id: "rs_seed_0" }, { type: "web_search_call" }],
      },
      keep,
    );
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({ model: "m", input: [user, thinking("gAAA"), { type: "web_search_call" }] }),
    );
    expect(losses).toEqual([]);
  });

  test.each(["hf1.other", "hf1.empty"])("go with their item where they are of none: %s", (token) => {
    const { body, losses } = rewriteProofs({ input: [thinking(token), user] }, keep);
    expect(body).toEqual({ input: [user] });
    expect(losses).toMatchObject([{ path: "input[0]", action: "dropped" }]);
  });

  test.each([
    [{ input: "hf1.mine" }],
    [{}],
    [
      {
        input: [
          user,
          { ...user, encrypted_content: "hf1.mine" },
          { type: "reasoning", encrypted_content: "gAAA" },
          7,
          null,
        ],
      },
    ],
  ])("are none of these, which stay the same object: %j", (body) => {
    const rewritten = rewriteProofs(body, keep);
    expect(rewritten.body).toBe(body);
    expect(rewritten.losses).toEqual([]);
  });
});
