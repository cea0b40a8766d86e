// What a provider's socket showed when a call did not end well: the evidence, not the blame.

export type FailureKind =
  | "dns"
  | "refused"
  | "unreachable"
  | "connect-timeout"
  | "tls"
  | "stale"
  | "reset-before-head"
  | "head-timeout"
  | "idle-timeout"
  | "reset-in-body"
  | "closed-early"
  | "malformed"
  /** We gave the call up ourselves: too many connections, out of descriptors, a buffer full, a handler that threw. */
  | "ours";

/** May the provider have worked on the request? Decides whether it may be sent again. */
export type Processed = "no" | "probably-not" | "maybe" | "yes";

/** Milliseconds from the call's start to the end of each phase, as far as it came; phases of a reused connection are missing. */
export interface Phases {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** All of the request was handed to the kernel. */
  readonly sentMs?: number;
  readonly firstByteMs?: number;
  readonly headMs?: number;
}

export interface Failure {
  readonly kind: FailureKind;
  /** What exactly was seen: an error code, a violation, a certificate's fault. */
  readonly reason: string;
  readonly processed: Processed;
  readonly phases: Phases;
  readonly elapsedMs: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly isReused: boolean;
  /** `address:port` of the peer, where one was known. */
  readonly address: string | undefined;
}

const processed: Readonly<Record<FailureKind, Processed>> = {
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

export function processedBy(kind: FailureKind): Processed {
  return processed[kind];
}

/** What a failure is before it is known whose call it ends. */
export interface Cause {
  readonly kind: FailureKind;
  readonly reason: string;
}

const kindByCode: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  ETIMEDOUT: "connect-timeout",
  ENOTFOUND: "dns",
  ENODATA: "dns",
  EMFILE: "ours",
  ENFILE: "ours",
  ENOBUFS: "ours",
  ENOMEM: "ours",
};

/** A failure to open a connection, from the system's error. */
export function connectFailureFrom(error: unknown): Cause {
  const code = codeOf(error);
  if (code.startsWith("EAI_") || code.startsWith("DNS_")) return { kind: "dns", reason: code };
  return { kind: kindByCode[code] ?? "unreachable", reason: code === "" ? messageOf(error) : code };
}

/** The code of a system error, or an empty string. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
