import type { StreamMessage } from "../dialect.ts";
import { arrayOf, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { append, grow, overlay, setField } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { NativeResult, NativeWhole } from "./result.ts";

interface Choice {
  readonly draft: Draft;
  readonly message: Draft;
  readonly calls: Draft[];
}

export function createChatWhole(): NativeWhole {
  const answer: Draft = {};
  const choices: Choice[] = [];
  let result: NativeResult | undefined;

  const choiceAt = (index: number): Choice =>
    (choices[index] ??= { draft: { index }, message: { role: "assistant", content: null }, calls: [] });
  const hearChoice = (choice: JsonObject): void => {
    const { index, delta, ...rest } = choice;
    const own = choiceAt(numberOf(index) ?? 0);
    grow(own.draft, rest);
    if (!isObject(delta)) return;
    const { tool_calls: calls, role, ...texts } = delta;
    if (typeof role === "string") setField(own.message, "role", role);
    grow(own.message, texts);
    for (const call of arrayOf(calls) ?? []) if (isObject(call)) growCall(own.calls, call);
  };
  const whole = (): NativeResult => {
    const unfinished =
      choices.length === 0 || choices.some(({ draft }) => typeof draft["finish_reason"] !== "string");
    if (unfinished) return { kind: "incomplete", why: "the stream ended before `finish_reason`" };
    const all = choices.map(({ draft, message, calls }) => {
      if (calls.length > 0) setField(message, "tool_calls", calls);
      return { ...draft, message };
    });
    return { kind: "whole", body: { ...answer, object: "chat.completion", choices: all } };
  };
  return {
    message({ data }: StreamMessage) {
      if (result !== undefined) return;
      if (data.trim() === "[DONE]") {
        result = whole();
        return;
      }
      const value = parseJson(data);
      if (!isObject(value)) result = { kind: "incomplete", why: "a chunk is no JSON object" };
      else if (isObject(value["error"])) result = { kind: "failed", text: data };
      else {
        // `obfuscation` only hides lengths on the wire.
        const { choices: some, obfuscation: _obfuscation, ...rest } = value;
        overlay(answer, rest);
        for (const choice of arrayOf(some) ?? []) if (isObject(choice)) hearChoice(choice);
      }
    },
    // Many servers leave `[DONE]` out.
    result: () => result ?? whole(),
  };
}

/** Servers number calls, leave the number out, or say 0 throughout: a new id begins a new call. */
function growCall(calls: Draft[], piece: JsonObject): void {
  const { index, id, function: called, ...rest } = piece;
  const place = numberOf(index) ?? Math.max(0, calls.length - 1);
  const known = calls[place];
  const isNew = known === undefined || (typeof id === "string" && id !== "" && known["id"] !== id);
  const call: Draft = isNew ? {} : known;
  if (isNew) calls[known === undefined ? place : calls.length] = call;
  if (typeof id === "string" && id !== "") setField(call, "id", id);
  overlay(call, rest);
  if (!isObject(called)) return;
  const { name, arguments: text, ...more } = called;
  const own: Draft = { ...objectOf(call["function"]) };
  if (typeof name === "string" && name !== "") setField(own, "name", name);
  append(own, "arguments", textOf(text) ?? "");
  overlay(own, more);
  setField(call, "function", own);
}
