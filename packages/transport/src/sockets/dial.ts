// Opening a connection: name look-up, addresses raced (RFC 8305), a proxy's tunnel, TLS. Promises and timers are fine
// here: a request on a reused connection never comes this way.

import { isIP } from "node:net";
import { peerName } from "./address.ts";
import { Deadline, wheel } from "./clock-wheel.ts";
import type { Due } from "./clock-wheel.ts";
import { connectFailureFrom } from "./failure.ts";
import type { Cause, FailureKind } from "./failure.ts";
import { Leg } from "./leg.ts";
import type { LegTarget } from "./leg.ts";
import { inTurns } from "./resolve.ts";
import type { Resolve } from "./resolve.ts";
import type { OwnedSocket } from "./socket-owner.ts";
import { runTurn, turnNow } from "./turn.ts";

export interface DialTarget extends LegTarget {
  readonly resolve: Resolve;
}

/** How far a dial came: milliseconds of the wheel's clock at which each phase was over, and to where. */
export interface DialReport {
  dnsAt?: number;
  connectedAt?: number;
  securedAt?: number;
  /** The peer of the connection, or the address tried last. */
  address?: string;
}

/** Exactly one of them is called, and never before the dial's constructor has returned. */
export interface DialEvents {
  readonly connected: (socket: OwnedSocket) => void;
  readonly failed: (cause: Cause) => void;
}

/** RFC 8305, section 5: how long one address may take before the next is tried beside it. */
const NEXT_ADDRESS_MS = 250;

const nobody: DialEvents = { connected: () => undefined, failed: () => undefined };

/** One attempt to get a socket, over as many addresses as it takes. */
export class Dial implements Due {
  readonly report: DialReport = {};
  readonly #target: DialTarget;
  #events: DialEvents;
  readonly #deadline: Deadline = new Deadline(wheel, this);
  readonly #limitMs: number;
  readonly #open = new Set<Leg>();
  #winner: Leg | undefined;
  #addresses: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastCause: Cause = { kind: "dns", reason: "the name has no address" };
  #isOver = false;

  constructor(target: DialTarget, events: DialEvents, limitMs: number) {
    this.#target = target;
    this.#events = events;
    this.#limitMs = limitMs;
    this.#deadline.set(wheel.now() + limitMs);
    const name = target.proxy?.host ?? target.host;
    if (isIP(name) === 0) {
      this.#resolve(name).catch((error: unknown) => runTurn(() => this.#fail(this.#unresolved(error))));
    } else {
      this.#addresses = [name];
      this.#tryNext();
    }
  }

  /** Gives up; no event follows. */
  cancel(): void {
    this.#isOver = true;
    this.#deadline.clear();
    clearTimeout(this.#timer);
    for (const leg of this.#open) leg.drop();
    this.#open.clear();
  }

  due(): void {
    const kind = this.#stuckIn();
    const { proxy } = this.#target;
    const where =
      this.#winner?.stage === "tunnelling" && proxy !== undefined
        ? ` through the proxy ${proxy.host}:${proxy.port}`
        : "";
    this.#fail({ kind, reason: `no connection${where} within ${this.#limitMs} ms` });
  }

  /** The first address that answers wins; the others are dropped. */
  won(winner: Leg): void {
    clearTimeout(this.#timer);
    this.#winner = winner;
    this.#addresses = [];
    this.report.connectedAt = turnNow();
    this.report.address = winner.address;
    for (const leg of this.#open) if (leg !== winner) leg.drop();
    this.#open.clear();
    this.#open.add(winner);
  }

  lost(leg: Leg, cause: Cause): void {
    this.#open.delete(leg);
    if (this.#isOver) return;
    this.#lastCause = cause;
    clearTimeout(this.#timer);
    this.#tryNext();
  }

  done(socket: OwnedSocket): void {
    if (this.#isOver) return socket.terminate();
    this.#open.clear();
    if (this.#target.tls !== undefined) this.report.securedAt = turnNow();
    const { connected } = this.#over();
    connected(socket);
  }

  async #resolve(name: string): Promise<void> {
    const found = await this.#target.resolve(name);
    if (this.#isOver) return;
    this.report.dnsAt = turnNow();
    this.#addresses = inTurns(found);
    this.#tryNext();
  }

  #tryNext(): void {
    const address = this.#addresses.shift();
    if (address === undefined) {
      if (this.#open.size === 0) this.#fail(this.#lastCause);
      return;
    }
    const port = this.#target.proxy?.port ?? this.#target.port;
    this.report.address = peerName(address, port);
    if (this.#addresses.length > 0) this.#timer = setTimeout(() => this.#tryNext(), NEXT_ADDRESS_MS);
    const leg = new Leg(this.#target, this, { address, port });
    this.#open.add(leg);
    leg.connect();
  }

  #stuckIn(): FailureKind {
    if (this.#winner !== undefined) return this.#winner.stage === "tunnelling" ? "connect-timeout" : "tls";
    return this.report.address === undefined && this.#target.proxy === undefined ? "dns" : "connect-timeout";
  }

  #unresolved(error: unknown): Cause {
    const { kind, reason } = connectFailureFrom(error);
    if (kind === "ours") return { kind, reason };
    const { proxy } = this.#target;
    // A proxy that cannot be found is no fault of the origin behind it.
    return proxy === undefined
      ? { kind: "dns", reason }
      : { kind: "unreachable", reason: `the proxy ${proxy.host}: ${reason}` };
  }

  #fail(cause: Cause): void {
    if (this.#isOver) return;
    const { failed } = this.#over();
    failed(cause);
  }

  /** A socket in a tunnel keeps its leg, and that its dial, which must not keep a request alive. */
  #over(): DialEvents {
    const events = this.#events;
    this.#events = nobody;
    this.cancel();
    return events;
  }
}
