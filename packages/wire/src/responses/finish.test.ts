import { expect, test } from "bun:test";
import { finishReasons } from "../model/response.ts";
import type { Finish, FinishReason } from "../model/response.ts";
import { decodeFinish, encodeFinish } from "./finish.ts";
import type { AnswerSigns, Ending } from "./finish.ts";

const plain: AnswerSigns = { hasCalls: false, hasRefusal: false };
const calls: AnswerSigns = { ...plain, hasCalls: true };
const refusal: AnswerSigns = { ...plain, hasRefusal: true };
const cut: Ending = { status: "incomplete", reason: "max_output_tokens" };
const filtered: Ending = { status: "incomplete", reason: "content_filter" };

test.each<[Ending, AnswerSigns, Finish]>([
  [{ status: "completed" }, plain, { reason: "end" }],
  [{ status: "completed" }, calls, { reason: "tool-calls" }],
  [{ status: "completed" }, refusal, { reason: "refusal" }],
  [cut, calls, { reason: "max-tokens" }],
  [filtered, refusal, { reason: "content-filter" }],
  [{ status: "incomplete", reason: "steered" }, plain, { reason: "max-tokens", native: "steered" }],
  [{ status: "incomplete" }, plain, { reason: "max-tokens" }],
  [{ status: "failed" }, plain, { reason: "fault" }],
])("%j with %j is heard as %j", (ending, signs, finish) => {
  expect(decodeFinish(ending, signs)).toEqual(finish);
});

const endings: Readonly<Record<FinishReason, Ending>> = {
  end: { status: "completed" },
  "stop-sequence": { status: "completed" },
  "tool-calls": { status: "completed" },
  compaction: { status: "completed" },
  "max-tokens": cut,
  "context-window": cut,
  pause: cut,
  continuation: cut,
  refusal: filtered,
  "content-filter": filtered,
  fault: { status: "failed" },
};

test.each(finishReasons.map((reason) => [reason] as const))("%s is told by its status", (reason) => {
  expect(encodeFinish({ reason }, plain)).toEqual(endings[reason]);
});

test("a refusal that stands in the answer is a whole answer", () => {
  expect(encodeFinish({ reason: "refusal" }, refusal)).toEqual({ status: "completed" });
});

test("only this dialect's own words for a cut are said again", () => {
  expect(encodeFinish({ reason: "max-tokens", native: "steered" }, plain)).toEqual({
    ...cut,
    reason: "steered",
  });
  expect(encodeFinish({ reason: "max-tokens", native: "MAX_TOKENS" }, plain)).toEqual(cut);
});
