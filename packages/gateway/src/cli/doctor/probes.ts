// What the doctor looks with: a port, so that tests can show it anything.

import type { Failure, Phases, PreparedFields } from "@holdfast/transport";
import type { Address } from "../../contract/snapshot.ts";

export interface Probes {
  /** Asks once, and looks no further than the head of the answer. */
  readonly ask: (question: Question) => Promise<Sighting>;
  /** Files and sockets that a process of ours may have open; undefined where the system does not say. */
  readonly descriptors: () => Promise<number | undefined>;
  /** Why nothing can be written in the folder; undefined where something can. */
  readonly folderFault: (folder: string) => Promise<string | undefined>;
  readonly close: () => void;
}

export interface Question {
  readonly origin: Address & { readonly scheme: "http" | "https" };
  readonly target: string;
  /** What signs us in. */
  readonly fields: PreparedFields;
}

/** How far a question came. Nothing in it is secret. */
export type Sighting = {
  readonly phases: Phases;
  readonly tookMs: number;
  /** `address:port` of the peer, where one was known. */
  readonly peer: string | undefined;
} & (
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By how much our clock is ahead of theirs; undefined where they do not tell the time. */
      readonly aheadMs: number | undefined;
    }
  | { readonly kind: "failed"; readonly failure: Failure["kind"]; readonly reason: string }
);
