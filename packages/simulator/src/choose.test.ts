import { describe, expect, test } from "bun:test";
import { createChooser } from "./choose.ts";
import { askedFrom } from "./request.ts";
import type { Asked } from "./request.ts";
import type { Answer, Condition, Rule } from "./script.ts";

const paths = { messages: "/v1/messages", chat: "/v1/chat/completions" };

function asking(model: string, dialect: keyof typeof paths = "chat", fields: object = {}): Asked {
  const body = new TextEncoder().encode(JSON.stringify({ model, ...fields }));
  return askedFrom({ method: "POST", target: paths[dialect], headers: [["X-Key", "k1"]], body });
}

const models = askedFrom({ method: "GET", target: "/v1/models", headers: [], body: new Uint8Array(0) });
const answer = (text: string): Answer => ({ kind: "said", text });

describe("a condition", () => {
  const cases: readonly { when: Condition; asked: Asked; isMet: boolean }[] = [
    { when: {}, asked: asking("m"), isMet: true },
    { when: {}, asked: models, isMet: false },
    { when: { endpoint: "models" }, asked: models, isMet: true },
    { when: { endpoint: "any" }, asked: models, isMet: true },
    { when: { endpoint: "any" }, asked: asking("m"), isMet: true },
    { when: { dialect: "chat" }, asked: asking("m"), isMet: true },
    { when: { dialect: "messages" }, asked: asking("m"), isMet: false },
    { when: { dialect: "messages" }, asked: asking("m", "messages"), isMet: true },
    { when: { model: "m" }, asked: asking("m"), isMet: true },
    { when: { model: "m" }, asked: asking("mm"), isMet: false },
    { when: { model: "claude-*-5" }, asked: asking("claude-opus-5"), isMet: true },
    { when: { model: "claude-*-5" }, asked: asking("claude-opus-5-fast"), isMet: false },
    { when: { model: "gpt-5.5" }, asked: asking("gpt-5x5"), isMet: false },
    { when: { model: "*" }, asked: asking(""), isMet: true },
    { when: { isStreamed: true }, asked: asking("m", "chat", { stream: true }), isMet: true },
    { when: { isStreamed: true }, asked: asking("m", "chat", { stream: null }), isMet: false },
    { when: { isStreamed: false }, asked: asking("m"), isMet: true },
    { when: { header: { name: "x-KEY" } }, asked: asking("m"), isMet: true },
    { when: { header: { name: "x-key", value: "k1" } }, asked: asking("m"), isMet: true },
    { when: { header: { name: "x-key", value: "K1" } }, asked: asking("m"), isMet: false },
    { when: { header: { name: "x-other" } }, asked: asking("m"), isMet: false },
    { when: { model: "m", dialect: "messages" }, asked: asking("m"), isMet: false },
  ];
  const titled = cases.map((row) => ({ ...row, shown: JSON.stringify(row.when) }));

  test.each(titled)(
    "$shown: $isMet for $asked.dialect $asked.endpoint $asked.model",
    ({ when, asked, isMet }) => {
      const choose = createChooser({ rules: [{ when, answer: answer("met") }] });
      expect(choose(asked).answer).toEqual(isMet ? answer("met") : { kind: "echo" });
    },
  );
});

describe("nth", () => {
  test.each<{ which: string; nth: NonNullable<Condition["nth"]>; hits: number[] }>([
    { which: "2", nth: 2, hits: [2] },
    { which: "from 3", nth: { from: 3 }, hits: [3, 4, 5] },
    { which: "to 2", nth: { to: 2 }, hits: [1, 2] },
    { which: "from 2 to 4", nth: { from: 2, to: 4 }, hits: [2, 3, 4] },
  ])("$which hits $hits of five requests", ({ nth, hits }) => {
    const choose = createChooser({ rules: [{ when: { nth }, fault: { kind: "silence" } }] });
    const hit = [1, 2, 3, 4, 5].filter(() => choose(asking("m")).fault !== undefined);
    expect(hit).toEqual(hits);
  });

  test("counts only requests that meet the other conditions", () => {
    const choose = createChooser({ rules: [{ when: { model: "a", nth: 2 }, fault: { kind: "silence" } }] });
    const faults = ["a", "b", "b", "a", "a"].map((model) => choose(asking(model)).fault !== undefined);
    expect(faults).toEqual([false, false, false, true, false]);
  });

  test("counts a request for every rule, whichever rule answers it", () => {
    const rules: Rule[] = [
      { when: { nth: 1 }, answer: answer("first") },
      { when: { nth: 2 }, answer: answer("second") },
    ];
    const choose = createChooser({ rules });
    const answers = [1, 2, 3].map(() => choose(asking("m")).answer);
    expect(answers).toEqual([answer("first"), answer("second"), { kind: "echo" }]);
  });
});

test("the first answer and the first fault count, each for itself", () => {
  const choose = createChooser({
    rules: [
      { fault: { kind: "silence" } },
      { answer: answer("one"), fault: { kind: "reset-before-head" } },
      { answer: answer("two") },
    ],
  });
  expect(choose(asking("m"))).toEqual({ answer: answer("one"), fault: { kind: "silence" } });
});
