import { describe, expect, test } from "bun:test";
import { assistant, requestOf, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Part, Proof } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { gonePart } from "./map-parts.ts";
import { fitProofs } from "./proofs.ts";

const native: Proof = { dialect: "messages", value: "sig" };
const here: Proof = { dialect: "messages", value: "sig", scope: "here" };
const there: Proof = { dialect: "messages", value: "sig", scope: "there" };
const foreign: Proof = { dialect: "gemini", value: "sig", scope: "here" };
/** What thinking without a proof was given, so that clients send no empty field back. */
const none: Proof = { dialect: "messages", value: "", scope: "here" };

function thought(proof?: Proof, text = "Hm."): Part {
  return { kind: "thinking", text, ...(proof === undefined ? {} : { proof }) };
}

function after(
  part: Part,
  origin: NeutralRequest["origin"] = "messages",
  never = targetOf("messages", { unprovenThinking: "never" }),
) {
  const { request, losses } = fitProofs(
    requestOf({ origin, turns: [user("Hi"), assistant(part, "Yes.")] }),
    never,
  );
  return { part: request.turns[1]?.parts[0], losses };
}

describe("a proof is kept only where it can be read", () => {
  test.each([
    ["the provider's own, sent bare by a client of its dialect", thought(native), "messages", true],
    ["made on this road", thought(here), "messages", true],
    ["made on this road, sent by a client of another dialect", thought(here), "chat", true],
    ["made by another account", thought(there), "messages", false],
    ["sent bare by a client of another dialect", thought(native), "chat", false],
    ["in another dialect's format", thought(foreign), "messages", false],
    ["of no value: there never was one", thought(none), "messages", false],
    ["missing", thought(), "messages", false],
  ] as const)("%s", (_title, part, origin, isKept) => {
    const { part: now, losses } = after(part, origin);
    expect(now).toEqual(isKept ? part : gonePart);
    expect(losses.map(({ path, action }) => [path, action])).toEqual(
      isKept ? [] : [["turns[1].parts[0]", "dropped"]],
    );
  });
});

test("thinking that was withheld whole, and carriers for the next part, go with their proof", () => {
  expect(after(thought({ ...there, isRedacted: true }, "")).part).toEqual(gonePart);
  expect(after(thought({ ...foreign, isForNext: true }, "")).part).toEqual(gonePart);
  expect(after(thought({ ...here, isForNext: true }, "")).part).toEqual(
    thought({ ...here, isForNext: true }, ""),
  );
});

test("a provider that takes plain thinking gets it without the proof, and never an empty one", () => {
  const plain = targetOf("chat", { unprovenThinking: "plain" });
  expect(after(thought(there), "messages", plain).part).toEqual(thought());
  expect(after(thought(none), "messages", plain).part).toEqual(thought());
  expect(after(thought({ ...there, isRedacted: true }, ""), "messages", plain).part).toEqual(gonePart);
});

test("lost thinking stays as text where that is wanted", () => {
  const target = { ...targetOf("messages", { unprovenThinking: "never" }), lostThinking: "text" } as const;
  const { part, losses } = after(thought(there), "messages", target);
  expect(part).toEqual({ kind: "text", text: "Hm." });
  expect(losses[0]?.action).toBe("approximated");
});

test("a text and a call lose a proof that is of no use, and nothing else", () => {
  const call: Part = { kind: "tool-call", id: "1", name: "look", inputKind: "json", input: "{}" };
  const { part, losses } = after({ ...call, proof: foreign });
  expect(part).toEqual(call);
  expect(losses).toEqual([expect.objectContaining({ path: "turns[1].parts[0].proof", action: "dropped" })]);
});
