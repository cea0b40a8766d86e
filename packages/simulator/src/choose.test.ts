import { describe, expect, test } from "bun:test";
import { createChooser } from "./choose.ts";
import { askedFrom } from "./request.ts";
import type { Asked } from "./request.ts";
import type { Answer } from "./said.ts";
import type { Condition, Rule } from "./script.ts";

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
      expect(choose(asked, 0).answer).toEqual(isMet ? answer("met") : { kind: "echo" });
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
    const hit = [1, 2, 3, 4, 5].filter(() => choose(asking("m"), 0).fault !== undefined);
    expect(hit).toEqual(hits);
  });

  test("counts only requests that meet the other conditions", () => {
    const choose = createChooser({ rules: [{ when: { model: "a", nth: 2 }, fault: { kind: "silence" } }] });
    const faults = ["a", "b", "b", "a", "a"].map((model) => choose(asking(model), 0).fault !== undefined);
    expect(faults).toEqual([false, false, false, true, false]);
  });

  test("counts a request for every rule, whichever rule answers it", () => {
    const rules: Rule[] = [
      { when: { nth: 1 }, answer: answer("first") },
      { when: { nth: 2 }, answer: answer("second") },
    ];
    const choose = createChooser({ rules });
    const answers = [1, 2, 3].map(() => choose(asking("m"), 0).answer);
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
  expect(choose(asking("m"), 0)).toEqual({ answer: answer("one"), fault: { kind: "silence" } });
});

describe("chance", () => {
  const choices = (share: number, seed: number, count: number): boolean[] => {
    const choose = createChooser({ seed, rules: [{ when: { share }, fault: { kind: "silence" } }] });
    return Array.from({ length: count }, () => choose(asking("m"), 0).fault !== undefined);
  };

  test("hits about its share of many requests", () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const hits = choices(share, 7, 2_000).filter((hit) => hit).length;
      expect(Math.abs(hits / 2_000 - share)).toBeLessThan(0.04);
    }
  });

  test("is the same for the same seed, and another for another", () => {
    expect(choices(0.5, 7, 50)).toEqual(choices(0.5, 7, 50));
    expect(choices(0.5, 7, 50)).not.toEqual(choices(0.5, 8, 50));
  });

  test("always and never mean it", () => {
    expect(choices(1, 1, 20)).not.toContain(false);
    expect(choices(0, 1, 20)).not.toContain(true);
  });
});

test("a key is asked for by its pattern, and no key matches none", () => {
  const choose = createChooser({ rules: [{ when: { key: "sk-a*" }, fault: { kind: "silence" } }] });
  const signed = (key: string): Asked =>
    askedFrom({ ...asking("m").request, headers: [["authorization", `Bearer ${key}`]] });
  expect(choose(signed("sk-a1"), 0).fault).toBeDefined();
  expect(choose(signed("sk-b1"), 0).fault).toBeUndefined();
  expect(choose(asking("m"), 0).fault).toBeUndefined();
});

test("times count from the beginning that was given", () => {
  const choose = createChooser(
    { rules: [{ when: { during: { fromMs: 10, toMs: 20 } }, fault: { kind: "silence" } }] },
    1_000,
  );
  const hit = [1_000, 1_010, 1_019, 1_020].map((at) => choose(asking("m"), at).fault !== undefined);
  expect(hit).toEqual([false, true, true, false]);
});

test("a fault that does not concern the request leaves it to the next", () => {
  const choose = createChooser({
    rules: [{ fault: { kind: "extra-input", field: "thinking" } }, { fault: { kind: "silence" } }],
  });
  expect(choose(asking("m"), 0).fault).toEqual({ kind: "silence" });
  expect(choose(asking("m", "chat", { thinking: 1 }), 0).fault).toEqual({
    kind: "extra-input",
    field: "thinking",
  });
});

test("a fault of the connection is over before there is a request", () => {
  const choose = createChooser({ rules: [{ fault: { kind: "refused" } }] });
  expect(choose(asking("m"), 0).fault).toBeUndefined();
});
