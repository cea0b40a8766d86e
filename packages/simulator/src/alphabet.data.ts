// The alphabet of faults as cases to run: each fault in the ways that were seen in the wild, with who is to blame for it.

import type { Fault } from "./faults/fault.ts";
import type { Condition } from "./script.ts";

export interface FaultCase {
  /** Unique, for titles of tests. */
  readonly name: string;
  readonly fault: Fault;
  readonly when?: Condition;
  /** Who is really at fault. `nobody`: a client must get a good answer from this provider nevertheless. */
  readonly owner: "nobody" | "caller" | "own-key" | "provider" | "network";
  /**
   * What stands between the client and a whole, true answer from this provider: nothing; that it comes late; that no
   * content comes; that it breaks off behind some content; that only a careful reader notices that something is wrong.
   */
  readonly shows: "nothing" | "late" | "before-content" | "after-content" | "on-close-look";
  /** It hits only requests that have what it is about: a prefill, a proof of thinking, this field. */
  readonly needs?: "prefill" | "thinking-proof" | "extra-input" | "sudden-growth" | "multi-byte-text";
  /** Only one of the two forms shows it. */
  readonly form?: "stream" | "whole";
}

export interface CaseNames {
  /** The model that alone is hit, where one is. */
  readonly model: string;
  /** The key that alone is hit, where one is. */
  readonly key: string;
  /** The top-level field that is not known any more. */
  readonly field: string;
}

/** How long what is late is late, and how long what waits for its end waits. Tests run them scaled. */
export interface CaseTimes {
  readonly lateMs: number;
  readonly resetMs: number;
  readonly flapMs: number;
}

const realTimes: CaseTimes = { lateMs: 30_000, resetMs: 20_000, flapMs: 5_000 };

export function faultCases(
  { model, key, field }: CaseNames,
  times: CaseTimes = realTimes,
): readonly FaultCase[] {
  const { lateMs, resetMs, flapMs } = times;
  return [
    ...connectionCases(),
    { name: "silence", fault: { kind: "silence" }, owner: "provider", shows: "before-content" },
    {
      name: "headers, then silence",
      fault: { kind: "headers-then-silence" },
      owner: "provider",
      shows: "before-content",
    },
    {
      name: "slow first content",
      fault: { kind: "slow-first-content", delayMs: lateMs },
      owner: "provider",
      shows: "late",
    },
    { name: "slow drip", fault: { kind: "slow-drip", paceMs: lateMs }, owner: "provider", shows: "late" },
    {
      name: "stall after some events",
      fault: { kind: "stall", afterEvents: 8 },
      owner: "provider",
      shows: "after-content",
      form: "stream",
    },
    { name: "latency times ten", fault: { kind: "latency", factor: 10 }, owner: "provider", shows: "late" },
    ...endingCases(),
    ...contentCases(),
    ...statusCases(flapMs),
    {
      name: "one model down",
      fault: { kind: "model-down" },
      when: { model },
      owner: "provider",
      shows: "before-content",
    },
    { name: "region down", fault: { kind: "region-down" }, owner: "provider", shows: "before-content" },
    ...keyCases(key),
    ...limitCases(resetMs),
    ...capabilityCases({ model, key, field }),
  ];
}

function connectionCases(): FaultCase[] {
  const network = { owner: "network", shows: "before-content" } as const;
  const provider = { owner: "provider", shows: "before-content" } as const;
  return [
    { name: "connection refused", fault: { kind: "refused" }, ...provider },
    { name: "DNS failure", fault: { kind: "dns-failure" }, ...network },
    {
      name: "certificate of another host",
      fault: { kind: "tls-failure", certificate: "wrong-host" },
      ...network,
    },
    { name: "expired certificate", fault: { kind: "tls-failure", certificate: "expired" }, ...provider },
    { name: "untrusted certificate", fault: { kind: "tls-failure", certificate: "untrusted" }, ...network },
    { name: "TLS alert", fault: { kind: "tls-alert" }, ...provider },
    { name: "no answer to the connection", fault: { kind: "connect-silence" }, ...network },
    { name: "accepted, then silence", fault: { kind: "accept-silence" }, ...provider },
    { name: "garbage instead of HTTP", fault: { kind: "garbage-head" }, ...provider },
    { name: "reset before the head", fault: { kind: "reset-before-head" }, ...provider },
    { name: "reset after the head", fault: { kind: "reset-after-head" }, ...provider },
  ];
}

function endingCases(): FaultCase[] {
  const cut = { owner: "provider", shows: "after-content" } as const;
  return [
    { name: "cut by a reset", fault: { kind: "close-early", afterBytes: 900 }, ...cut, form: "stream" },
    {
      name: "cut in order",
      fault: { kind: "close-early", afterBytes: 900, how: "close" },
      ...cut,
      form: "stream",
    },
    {
      name: "whole answer cut by a reset",
      fault: { kind: "close-early", afterBytes: 60 },
      ...cut,
      form: "whole",
    },
    {
      name: "whole answer cut in order",
      fault: { kind: "close-early", afterBytes: 60, how: "close" },
      ...cut,
      form: "whole",
    },
    { name: "ended early, in order", fault: { kind: "ended-early", afterEvents: 8 }, ...cut },
    {
      name: "terminal missing",
      fault: { kind: "terminal-missing" },
      owner: "provider",
      shows: "on-close-look",
    },
    {
      name: "terminal twice",
      fault: { kind: "terminal-doubled" },
      owner: "provider",
      shows: "on-close-look",
    },
  ];
}

