import { describe, expect, test } from "bun:test";
import { middling, outcome } from "../test/roads.ts";
import type { Blame } from "./blame.ts";
import { mostAttempts, reactTo } from "./reaction.ts";
import type { Outcome } from "./outcome.ts";
import type { Reaction, ReactionInput } from "./reaction.ts";

function reaction(seen: Outcome, blame: Blame, more: Partial<ReactionInput> = {}): Reaction {
  return reactTo({
    outcome: seen,
    verdict: { blame, scope: { level: "cell", name: "p/m" }, weight: 1, evidence: ["seen"] },
    attemptsHere: 1,
    attemptsInAll: 1,
    hasStripped: false,
    hasNext: true,
    nextHoldsMore: false,
    wasWell: true,
    remainingMs: Number.POSITIVE_INFINITY,
    mayRetry: true,
    chance: middling,
    ...more,
  });
}

const alone = { hasNext: false };
const sick = { wasWell: false };
const second = { attemptsHere: 2, attemptsInAll: 2 };
const refused = outcome("transport", { transport: "refused" });
const reset = outcome("transport", { transport: "reset-before-head" });

const table: readonly [string, Outcome, Blame, Partial<ReactionInput>, Reaction["kind"]][] = [
  ["a one-off 500 on a healthy road", outcome("server-error"), "provider", {}, "again"],
  ["a one-off 529 on a healthy road", outcome("overloaded"), "provider", {}, "again"],
  ["a one-off reset on a healthy road", reset, "provider", {}, "again"],
  ["an empty answer on a healthy road", outcome("truncated"), "provider", {}, "again"],
  ["the second 500 there", outcome("server-error"), "provider", second, "next"],
  ["a 500 on a sick road", outcome("server-error"), "provider", sick, "next"],
  ["a 500 with an empty purse", outcome("server-error"), "provider", { mayRetry: false }, "next"],
  [
    "a 529 that says how long it will take",
    outcome("overloaded", { retryAfterMs: 30_000 }),
    "provider",
    {},
    "next",
  ],
  ["a refused connection", refused, "provider", {}, "next"],
  ["silence", outcome("silent"), "provider", {}, "next"],
  [
    "a limit that ends within three seconds",
    outcome("rate-limited", { retryAfterMs: 2_000 }),
    "own-key",
    {},
    "again",
  ],
  ["a limit that ends later", outcome("rate-limited", { retryAfterMs: 4_000 }), "own-key", {}, "next"],
  ["a limit that does not say", outcome("rate-limited"), "own-key", {}, "next"],
  ["a false limit", outcome("rate-limited", { retryAfterMs: 1_000 }), "provider", {}, "next"],
  ["a bad key", outcome("unauthenticated"), "own-key", {}, "next"],
  ["an auth outage", outcome("unauthenticated"), "provider", {}, "next"],
  ["an auth outage with nowhere to go", outcome("unauthenticated"), "provider", alone, "again"],
  ["a 500 with nowhere to go, twice", outcome("server-error"), "provider", { ...alone, ...second }, "tell"],
  ["a foreign signature", outcome("capability"), "us", {}, "strip"],
  ["a foreign signature that was not it", outcome("capability"), "us", { hasStripped: true }, "next"],
  ["a model that is not there", outcome("unknown-model"), "us", {}, "next"],
  ["a model that is not there, nor anything else", outcome("unknown-model"), "us", alone, "tell"],
  ["a mistake of the caller", outcome("bad-request"), "caller", {}, "tell"],
  ["a 400 that is an outage", outcome("bad-request"), "provider", {}, "next"],
  ["a policy refusal", outcome("content-policy"), "caller", {}, "tell"],
  ["a prompt too long for all", outcome("context-too-long"), "caller", {}, "tell"],
  ["a prompt too long for this one", outcome("context-too-long"), "caller", { nextHoldsMore: true }, "next"],
  ["a file that is not there", outcome("unknown-state"), "caller", {}, "tell"],
  ["the last attempt", outcome("server-error"), "provider", { attemptsInAll: mostAttempts }, "tell"],
];

describe("what is done about", () => {
  test.each(table)("%s", (_, seen, blame, more, kind) => {
    expect(reaction(seen, blame, more).kind).toBe(kind);
  });

  test("a hiccup is a pause of less than a quarter of a second", () => {
    expect(reaction(outcome("server-error"), "provider")).toMatchObject({ kind: "again", afterMs: 125 });
  });

  test("a pause is never longer than the request has time", () => {
    expect(reaction(outcome("server-error"), "provider", { remainingMs: 100 }).kind).toBe("next");
  });
});
