import { describe, expect, test } from "bun:test";
import { outcome, road } from "../test/roads.ts";
import { attribute } from "./attribute.ts";
import type { Blame } from "./blame.ts";
import { createEvidence } from "./evidence.ts";
import type { Evidence, Sighting } from "./evidence.ts";
import type { Outcome } from "./outcome.ts";
import type { Level } from "./road.ts";

const now = 10_000_000;

type Before = (evidence: Evidence) => void;

function sighting(seen: Outcome["class"], name: string, more: Partial<Sighting> = {}): Sighting {
  return { class: seen, road: road(name), caller: "c1", shape: "s1", at: now, ...more };
}

const nothing: Before = () => undefined;
const goodKey: Before = (evidence) => evidence.add(sighting("answered", "p/m", { at: now - 60_000 }));
const goodSibling: Before = (evidence) => {
  goodKey(evidence);
  evidence.add(sighting("answered", "p#1/m", { at: now - 5_000 }));
};
const siblingAlike =
  (seen: Outcome["class"]): Before =>
  (evidence) => {
    goodKey(evidence);
    evidence.add(sighting(seen, "p#1/m", { at: now - 5_000 }));
  };
const threeAlike =
  (seen: Outcome["class"]): Before =>
  (evidence) => {
    for (const [shape, caller] of [
      ["s1", "c1"],
      ["s2", "c2"],
      ["s3", "c3"],
    ] as const) {
      evidence.add(sighting("answered", "p/m", { shape, caller, at: now - 600_000 }));
      if (shape !== "s1") evidence.add(sighting(seen, "p/m", { shape, caller, at: now - 1_000 }));
    }
  };
const threeAlikeAmongGood: Before = (evidence) => {
  threeAlike("bad-request")(evidence);
  evidence.add(sighting("answered", "p/m", { shape: "s4", caller: "c4", at: now - 500 }));
};
const oneCaller: Before = (evidence) => {
  for (const shape of ["s1", "s2"]) evidence.add(sighting("answered", "p/m", { shape, at: now - 600_000 }));
  evidence.add(sighting("bad-request", "p/m", { at: now - 1_000 }));
};

