// What a client is told when no road could answer: one sentence that says what was tried, and a truthful time to wait.

import type { CanonicalFailure, FailureKind } from "@holdfast/wire";
import type { Problem } from "./problem.ts";

/** A road that was tried, and what came of it. */
export interface Tried {
  readonly name: string;
  readonly problem: Problem;
}

/** Nobody is told to wait longer than this, whatever providers say: SDKs that believe it are lost for the day. */
const longestWaitMs = 60_000;

/** Whose trouble with us is none of the client's: it leaves as a provider that cannot be had. */
const ourTrouble: ReadonlySet<FailureKind> = new Set(["bad-key", "forbidden", "billing"]);

/** What can be said of a whole chain is what is said of its best hope: the one that may be over soonest. */
const hope: readonly FailureKind[] = [
  "rate-limited",
  "overloaded",
  "provider-silent",
  "provider-error",
  "answer-broken",
  "provider-unreachable",
];

/** Of each road the last word counts. `tried` holds at least one. */
export function failureFromAll(
  tried: readonly Tried[],
  passedOver: readonly { readonly why: string }[],
): CanonicalFailure {
  const failure = failureOf(tried);
  const whys = new Set(passedOver.map(({ why }) => why));
  if (whys.size === 0) return failure;
  return { ...failure, message: `${failure.message} No other road was tried: ${[...whys].join("; ")}.` };
}

function failureOf(tried: readonly Tried[]): CanonicalFailure {
  const last = [...new Map(tried.map((one) => [one.name, one])).values()];
  const [only, ...others] = last;
  if (only === undefined) return { kind: "internal", message: "No road was tried." };
  if (others.length === 0) return disguised(only);
  const told = last.map((one) => ({ name: one.name, failure: disguised(one) }));
  const kinds = told.map(({ failure }) => failure.kind);
  const waits = told.flatMap(({ failure }) => failure.retryAfterMs ?? []);
  return {
    kind: hope.find((known) => kinds.includes(known)) ?? kinds.at(-1) ?? "provider-error",
    message: `No road could answer. ${told.map(({ name, failure }) => `${name}: ${failure.message}`).join(" ")}`,
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.min(...waits) }),
  };
}

function disguised({ name, problem: { failure } }: Tried): CanonicalFailure {
  if (!ourTrouble.has(failure.kind)) return failure;
  const message = `The provider of ${name} does not accept this gateway's account at the moment.`;
  return { kind: "provider-unreachable", message };
}

/** All three spellings, from one value: vendors' SDKs obey different ones. */
export function retryFields(failure: CanonicalFailure): (readonly [name: string, value: string])[] {
  const isWorthIt = hope.includes(failure.kind);
  if (failure.retryAfterMs === undefined || !isWorthIt) {
    return [["x-should-retry", String(isWorthIt)]];
  }
  const waitMs = Math.min(longestWaitMs, Math.max(0, failure.retryAfterMs));
  return [
    ["retry-after", String(Math.ceil(waitMs / 1000))],
    ["retry-after-ms", String(Math.ceil(waitMs))],
    ["x-should-retry", "true"],
  ];
}
