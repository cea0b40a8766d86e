// The two providers of a cell: one that is sick in the way of its case, and one that is well.

import { createAuthority, createWrongCertificates, faults, startProvider } from "@holdfast/simulator";
import type {
  Answer,
  Dialect,
  FaultCase,
  ProviderOptions,
  RecordedRequest,
  Rule,
  Script,
} from "@holdfast/simulator";
import { startPeer } from "../raw-peer.ts";
import type { PeerScript } from "../raw-peer.ts";

export type Side = "sick" | "well";

export interface SidedProvider {
  readonly baseUrl: string;
  /** What reached it as a request that it could read. */
  readonly requests: () => readonly RecordedRequest[];
  readonly stop: () => Promise<void> | void;
}

/** What each says, told apart so that it shows who answered, and whether an answer is made of two. */
export const answers: Readonly<Record<Side, Exclude<Answer, { kind: "bytes" }>>> = {
  sick: answerOf("From the first: 18 degrees in Zürich, 😀 and not a cloud in the whole of the sky."),
  well: answerOf("From the second: it is eighteen degrees in Zürich, 😀 and it will stay like this."),
};

export function startWell(): Promise<SidedProvider> {
  return simulated({ rules: [{ answer: answers.well }] });
}

/** `goodFirst`: that many requests are answered before the fault begins, where it is bound to requests at all. */
export async function startSick(one: FaultCase, goodFirst = 0): Promise<SidedProvider> {
  const { fault } = one;
  if (faults[fault.kind].notOnSockets !== undefined) return standIn(fault.kind);
  const script: Script = { rules: [{ answer: answers.sick }, faultRule(one, goodFirst)] };
  if (fault.kind !== "tls-failure") return simulated(script);
  const hosts = ["127.0.0.1"] as const;
  const authority = await (authorities ??= createAuthority());
  return simulated(script, {
    tls: await authority.issue({ hosts }),
    wrongCertificates: await createWrongCertificates(authority, hosts),
  });
}

/** Why this fault cannot be shown here at all, where it cannot. */
export function unshowable({ fault }: FaultCase): string | undefined {
  const { notOnSockets } = faults[fault.kind];
  return Object.hasOwn(standIns, fault.kind) ? undefined : notOnSockets;
}

/** Its entry in the configuration. */
export function providerEntry(baseUrl: string, dialect: Dialect, keys: readonly string[]): string {
  const kind = { messages: "anthropic", chat: "openai", responses: "openai", gemini: "gemini" }[dialect];
  const path = kind === "openai" ? "/v1" : "";
  return `{ kind: ${kind}, base_url: "${baseUrl}${path}", keys: [${keys.join(", ")}], speaks: [${dialect}] }`;
}

let authorities: ReturnType<typeof createAuthority> | undefined;

function answerOf(text: string): Exclude<Answer, { kind: "bytes" }> {
  const toolCalls = [{ id: "call_matrix1", name: "weather", input: { city: "Zürich" } }];
  return { kind: "said", text, pieces: 9, toolCalls };
}

function faultRule({ fault, when }: FaultCase, goodFirst: number): Rule {
  const isBound = faults[fault.kind].reach !== undefined;
  if (isBound || goodFirst === 0) return { fault, ...(when === undefined || isBound ? {} : { when }) };
  const nth = when?.nth === undefined ? { from: goodFirst + 1 } : { from: goodFirst + 1, to: goodFirst + 1 };
  return { fault, when: { ...when, nth } };
}

async function simulated(script: Script, options: ProviderOptions = {}): Promise<SidedProvider> {
  const provider = await startProvider({ ...options, script });
  const { baseUrl } = provider;
  return { baseUrl, requests: () => provider.requests, stop: () => provider.stop() };
}

/** Faults that the simulator's sockets cannot show, from raw ones. */
const standIns: Readonly<
  Partial<Record<FaultCase["fault"]["kind"], { scheme: string; script: PeerScript }>>
> = {
  "garbage-head": {
    scheme: "http",
    script: {
      asked: (connection) => {
        connection.write("SSH-2.0-OpenSSH_9.9\r\n");
        connection.reset();
      },
    },
  },
  "tls-alert": {
    scheme: "https",
    script: {
      opened: (connection) => {
        // A fatal alert of TLS 1.2: handshake_failure.
        connection.write(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 40));
        connection.end();
      },
    },
  },
};

function standIn(kind: FaultCase["fault"]["kind"]): SidedProvider {
  const found = standIns[kind];
  if (found === undefined) throw new Error(`No socket here can show ${kind}.`);
  const peer = startPeer(found.script);
  return { baseUrl: `${found.scheme}://127.0.0.1:${peer.port}`, requests: () => [], stop: peer.stop };
}
