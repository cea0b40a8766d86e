import { describe, expect, test } from "bun:test";
import { answerTo, verdictOf } from "../test/checking.ts";
import { list, object, parse, string } from "../test/json.ts";
import { dialects, forms, requestFor } from "../test/questions.ts";
import { readEvents } from "../test/sse.ts";
import type { Dialect, SaidAnswer, Script } from "./index.ts";
import { proofOf, verdictOn } from "./proof.ts";

const thinking = "First this, then that. 🤔";
const answer: SaidAnswer = {
  kind: "said",
  text: "",
  thinking,
  toolCalls: [{ name: "f", input: {}, id: "call_1" }],
};
const script = (account: string): Script => ({ account, rules: [{ answer }] });

/** The conversation with this turn of the model in it, which called a tool, and the tool's result. */
const goingOn: Readonly<Record<Exclude<Dialect, "chat">, (turn: object[]) => object>> = {
  messages: (content) => ({
    messages: [
      { role: "user", content: "Go." },
      { role: "assistant", content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1" }] },
    ],
  }),
  responses: (items) => ({
    input: [
      { role: "user", content: "Go." },
      ...items,
      { type: "function_call_output", call_id: "call_1", output: "" },
    ],
  }),
  gemini: (parts) => ({
    contents: [
      { role: "user", parts: [{ text: "Go." }] },
      { role: "model", parts },
      { role: "user", parts: [{ functionResponse: { name: "f", response: {} } }] },
    ],
  }),
};

function turnOf(dialect: Dialect, account: string): object[] {
  const told = parse(answerTo(requestFor(dialect), script(account)).text);
  if (dialect === "messages") return list(told["content"]);
  if (dialect === "responses") return list(told["output"]);
  return list(object(list(told["candidates"])[0]?.["content"])["parts"]);
}

const refusals = {
  messages: "400 messages.1.content.0: Invalid `signature` in `thinking` block",
  responses: "400 The encrypted content for item rs_01Simulated00000000001 could not be verified. Reason: ",
  gemini: "400 Corrupted thought signature.",
};

describe.each(["messages", "responses", "gemini"] as const)("%s", (dialect) => {
  test("a provider takes back what it signed itself", () => {
    expect(verdictOf(dialect, goingOn[dialect](turnOf(dialect, "one")), script("one"))).toBe("200");
  });

  test("what another account signed is refused in the vendor's words", () => {
    const verdict = verdictOf(dialect, goingOn[dialect](turnOf(dialect, "two")), script("one"));
    expect(verdict).toStartWith(refusals[dialect]);
  });

  test("an altered proof is refused in the vendor's words", () => {
    const text = JSON.stringify(turnOf(dialect, "one"));
    const proof = /"(?:signature|encrypted_content|thoughtSignature)":"([^"]+)"/.exec(text)?.[1] ?? "";
    const altered = text.replace(proof, proof.replace(/^.../, "AAA"));
    const verdict = verdictOf(dialect, goingOn[dialect](list(JSON.parse(altered))), script("one"));
    expect(verdict).toStartWith(refusals[dialect]);
  });
});

test("messages holds its signature against the thinking's text", () => {
  const text = JSON.stringify(turnOf("messages", "one")).replace("First", "Second");
  const verdict = verdictOf("messages", goingOn.messages(list(JSON.parse(text))), script("one"));
  expect(verdict).toBe(refusals.messages);
});

test("messages refuses thinking without a signature, and signed with nothing", () => {
  const blocks = turnOf("messages", "one").slice(1);
  const unsigned = { type: "thinking", thinking };
  expect(verdictOf("messages", goingOn.messages([unsigned, ...blocks]), script("one"))).toBe(
    "400 messages.1.content.0.thinking.signature: Field required",
  );
  expect(
    verdictOf("messages", goingOn.messages([{ ...unsigned, signature: "" }, ...blocks]), script("one")),
  ).toBe(refusals.messages);
});

test("withheld thinking is told by its proof alone, which is taken back", () => {
  const hidden: Script = { rules: [{ answer: { ...answer, isThinkingHidden: true } }] };
  const whole = parse(answerTo(requestFor("messages"), hidden).text);
  const [block] = list(whole["content"]);
  expect(block).toEqual({ type: "redacted_thinking", data: expect.any(String) });
  expect(verdictOf("messages", goingOn.messages(list(whole["content"])), hidden)).toBe("200");
  const foreign = [{ ...block, data: "AAAA" }, ...list(whole["content"]).slice(1)];
  expect(verdictOf("messages", goingOn.messages(foreign), hidden)).toBe(
    "400 messages.1.content.0: Invalid `data` in `redacted_thinking` block",
  );
});

test("a request that wants no text of the thinking gets its signature alone, and one that wants none, nothing", () => {
  const asking = (thought: object): object[] => {
    const request = requestFor("messages", "whole", { thinking: thought });
    return list(parse(answerTo(request, script("one")).text)["content"]);
  };
  expect(asking({ type: "adaptive", display: "omitted" })[0]).toMatchObject({
    type: "thinking",
    thinking: "",
  });
  expect(asking({ type: "disabled" })[0]).toMatchObject({ type: "tool_use" });
});

test("in a stream of messages the signature comes last in its block, in responses whole with the item's end", () => {
  const events = (dialect: Dialect): ReturnType<typeof readEvents> =>
    readEvents(answerTo(requestFor(dialect, forms[1]), script("one")).text);
  const deltas = events("messages").filter(
    ({ data }) => data.includes('"index":0') && data.includes("_delta"),
  );
  expect(deltas.at(-1)?.data).toContain("signature_delta");
  expect(deltas.slice(0, -1).every(({ data }) => data.includes("thinking_delta"))).toBe(true);
  const items = events("responses").filter(({ data }) => data.includes('"type":"reasoning"'));
  const proofs = items.map(({ data }) =>
    string(object(parse(data)["item"] ?? {})["encrypted_content"] ?? ""),
  );
  expect(proofs[1]).toStartWith(proofs[0] ?? "?");
  expect(proofs[1]?.length).toBeGreaterThan(proofs[0]?.length ?? 0);
});

test("a proof tells good, foreign and altered apart", () => {
  const own = { dialect: "messages", account: "größe 1", text: "x" } as const;
  const proof = proofOf(own);
  expect(proof).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(verdictOn(proof, own)).toBe("good");
  expect(verdictOn(proof, { ...own, text: "y" })).toBe("altered");
  expect(verdictOn(proof, { ...own, account: "2" })).toBe("foreign");
  for (const dialect of dialects.slice(1)) expect(verdictOn(proof, { ...own, dialect })).toBe("foreign");
  expect(verdictOn("no base64!", own)).toBe("altered");
  expect(verdictOn("", own)).toBe("altered");
});
