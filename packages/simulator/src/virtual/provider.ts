// A simulated provider in the same process and in virtual time, in the place of one of the transport's origins.

import { defaultCallClocks } from "@holdfast/transport";
import type {
  Call,
  CallOptions,
  Origin,
  OriginAddress,
  OutgoingRequest,
  ResponseReader,
} from "@holdfast/transport";
import type { Clock } from "../clock.ts";
import { hashOf } from "../hash.ts";
import { isCutting, nextReachChange, reachAt, wasCutBetween } from "../reach.ts";
import { scriptFrom } from "../reading/script.ts";
import { createRecorder, defaultLimits } from "../recorder.ts";
import type { ProviderLimits, RecordedRequest } from "../recorder.ts";
import { createResponder } from "../respond.ts";
import type { Script } from "../script.ts";
import { carry } from "./carry.ts";
import type { VirtualStage } from "./stage.ts";
import { createDelays, usualNetwork } from "./network.ts";
import type { Network } from "./network.ts";

export interface VirtualProviderOptions {
  /** Where the gateway thinks it is. Left out: `http://provider.invalid`, port 80. */
  readonly address?: OriginAddress;
  readonly network?: Partial<Network>;
  readonly limits?: Partial<ProviderLimits>;
  /** From when the script's times count, by the clock; left out, from now. */
  readonly beganAt?: number;
}

export interface VirtualProvider {
  /** By the contract of the transport's: a reader hears nothing before `call` has returned. */
  readonly origin: Origin;
  /** What was asked so far, the newest last. */
  readonly requests: readonly RecordedRequest[];
  /** Ends every call; their readers hear nothing more, and later calls fail. */
  stop(): void;
}

export function createVirtualProvider(
  given: Script,
  clock: Clock,
  options: VirtualProviderOptions = {},
): VirtualProvider {
  const script = scriptFrom(given);
  const { beganAt = clock.now(), address = { scheme: "http", host: "provider.invalid", port: 80 } } = options;
  const network = { ...usualNetwork, ...options.network };
  const limits = { ...defaultLimits, ...options.limits };
  const recorder = createRecorder(limits);
  const elapsedMs = (): number => clock.now() - beganAt;
  let served = 0;
  const stage: VirtualStage = {
    clock,
    network,
    address,
    recorder,
    respond: createResponder(script, beganAt),
    delayMs: createDelays(network, hashOf("network", script.seed ?? 1)),
    stamp: () => ({ serial: ++served, at: clock.now() }),
    reach: () => reachAt(script, elapsedMs()),
    reachChangesIn: () => {
      const now = elapsedMs();
      const change = nextReachChange(script, now);
      return change === undefined ? undefined : change - now;
    },
    isCutting: () => isCutting(reachAt(script, elapsedMs())),
    wasCutSince: (at) => wasCutBetween(script, at - beganAt, elapsedMs()),
    connections: { open: 0, idle: [] },
    isStopped: false,
    calls: new Set(),
  };
  return {
    origin: originOf(stage),
    get requests() {
      return recorder.requests;
    },
    stop() {
      stage.isStopped = true;
      for (const call of stage.calls) call.cancel();
      stage.connections.open -= stage.connections.idle.length;
      stage.connections.idle = [];
    },
  };
}

function originOf(stage: VirtualStage): Origin {
  return {
    address: stage.address,
    get connectionCount() {
      return stage.connections.open;
    },
    get idleCount() {
      return stage.connections.idle.length;
    },
    call(request: OutgoingRequest, reader: ResponseReader, callOptions: CallOptions = {}): Call {
      return carry(request, reader, {
        stage,
        options: callOptions,
        clocks: { ...defaultCallClocks, ...callOptions.clocks },
      });
    },
  };
}
