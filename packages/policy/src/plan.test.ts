import { describe, expect, test } from "bun:test";
import { middling, outcome, road } from "../test/roads.ts";
import { createHealth } from "./health.ts";
import type { Health } from "./health.ts";
import { planRoads } from "./plan.ts";
import type { Candidate } from "./plan.ts";

const chain: readonly Candidate[] = [
  { scopes: road("a/m"), rank: 0 },
  { scopes: road("b/m"), rank: 1 },
  { scopes: road("c/m"), rank: 2 },
];

interface Given {
  readonly candidates?: readonly Candidate[];
  readonly now?: number;
  readonly affinity?: string;
  readonly chance?: () => number;
}

function order(
  health: Health,
  { candidates = chain, now = 10, affinity, chance = middling }: Given = {},
): string[] {
  const { roads } = planRoads({ candidates, health, now, affinity, chance });
  return roads.map(({ candidate }) => candidate.scopes.key);
}

function fall(health: Health, name: string, at = 0): void {
  for (let i = 0; i < 3; i++) {
    health.settle(health.take(road(name), at), outcome("server-error"), { caller: "c", shape: "s", now: at });
  }
}

describe("a plan", () => {
  test("keeps the operator's order while all are well", () => {
    expect(order(createHealth({ chance: middling }))).toEqual(["a#0", "b#0", "c#0"]);
  });

  test("puts a sick road last, not away", () => {
    const health = createHealth({ chance: middling });
    fall(health, "a/m");
    expect(order(health)).toEqual(["b#0", "c#0", "a#0"]);
  });

  test("with all sick begins with the one that was good last, and says that it is a panic", () => {
    const health = createHealth({ chance: middling });
    for (const [index, name] of ["a/m", "c/m", "b/m"].entries()) {
      const permit = health.take(road(name), index);
      health.settle(permit, outcome("answered"), { caller: "c", shape: "s", now: index });
    }
    for (const name of ["a/m", "b/m", "c/m"]) fall(health, name, 5);
    const plan = planRoads({ candidates: chain, health, now: 10, affinity: undefined, chance: middling });
    expect(plan.isPanic).toBe(true);
    expect(plan.roads.map(({ candidate }) => candidate.scopes.key)).toEqual(["b#0", "c#0", "a#0"]);
  });

  test("leaves out what cannot carry the request, and says why", () => {
    const blind: Candidate = { scopes: road("a/m"), rank: 0, unfit: "it takes no images" };
    const candidates = [blind, ...chain.slice(1)];
    const plan = planRoads({
      candidates,
      health: createHealth({ chance: middling }),
      now: 0,
      affinity: undefined,
      chance: middling,
    });
    expect(plan.roads).toHaveLength(2);
    expect(plan.passedOver.map(({ why }) => why)).toEqual(["it takes no images"]);
  });

  test("lets one request at a time test a road that was sick", () => {
    const health = createHealth({ chance: middling });
    fall(health, "a/m");
    expect(order(health, { now: 6_000 })[0]).toBe("a#0");
    health.take(road("a/m"), 6_000);
    expect(order(health, { now: 6_001 })[0]).toBe("b#0");
  });

  test("sends only its share to a road that is coming back", () => {
    const health = createHealth({ chance: middling });
    fall(health, "a/m");
    for (let i = 0; i < 3; i++) {
      health.standing(road("a/m"), 6_000);
      health.settle(health.take(road("a/m"), 6_000), outcome("answered"), {
        caller: "c",
        shape: "s",
        now: 6_000,
      });
    }
    expect(order(health, { now: 6_001, chance: () => 0.5 })[0]).toBe("b#0");
    expect(order(health, { now: 6_001, chance: () => 0.005 })[0]).toBe("a#0");
  });

  test("keeps a conversation on one key among equals, and spreads conversations", () => {
    const keys = Array.from({ length: 4 }, (_, key): Candidate => ({ scopes: road(`a#${key}/m`), rank: 0 }));
    const health = createHealth({ chance: middling });
    const firstOf = (affinity: string): string | undefined =>
      order(health, { candidates: keys, affinity })[0];
    const firsts = Array.from({ length: 400 }, (_, i) => firstOf(`conversation ${i}`));
    expect(firsts).toEqual(Array.from({ length: 400 }, (_, i) => firstOf(`conversation ${i}`)));
    for (let key = 0; key < 4; key++) {
      expect(firsts.filter((first) => first === `a#${key}`).length).toBeGreaterThan(60);
    }
  });

  test("moves only the conversations of a key that is gone", () => {
    const keys = Array.from({ length: 4 }, (_, key): Candidate => ({ scopes: road(`a#${key}/m`), rank: 0 }));
    const health = createHealth({ chance: middling });
    for (let i = 0; i < 200; i++) {
      const affinity = `conversation ${i}`;
      const before = order(health, { candidates: keys, affinity })[0];
      const after = order(health, { candidates: keys.slice(1), affinity })[0];
      if (before !== "a#0") expect(after).toBe(before);
    }
  });

  test("without a conversation begins with the least busy key", () => {
    const keys = Array.from({ length: 2 }, (_, key): Candidate => ({ scopes: road(`a#${key}/m`), rank: 0 }));
    const health = createHealth({ chance: middling });
    health.take(road("a#0/m"), 0);
    expect(order(health, { candidates: keys })).toEqual(["a#1", "a#0"]);
  });
});
