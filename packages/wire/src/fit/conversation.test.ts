import { describe, expect, test } from "bun:test";
import { assistant, call, requestOf, result, system, targetOf, text, user } from "../../test/fit-fixtures.ts";
import type { Turn } from "../model/request.ts";
import { fit } from "./fit.ts";

function turnsAfter(turns: Turn[], target = targetOf("messages")) {
  const { request, losses } = fit(requestOf({ origin: "messages", turns }), target);
  return { turns: request.turns, losses: losses.map(({ path, action }) => `${action} ${path}`) };
}

const cancelled = {
  kind: "tool-result",
  callId: "b",
  inputKind: "json",
  content: [{ kind: "text", text: "The call was cancelled: it has no result." }],
  isError: true,
} as const;

describe("results", () => {
  test("in their place stay, in as many turns as they came in", () => {
    const turns = [
      user("Go"),
      assistant(call("a"), call("b")),
      user(result("a")),
      user(result("b"), "Well?"),
    ];
    expect(turnsAfter(turns)).toEqual({ turns, losses: [] });
  });

  test("that are missing are said to be cancelled, in one turn with those that are there", () => {
    const { turns, losses } = turnsAfter([
      user("Go"),
      assistant(call("a"), call("b")),
      user(result("a"), "Stop!"),
    ]);
    expect(turns).toEqual([
      user("Go"),
      assistant(call("a"), call("b")),
      user(result("a"), cancelled),
      user("Stop!"),
    ]);
    expect(losses).toEqual(["approximated turns[1].parts[1]"]);
  });

  test("behind nothing but empty texts are in their place", () => {
    const { turns, losses } = turnsAfter([user("Go"), assistant(call("a")), user("", result("a"), "Well?")]);
    expect(turns[2]).toEqual(user(result("a"), "Well?"));
    expect(losses).toEqual([]);
  });

  test("of nothing are dropped, and so are second ones", () => {
    const { turns, losses } = turnsAfter([
      user("Go"),
      assistant(call("a")),
      user(result("a"), result("a", "again"), result("x")),
    ]);
    expect(turns).toEqual([user("Go"), assistant(call("a")), user(result("a"))]);
    expect(losses).toEqual(["dropped turns[2].parts[1]", "dropped turns[2].parts[2]"]);
  });

  test("behind something else come first", () => {
    const { turns, losses } = turnsAfter([user("Go"), assistant(call("a")), user("See:", result("a"))]);
    expect(turns).toEqual([user("Go"), assistant(call("a")), user(result("a")), user("See:")]);
    expect(losses).toEqual(["approximated turns[2].parts[1]"]);
  });

  test("behind a system turn come before it", () => {
    const { turns } = turnsAfter([user("Go"), assistant(call("a")), system("Careful."), user(result("a"))]);
    expect(turns).toEqual([user("Go"), assistant(call("a")), user(result("a")), system("Careful.")]);
  });

  test("are of the turn that called, though its parts came as turns of their own", () => {
    const turns = [
      user("Go"),
      assistant(call("a")),
      assistant("And"),
      assistant(call("b")),
      user(result("b")),
      user(result("a")),
    ];
    expect(turnsAfter(turns)).toEqual({ turns, losses: [] });
  });

  test("of a call at the very end are made up", () => {
    const { turns } = turnsAfter([user("Go"), assistant(call("b"))]);
    expect(turns.at(-1)).toEqual(user(cancelled));
  });

  test("that are the same object twice are one result and one too many", () => {
    const shared = result("a");
    expect(turnsAfter([user("Go"), assistant(call("a")), user(shared, shared)]).turns[2]).toEqual(
      user(shared),
    );
  });
});

describe("an answer that was begun", () => {
  const turns = [user("Go"), assistant("The best answer is ( ")];

  test("goes where nobody goes on with it, with all turns that it came in", () => {
    const target = targetOf("messages", { prefill: false });
    expect(turnsAfter(turns, target)).toEqual({ turns: [user("Go")], losses: ["dropped turns[1]"] });
    const several = [user("Go"), assistant("One"), assistant("Two")];
    expect(turnsAfter(several, target).losses).toEqual(["dropped turns[1]", "dropped turns[2]"]);
  });

  test("stays where it is gone on with, without the space at its end that Claude refuses", () => {
    expect(turnsAfter(turns, targetOf("messages", { prefill: true })).turns[1]).toEqual(
      assistant("The best answer is ("),
    );
    expect(turnsAfter(turns, targetOf("gemini", { prefill: true })).turns[1]).toEqual(
      assistant("The best answer is ( "),
    );
  });
});

describe("the beginning", () => {
  test.each([
    ["messages", true],
    ["gemini", true],
    ["chat", false],
    ["responses", false],
  ] as const)("in %s is the user's: %p", (dialect, isPutBefore) => {
    const { turns, losses } = turnsAfter([system("S"), assistant("Welcome!"), user("Hi")], targetOf(dialect));
    expect(turns.map(({ role }) => role)).toEqual(
      isPutBefore ? ["system", "user", "assistant", "user"] : ["system", "assistant", "user"],
    );
    expect(losses).toEqual(isPutBefore ? ["approximated turns[1]"] : []);
  });

  test("is made up where there is nothing but a system", () => {
    expect(turnsAfter([system("Tell a joke.")]).turns.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(turnsAfter([system("Tell a joke.")], targetOf("chat")).turns).toEqual([system("Tell a joke.")]);
  });
});

test("empty texts and empty turns are swept up, and nothing is said of them", () => {
  const turns = [
    user("Go", ""),
    assistant(),
    assistant("", call("a")),
    user({ ...result("a"), content: [text("")] }),
  ];
  expect(turnsAfter(turns)).toEqual({
    turns: [user("Go"), assistant(call("a")), user({ ...result("a"), content: [] })],
    losses: [],
  });
});

test("an empty text that Gemini signed is not empty", () => {
  const signed = { kind: "text", text: "", proof: { dialect: "gemini", value: "s" } } as const;
  const request = requestOf({ origin: "gemini", turns: [user("Go"), assistant(signed), user("On")] });
  expect(fit(request, targetOf("gemini")).request.turns[1]).toEqual(assistant(signed));
});

test("texts of nothing but space do not reach Anthropic", () => {
  expect(turnsAfter([user("Go"), assistant(" \n", "Yes"), user("On")]).turns[1]).toEqual(assistant("Yes"));
});
