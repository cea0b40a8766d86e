import { describe, expect, test } from "bun:test";
import { assistant, call, requestOf, result, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Part } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { fit } from "./fit.ts";

function idsAfter(turns: Turn[], target = targetOf("messages", { toolIds: "plain" })): [string[], string[]] {
  const parts = fit(requestOf({ turns }), target).request.turns.flatMap((turn) => turn.parts);
  return [
    parts.flatMap((part) => (part.kind === "tool-call" ? [part.id] : [])),
    parts.flatMap((part) => (part.kind === "tool-result" ? [part.callId] : [])),
  ];
}

function exchange(...ids: string[]): Turn[] {
  return [user("Go"), assistant(...ids.map((id) => call(id))), user(...ids.map((id) => result(id)))];
}

describe("ids are the same in call and result", () => {
  test.each([
    ["that the provider takes stay", ["toolu_01", "call-2"], [/^toolu_01$/, /^call-2$/]],
    ["with other letters are fitted", ["functions.Bash:0"], [/^functions_Bash_0_[0-9a-z]{7}$/]],
    ["too long are cut", ["i".repeat(90)], [/^i{56}_[0-9a-z]{7}$/]],
    ["that are the same are told apart", ["call_0", "call_0"], [/^call_0$/, /^call_0_[0-9a-z]{7}$/]],
    ["that are missing are made up", ["", ""], [/^call_0_[0-9a-z]{7}$/, /^call_1_[0-9a-z]{7}$/]],
  ])("%s", (_title, ids, expected) => {
    const [calls, results] = idsAfter(exchange(...ids));
    for (const [at, pattern] of expected.entries()) expect(calls[at]).toMatch(pattern);
    expect(results).toEqual(calls);
    expect(new Set(calls).size).toBe(calls.length);
    // Each call has its own result, and none was made up or dropped.
    expect(
      fit(requestOf({ turns: exchange(...ids) }), targetOf("messages", { toolIds: "plain" })).losses,
    ).toEqual([]);
  });
});

test("an id that comes again in a later turn is another call's", () => {
  const [calls, results] = idsAfter([...exchange("call_0"), ...exchange("call_0").slice(1)]);
  expect(calls[0]).toBe("call_0");
  expect(calls[1]).not.toBe("call_0");
  expect(results).toEqual(calls);
});

test("ids do not change when the conversation grows", () => {
  const turns = exchange("", "functions.Bash:0", "");
  expect(idsAfter([...turns, assistant("Well"), ...exchange("").slice(1)])[0].slice(0, 3)).toEqual(
    idsAfter(turns)[0],
  );
});

test("results without ids find their calls by name, in Gemini's manner", () => {
  const named = (name: string): Part => ({ ...result(""), name });
  const turns = [user("Go"), assistant(call("", "a"), call("", "b")), user(named("b"), named("a"))];
  const [calls, results] = idsAfter(turns);
  expect(results).toEqual(calls.toReversed());
});

test("OpenAI's chat completions take forty characters", () => {
  const [[id = ""]] = idsAfter(exchange("i".repeat(50)), targetOf("chat", { toolIds: "plain" }));
  expect(id.length).toBe(40);
});

test("where any id will do, any stays", () => {
  expect(idsAfter(exchange("functions.Bash:0"), targetOf("gemini", { toolIds: "any" }))[0]).toEqual([
    "functions.Bash:0",
  ]);
});
