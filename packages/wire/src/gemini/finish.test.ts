import { describe, expect, test } from "bun:test";
import type { FinishReason as GoogleReason } from "@google/genai";
import type { Loss } from "../loss.ts";
import type { Finish, FinishReason } from "../model/response.ts";
import { fieldsFrom } from "./fields.ts";
import { decodeFinish, encodeFinish, faultOf, withCalls } from "./finish.ts";

/** Every reason that Google's SDK knows; null: it says nothing. */
const table: Readonly<Record<`${GoogleReason}`, FinishReason | null>> = {
  FINISH_REASON_UNSPECIFIED: null,
  STOP: "end",
  MAX_TOKENS: "max-tokens",
  SAFETY: "refusal",
  PROHIBITED_CONTENT: "content-filter",
  RECITATION: "content-filter",
  LANGUAGE: "content-filter",
  BLOCKLIST: "content-filter",
  SPII: "content-filter",
  IMAGE_SAFETY: "content-filter",
  IMAGE_PROHIBITED_CONTENT: "content-filter",
  IMAGE_RECITATION: "content-filter",
  IMAGE_OTHER: "content-filter",
  NO_IMAGE: "end",
  CONTINUATION: "continuation",
  MALFORMED_FUNCTION_CALL: "fault",
  UNEXPECTED_TOOL_CALL: "fault",
  TOO_MANY_TOOL_CALLS: "fault",
  OTHER: "fault",
};

describe.each(Object.entries(table))("%s", (word, reason) => {
  const finish = decodeFinish(fieldsFrom({ finishReason: word }));

  test(`is ${reason ?? "no finish"}`, () => {
    expect(finish?.reason ?? null).toBe(reason);
    expect(finish !== undefined && faultOf(finish) !== undefined).toBe(reason === "fault");
  });

  test("is said again", () => {
    if (finish === undefined) return;
    const { finishReason } = encodeFinish(finish, { hasCalls: false }, { path: "finish", losses: [] });
    expect(finishReason).toBe(word);
  });
});

test("a reason that is new is an end with its own word", () => {
  expect(decodeFinish(fieldsFrom({ finishReason: "BORED", finishMessage: "Yawn." }))).toEqual({
    reason: "end",
    explanation: "Yawn.",
    native: "BORED",
  });
});

test("calls make an end one for them, and nothing else", () => {
  const withThem = (finish: Finish): string => withCalls(finish, { hasCalls: true }).reason;
  expect(withThem({ reason: "end" })).toBe("tool-calls");
  expect(withThem({ reason: "max-tokens" })).toBe("max-tokens");
  expect(withCalls({ reason: "end" }, { hasCalls: false }).reason).toBe("end");
});

test.each<[finish: Finish, word: string, losses: readonly string[]]>([
  [{ reason: "end" }, "STOP", []],
  [{ reason: "refusal", explanation: "No.", category: "cyber" }, "SAFETY", ["finish.category dropped"]],
  [{ reason: "content-filter" }, "PROHIBITED_CONTENT", []],
  [
    { reason: "stop-sequence", stopSequence: "X" },
    "STOP",
    ["finish.reason approximated", "finish.stopSequence dropped"],
  ],
  [{ reason: "context-window" }, "MAX_TOKENS", ["finish.reason approximated"]],
  [{ reason: "pause" }, "STOP", ["finish.reason approximated"]],
  [{ reason: "compaction" }, "STOP", ["finish.reason approximated"]],
  [{ reason: "tool-calls" }, "STOP", ["finish.reason approximated"]],
  // Another dialect's word is none of Google's.
  [{ reason: "end", native: "end_turn" }, "STOP", []],
])("%j without calls is %s", (finish, word, expected) => {
  const losses: Loss[] = [];
  const { finishReason } = encodeFinish(finish, { hasCalls: false }, { path: "finish", losses });
  expect(finishReason).toBe(word);
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([...expected]);
});
