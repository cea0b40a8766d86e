// What happened to a provider, for clients.

import type { FailureKind } from "@holdfast/transport";

/** What clients are told; the evidence itself (addresses, system errors) is for the operator. */
export const failureWords: Readonly<Record<FailureKind, string>> = {
  dns: "its name cannot be resolved",
  refused: "it refused the connection",
  unreachable: "it cannot be reached",
  "connect-timeout": "no connection came about in time",
  tls: "no secure connection could be made",
  stale: "it closed the connection twice before answering",
  "reset-before-head": "it closed the connection before answering",
  "head-timeout": "it did not answer in time",
  "idle-timeout": "it fell silent",
  "reset-in-body": "its answer broke off",
  "closed-early": "its answer broke off",
  malformed: "its answer was not HTTP",
  ours: "this gateway is at a limit of its own",
};
