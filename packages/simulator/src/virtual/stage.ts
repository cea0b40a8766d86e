import type { OriginAddress } from "@holdfast/transport";
import type { Clock } from "../clock.ts";
import type { Stamp } from "../encoder.ts";
import type { Reach } from "../faults/entry.ts";
import type { Recorder } from "../recorder.ts";
import type { Responder } from "../respond.ts";
import type { VirtualCall } from "./call.ts";
import type { Network } from "./network.ts";

/** What every call to one provider shares. */
export interface VirtualStage {
  readonly clock: Clock;
  readonly network: Network;
  readonly address: OriginAddress;
  readonly recorder: Recorder;
  readonly respond: Responder;
  readonly delayMs: () => number;
  readonly stamp: () => Stamp;
  readonly reach: () => Reach;
  /** How long until the address may be another; undefined if it stays what it is. */
  readonly reachChangesIn: () => number | undefined;
  /** Whether it is now such that connections are cut: the port closed, or shows another certificate. */
  readonly isCutting: () => boolean;
  /** Whether it was so at any time since then. */
  readonly wasCutSince: (at: number) => boolean;
  readonly connections: Connections;
  /** Nobody is to call any more. */
  isStopped: boolean;
  /** Those that go on. */
  readonly calls: Set<VirtualCall>;
}

/** Connections are no more than counts and times here. */
interface Connections {
  open: number;
  /** When each of those without a request was last used. */
  idle: number[];
}
