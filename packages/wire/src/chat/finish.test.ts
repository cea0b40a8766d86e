import { describe, expect, test } from "bun:test";
import type { Finish } from "../model/response.ts";
import { decodeFinish, encodeFinish, faultIn } from "./finish.ts";

const none = { hasCalls: false, hasRefusal: false };
const calls = { ...none, hasCalls: true };
const refusal = { ...none, hasRefusal: true };

describe("a finish reason", () => {
  test.each<readonly [string, Parameters<typeof decodeFinish>[1], Finish]>([
    ["stop", none, { reason: "end" }],
    ["length", none, { reason: "max-tokens" }],
    ["content_filter", none, { reason: "content-filter" }],
    ["tool_calls", calls, { reason: "tool-calls" }],
    // The presence of calls counts for more than the word.
    ["stop", calls, { reason: "tool-calls", native: "stop" }],
    ["function_call", calls, { reason: "tool-calls", native: "function_call" }],
    ["tool_calls", none, { reason: "end", native: "tool_calls" }],
    ["length", calls, { reason: "max-tokens" }],
    // OpenAI says `stop` with a refusal; told as an end, clients would ask again and again.
    ["stop", refusal, { reason: "refusal", native: "stop" }],
    ["content_filter", refusal, { reason: "refusal" }],
    ["length", refusal, { reason: "max-tokens" }],
    ["stop", { ...none, stopSequence: "#" }, { reason: "stop-sequence", stopSequence: "#" }],
    ["model_length", none, { reason: "context-window", native: "model_length" }],
    ["eos", none, { reason: "end", native: "eos" }],
    ["STOP", none, { reason: "end", native: "STOP" }],
    ["tool_use", calls, { reason: "tool-calls", native: "tool_use" }],
    ["MAX_TOKENS", none, { reason: "max-tokens", native: "MAX_TOKENS" }],
    ["SAFETY", none, { reason: "content-filter", native: "SAFETY" }],
    ["unheard_of", none, { reason: "end", native: "unheard_of" }],
    ["__proto__", none, { reason: "end", native: "__proto__" }],
    ["", none, { reason: "end" }],
  ])("%s, with %j, is %j", (word, signs, finish) => {
    expect(decodeFinish(word, signs)).toEqual(finish);
  });

  test.each<readonly [Finish, { hasCalls: boolean }, string]>([
    [{ reason: "end" }, none, "stop"],
    [{ reason: "end" }, calls, "tool_calls"],
    [{ reason: "tool-calls" }, calls, "tool_calls"],
    [{ reason: "tool-calls" }, none, "stop"],
    [{ reason: "stop-sequence", stopSequence: "#" }, none, "stop"],
    [{ reason: "max-tokens" }, calls, "length"],
    [{ reason: "context-window" }, none, "length"],
    [{ reason: "refusal" }, none, "content_filter"],
    [{ reason: "refusal", native: "stop" }, none, "stop"],
    [{ reason: "content-filter", native: "RECITATION" }, none, "content_filter"],
    [{ reason: "pause" }, none, "stop"],
    // Never a good end where there was none.
    [{ reason: "fault" }, none, "error"],
  ])("%j, with %j, is said as %s", (finish, signs, word) => {
    expect(encodeFinish(finish, signs)).toBe(word);
  });

  test("some words tell of a failure", () => {
    expect(
      ["error", "insufficient_system_resource", "network_error", "abort", "stop", "constructor"].map(faultIn),
    ).toEqual(["provider-error", "overloaded", "provider-error", "provider-error", undefined, undefined]);
  });
});