function contentCases(): FaultCase[] {
  const before = { owner: "provider", shows: "before-content" } as const;
  return [
    {
      name: "malformed event",
      fault: { kind: "malformed-event" },
      owner: "provider",
      shows: "after-content",
    },
    {
      name: "split characters",
      fault: { kind: "split-characters" },
      owner: "nobody",
      shows: "nothing",
      needs: "multi-byte-text",
    },
    {
      name: "error event before content",
      fault: { kind: "error-event", position: "before-content" },
      ...before,
    },
    {
      name: "error event after content",
      fault: { kind: "error-event", position: "after-content" },
      owner: "provider",
      shows: "after-content",
      form: "stream",
    },
    { name: "empty 200", fault: { kind: "empty" }, ...before },
    {
      name: "wrong content type",
      fault: { kind: "wrong-content-type" },
      owner: "provider",
      shows: "on-close-look",
    },
    { name: "HTML error page", fault: { kind: "html-page", status: 502 }, ...before },
    { name: "HTML under a 200", fault: { kind: "html-page", status: 200 }, ...before },
    { name: "garbage bytes", fault: { kind: "garbage" }, ...before },
    {
      name: "wrong model echoed",
      fault: { kind: "wrong-model", model: "somebody-else-1" },
      owner: "provider",
      shows: "on-close-look",
    },
  ];
}

function statusCases(flapMs: number): FaultCase[] {
  const ways: readonly (readonly [string, Condition | undefined])[] = [
    ["once", { nth: 1 }],
    ["a share", { share: 0.5 }],
    ["all", undefined],
    ["flapping", { flapping: { onMs: flapMs, offMs: flapMs } }],
  ];
  return [500, 502, 503, 529].flatMap((status) =>
    ways.map(([way, when]): FaultCase => ({
      name: `${status}, ${way}`,
      fault: { kind: "status", status },
      ...(when === undefined ? {} : { when }),
      owner: "provider",
      shows: "before-content",
    })),
  );
}

function keyCases(key: string): FaultCase[] {
  const shows = "before-content";
  return [
    { name: "401 on all keys", fault: { kind: "auth-refused" }, owner: "provider", shows },
    { name: "403 on all keys", fault: { kind: "auth-refused", status: 403 }, owner: "provider", shows },
    { name: "401 on one key", fault: { kind: "auth-refused" }, when: { key }, owner: "own-key", shows },
    {
      name: "403 on one key",
      fault: { kind: "auth-refused", status: 403 },
      when: { key },
      owner: "own-key",
      shows,
    },
    { name: "billing error", fault: { kind: "billing" }, owner: "own-key", shows },
  ];
}

function limitCases(resetMs: number): FaultCase[] {
  const shows = "before-content";
  return [
    { name: "429, true", fault: { kind: "rate-limited", resetMs }, owner: "own-key", shows },
    { name: "429, false, with headroom", fault: { kind: "rate-limited-falsely" }, owner: "provider", shows },
    { name: "429 without fields", fault: { kind: "rate-limited-bare" }, owner: "provider", shows },
    { name: "429 until next week", fault: { kind: "rate-limited-weekly" }, owner: "own-key", shows },
    { name: "false limit notice", fault: { kind: "limit-notice-false" }, owner: "provider", shows },
    { name: "quota exhausted", fault: { kind: "quota-exhausted" }, owner: "own-key", shows },
    { name: "ramp limit", fault: { kind: "ramp-limited" }, owner: "own-key", shows, needs: "sudden-growth" },
  ];
}

function capabilityCases({ model, field }: CaseNames): FaultCase[] {
  const shows = "before-content";
  return [
    {
      name: "400 regression of one model",
      fault: { kind: "parameter-regression" },
      when: { model },
      owner: "provider",
      shows,
    },
    { name: "model retired", fault: { kind: "model-retired" }, when: { model }, owner: "provider", shows },
    {
      name: "prefill rejected",
      fault: { kind: "prefill-rejected" },
      owner: "caller",
      shows,
      needs: "prefill",
    },
    {
      name: "thinking signature rejected",
      fault: { kind: "thinking-rejected" },
      owner: "caller",
      shows,
      needs: "thinking-proof",
    },
    {
      name: "extra inputs",
      fault: { kind: "extra-input", field },
      owner: "caller",
      shows,
      needs: "extra-input",
    },
    { name: "context too long", fault: { kind: "context-too-long" }, owner: "caller", shows },
    { name: "content refused", fault: { kind: "content-refused" }, owner: "caller", shows },
  ];
}
