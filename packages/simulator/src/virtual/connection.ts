// Connections in virtual time: how one is had, how long it lasts, and what cuts it.

import { dialCause } from "./failure.ts";
import type { VirtualCall } from "./call.ts";
import type { VirtualStage } from "./stage.ts";

/** Whether a connection waits that the provider has not closed, and that was not cut with its port meanwhile. */
export function takeIdle({ connections, clock, network, wasCutSince }: VirtualStage): boolean {
  for (let usedAt = connections.idle.pop(); usedAt !== undefined; usedAt = connections.idle.pop()) {
    if (clock.now() - usedAt < network.keepAliveMs && !wasCutSince(usedAt)) return true;
    connections.open--;
  }
  return false;
}

/** Looks the name up, connects, and makes the handshake, each in its time; `done` is not called where one fails. */
export function dial(call: VirtualCall, stage: VirtualStage, done: () => void): void {
  const { clock, network, address } = stage;
  const later = (ms: number, then: () => void): void => {
    clock.after(ms, () => {
      if (!call.isOver) then();
    });
  };
  later(network.dnsMs, () => {
    const reach = stage.reach();
    const cause = dialCause(reach);
    if (cause?.kind === "dns") return call.fail(cause);
    call.passed("dnsMs");
    // The clock for connecting runs on, and ends it.
    if (reach.kind === "connect-silence") return undefined;
    const secure = (): void => {
      if (cause !== undefined) return call.fail(cause);
      call.passed("tlsMs");
      return done();
    };
    const connected = (): void => {
      if (cause?.kind === "refused") return call.fail(cause);
      call.passed("connectMs");
      if (address.scheme === "http" && cause === undefined) return done();
      return later(2 * stage.delayMs() + network.tlsMs, secure);
    };
    return later(2 * stage.delayMs(), connected);
  });
}

/** Cuts when the port closes or changes. Returns what stops the watch. */
export function watchReach(stage: VirtualStage, cut: () => void): () => void {
  let callOff = (): void => undefined;
  const watch = (): void => {
    const ms = stage.reachChangesIn();
    if (ms === undefined) return;
    callOff = stage.clock.after(ms, () => {
      if (stage.isCutting()) cut();
      else watch();
    });
  };
  watch();
  return () => callOff();
}
