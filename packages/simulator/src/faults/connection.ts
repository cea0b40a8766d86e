// Faults of the connection: before there is a request, or instead of any answer to one.

import { headSteps } from "../course.ts";
import { oneOf } from "../reading/values.ts";
import { bytesOf } from "../response.ts";
import type { FaultEntry } from "./entry.ts";
import type { Plain, TlsFault } from "./fault.ts";

export const refused: FaultEntry<Plain<"refused">> = {
  what: "the port is closed",
  fields: {},
  reach: () => ({ kind: "refused" }),
};

export const dnsFailure: FaultEntry<Plain<"dns-failure">> = {
  what: "the name does not resolve",
  fields: {},
  reach: () => ({ kind: "unnamed" }),
};

export const tlsFailure: FaultEntry<TlsFault> = {
  what: "the certificate is wrong",
  fields: { certificate: oneOf(["wrong-host", "expired", "untrusted"]) },
  required: ["certificate"],
  reach: ({ certificate }) => ({ kind: "wrong-certificate", certificate }),
};

export const tlsAlert: FaultEntry<Plain<"tls-alert">> = {
  what: "the TLS handshake is answered with an alert",
  notOnSockets: "the transport's server makes its handshakes itself",
  fields: {},
  reach: () => ({ kind: "tls-alert" }),
};

export const connectSilence: FaultEntry<Plain<"connect-silence">> = {
  what: "the connection is never answered",
  notOnSockets: "the system accepts connections for whoever listens",
  fields: {},
  reach: () => ({ kind: "connect-silence" }),
};

export const acceptSilence: FaultEntry<Plain<"accept-silence">> = {
  what: "the connection is accepted, and nothing comes",
  fields: {},
  reach: () => ({ kind: "accept-silence" }),
};

export const garbageHead: FaultEntry<Plain<"garbage-head">> = {
  what: "what comes back is not HTTP",
  notOnSockets: "the transport writes every head itself",
  fields: {},
  steps: () => [{ kind: "garbage", bytes: bytesOf("SSH-2.0-OpenSSH_9.9\r\n") }, { kind: "reset" }],
};

export const resetBeforeHead: FaultEntry<Plain<"reset-before-head">> = {
  what: "reset before the head",
  fields: {},
  steps: () => [{ kind: "reset" }],
};

export const resetAfterHead: FaultEntry<Plain<"reset-after-head">> = {
  what: "reset after the head",
  fields: {},
  steps: (response) => [...headSteps(response), { kind: "reset" }],
};