/** What was seen, what was known before, whose fault it is, at which level, with which weight, cooling for how long. */
const table: readonly [string, Outcome, Before, Blame, Level, number, number?][] = [
  ["a good answer", outcome("answered"), nothing, "nobody", "cell", 0],
  [
    "a refused connection",
    outcome("transport", { transport: "refused" }),
    nothing,
    "provider",
    "provider",
    1,
  ],
  [
    "a name that does not resolve",
    outcome("transport", { transport: "dns" }),
    nothing,
    "provider",
    "provider",
    1,
  ],
  ["a reset", outcome("transport", { transport: "reset-before-head" }), nothing, "provider", "cell", 1],
  [
    "our own stale connection",
    outcome("transport", { transport: "stale" }),
    nothing,
    "nobody",
    "provider",
    0,
  ],
  ["silence", outcome("silent"), nothing, "provider", "cell", 1],
  ["a stall", outcome("stalled", { isAfterContent: true }), nothing, "provider", "cell", 1],
  ["a 500", outcome("server-error", { status: 500 }), nothing, "provider", "cell", 1],
  ["a 529", outcome("overloaded", { status: 529 }), nothing, "provider", "cell", 1],
  ["a cut stream", outcome("truncated"), nothing, "provider", "cell", 1],
  ["an error inside a 200", outcome("stream-error"), nothing, "provider", "cell", 1],
  [
    "a 429 with headroom",
    outcome("rate-limited", { status: 429, headroom: 0.9 }),
    nothing,
    "provider",
    "cell",
    1,
  ],
  [
    "a 429 at the limit, with a reset",
    outcome("rate-limited", { headroom: 0, resetAfterMs: 30_000 }),
    nothing,
    "own-key",
    "key",
    0,
    30_000,
  ],
  [
    "a 429 at the limit, with a weekly reset",
    outcome("rate-limited", { headroom: 0, resetAfterMs: 6e8 }),
    nothing,
    "own-key",
    "key",
    0,
    900_000,
  ],
  [
    "a 429 that says nothing",
    outcome("rate-limited", { status: 429 }),
    nothing,
    "own-key",
    "key",
    0.5,
    10_000,
  ],
  [
    "a 429 with nothing but a weekly Retry-After",
    outcome("rate-limited", { retryAfterMs: 6e8 }),
    nothing,
    "own-key",
    "key",
    0.5,
    60_000,
  ],
  [
    "a 429 that two accounts get",
    outcome("rate-limited", { status: 429 }),
    siblingAlike("rate-limited"),
    "provider",
    "cell",
    1,
  ],
  ["a quota error out of nowhere", outcome("quota", { status: 429 }), goodKey, "own-key", "key", 0.5, 10_000],
  ["a quota error that two accounts get", outcome("quota"), siblingAlike("quota"), "provider", "cell", 1],
  [
    "a 401 to a key that never worked",
    outcome("unauthenticated", { status: 401 }),
    nothing,
    "own-key",
    "key",
    0,
    60_000,
  ],
  [
    "a 401 to a good key, the only one",
    outcome("unauthenticated", { status: 401 }),
    goodKey,
    "provider",
    "provider",
    1,
  ],
  [
    "a 401 to one good key of two",
    outcome("unauthenticated", { status: 401 }),
    goodSibling,
    "own-key",
    "key",
    0,
    60_000,
  ],
  [
    "a 401 to all keys",
    outcome("unauthenticated", { status: 401 }),
    siblingAlike("unauthenticated"),
    "provider",
    "provider",
    1,
  ],
  [
    "a 403 to all keys",
    outcome("forbidden", { status: 403 }),
    siblingAlike("forbidden"),
    "provider",
    "provider",
    1,
  ],
  ["a 400", outcome("bad-request", { status: 400 }), nothing, "caller", "cell", 0],
  ["a 400 that one caller repeats", outcome("bad-request", { status: 400 }), oneCaller, "caller", "cell", 0],
  [
    "a 400 to three kinds of requests that were good",
    outcome("bad-request", { status: 400 }),
    threeAlike("bad-request"),
    "provider",
    "cell",
    1,
  ],
  [
    "a 400 to three kinds of requests, while the model answers others",
    outcome("bad-request", { status: 400 }),
    threeAlikeAmongGood,
    "caller",
    "cell",
    0,
  ],
  ["a prompt that is too long", outcome("context-too-long"), nothing, "caller", "cell", 0],
  ["a policy refusal", outcome("content-policy"), nothing, "caller", "cell", 0],
  [
    "a model that was never there",
    outcome("unknown-model", { status: 404 }),
    nothing,
    "us",
    "cell",
    0,
    60_000,
  ],
  [
    "a model that was there a minute ago",
    outcome("unknown-model", { status: 404 }),
    goodKey,
    "provider",
    "cell",
    1,
  ],
  ["a file that the provider does not hold", outcome("unknown-state"), nothing, "caller", "cell", 0],
  ["a prefill that is refused", outcome("capability", { status: 400 }), nothing, "us", "cell", 0],
  ["a client that left", outcome("cancelled"), nothing, "nobody", "cell", 0],
  ["our own limit", outcome("ours"), nothing, "us", "cell", 0],
];

describe("whose fault it is", () => {
  // Rows are of two lengths, and the runner fills up short ones.
  test.each(table.map((row) => [row[0], row] as const))("%s", (_, row) => {
    const [, seen, before, blame, level, weight, cooldownMs] = row;
    const evidence = createEvidence();
    before(evidence);
    const verdict = attribute({ sighting: sighting(seen.class, "p/m"), outcome: seen, evidence });
    expect({ ...verdict, level: verdict.scope.level }).toMatchObject({ blame, level, weight });
    expect(verdict.cooldownMs).toBe(cooldownMs);
    expect(verdict.evidence.join()).not.toBe("");
  });

  test("no doubtful verdict cools a key for over a minute", () => {
    for (const [name, , , blame, , weight, cooldownMs = 0] of table) {
      if (blame === "own-key" && weight > 0) expect([name, cooldownMs <= 60_000]).toEqual([name, true]);
    }
  });
});
