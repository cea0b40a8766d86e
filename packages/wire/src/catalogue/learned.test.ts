import { expect, test } from "bun:test";
import { createLearned } from "./learned.ts";

const at = { provider: "acme", model: "m" };
const nothing = { capabilities: {}, refusedFields: new Set<string>() };

test("what was learnt is known where it was learnt, and nowhere else", () => {
  const learned = createLearned();
  learned.learn(at, { kind: "capability", change: { sampling: false } }, 0);
  learned.learn(at, { kind: "field", field: "context_management" }, 0);
  expect(learned.of(at, 1)).toEqual({
    capabilities: { sampling: false },
    refusedFields: new Set(["context_management"]),
  });
  expect(learned.of({ ...at, model: "other" }, 1)).toEqual(nothing);
  expect(learned.of({ ...at, provider: "other" }, 1)).toEqual(nothing);
});

test("it is forgotten in time, and taught again it lasts again", () => {
  const learned = createLearned({ ttlMs: 1000 });
  learned.learn(at, { kind: "capability", change: { prefill: false } }, 0);
  learned.learn(at, { kind: "field", field: "a" }, 500);
  expect(learned.of(at, 999).capabilities).toEqual({ prefill: false });
  expect(learned.of(at, 1000)).toEqual({ capabilities: {}, refusedFields: new Set(["a"]) });
  learned.learn(at, { kind: "capability", change: { prefill: false } }, 1000);
  expect(learned.of(at, 1999).capabilities).toEqual({ prefill: false });
});

test("a later lesson about the same thing replaces the earlier one", () => {
  const learned = createLearned();
  learned.learn(at, { kind: "capability", change: { efforts: ["low", "high"] } }, 0);
  learned.learn(at, { kind: "capability", change: { efforts: ["low"] } }, 1);
  expect(learned.of(at, 2).capabilities).toEqual({ efforts: ["low"] });
});

test("proofs are a matter of one conversation", () => {
  const learned = createLearned();
  learned.learn(at, { kind: "proofs" }, 0);
  expect(learned.of(at, 0)).toEqual(nothing);
});

test("it has bounds: the models and fields that were taught longest ago make room", () => {
  const learned = createLearned({ maxModels: 2, maxFields: 2 });
  for (const model of ["a", "b", "a", "c"]) {
    learned.learn({ ...at, model }, { kind: "capability", change: { seed: false } }, 0);
  }
  const known = ["a", "b", "c"].filter((model) => "seed" in learned.of({ ...at, model }, 0).capabilities);
  expect(known).toEqual(["a", "c"]);
  for (const name of ["x", "y", "z"]) learned.learn({ ...at, model: "a" }, { kind: "field", field: name }, 0);
  expect([...learned.of({ ...at, model: "a" }, 0).refusedFields]).toEqual(["y", "z"]);
});
