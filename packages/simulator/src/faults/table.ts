// The fault alphabet: every fault, once, by name.

import * as capability from "./capability.ts";
import * as connection from "./connection.ts";
import * as content from "./content.ts";
import * as credentials from "./credentials.ts";
import * as ending from "./ending.ts";
import type { FaultEntry } from "./entry.ts";
import type { Fault, FaultKind } from "./fault.ts";
import * as limits from "./limits.ts";
import * as outage from "./outage.ts";
import { rampLimited } from "./ramp.ts";
import * as timing from "./timing.ts";

type Table = { readonly [Kind in FaultKind]: FaultEntry<Extract<Fault, { readonly kind: Kind }>> };

export const faults: Table = {
  refused: connection.refused,
  "dns-failure": connection.dnsFailure,
  "tls-failure": connection.tlsFailure,
  "tls-alert": connection.tlsAlert,
  "connect-silence": connection.connectSilence,
  "accept-silence": connection.acceptSilence,
  "garbage-head": connection.garbageHead,
  "reset-before-head": connection.resetBeforeHead,
  "reset-after-head": connection.resetAfterHead,

  silence: timing.silence,
  "headers-then-silence": timing.headersThenSilence,
  "slow-first-content": timing.slowFirstContent,
  "slow-drip": timing.slowDrip,
  stall: timing.stall,
  latency: timing.latency,

  "close-early": ending.closeEarly,
  "ended-early": ending.endedEarly,
  "terminal-missing": ending.terminalMissing,
  "terminal-doubled": ending.terminalDoubled,

  "malformed-event": content.malformedEvent,
  "split-characters": content.splitCharacters,
  "error-event": content.errorEvent,
  empty: content.empty,
  "wrong-content-type": content.wrongContentType,
  "html-page": content.htmlPage,
  garbage: content.garbage,
  "wrong-model": content.wrongModel,

  status: outage.status,
  "model-down": outage.modelDown,
  "region-down": outage.regionDown,

  "auth-refused": credentials.authRefused,
  billing: credentials.billing,

  "rate-limited": limits.rateLimited,
  "rate-limited-falsely": limits.rateLimitedFalsely,
  "rate-limited-bare": limits.rateLimitedBare,
  "rate-limited-weekly": limits.rateLimitedWeekly,
  "limit-notice-false": limits.limitNoticeFalse,
  "quota-exhausted": limits.quotaExhausted,
  "ramp-limited": rampLimited,

  "parameter-regression": capability.parameterRegression,
  "model-retired": capability.modelRetired,
  "prefill-rejected": capability.prefillRejected,
  "thinking-rejected": capability.thinkingRejected,
  "extra-input": capability.extraInput,
  "context-too-long": capability.contextTooLong,
  "content-refused": capability.contentRefused,
};

/** The entry of this fault. Guarantee for the cast: `Table` files each kind under its own name. */
export function entryOf<F extends Fault>(fault: F): FaultEntry<F> {
  const entry: unknown = faults[fault.kind];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee above
  return entry as FaultEntry<F>;
}

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faults, name);
}
