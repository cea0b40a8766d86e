// What the transport's client would have seen, by kind: whether a request may have been worked on follows from it.

import type { FailureKind, Processed } from "@holdfast/transport";
import type { Reach } from "../faults/entry.ts";

export interface Cause {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** The transport's own table, which it does not hand out. */
export const processed: Readonly<Record<FailureKind, Processed>> = {
  dns: "no",
  refused: "no",
  unreachable: "no",
  "connect-timeout": "no",
  tls: "no",
  stale: "probably-not",
  "reset-before-head": "maybe",
  "head-timeout": "maybe",
  "idle-timeout": "yes",
  "reset-in-body": "yes",
  "closed-early": "yes",
  malformed: "maybe",
  ours: "maybe",
};

const certificateFaults = {
  "wrong-host": "ERR_TLS_CERT_ALTNAME_INVALID",
  expired: "CERT_HAS_EXPIRED",
  untrusted: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
} as const;

/** Why no connection can be had there; undefined where one can. Silence shows itself by the clock alone. */
export function dialCause(reach: Reach): Cause | undefined {
  switch (reach.kind) {
    case "unnamed":
      return { kind: "dns", reason: "ENOTFOUND" };
    case "refused":
      return { kind: "refused", reason: "ECONNREFUSED" };
    case "wrong-certificate":
      return { kind: "tls", reason: certificateFaults[reach.certificate] };
    case "tls-alert":
      return { kind: "tls", reason: "the peer closed the connection before it was ready" };
    case "open":
    case "accept-silence":
    case "connect-silence":
      return undefined;
  }
}
