// One address being tried: TCP, then the tunnel if there is a proxy, then TLS.

import type { TLSOptions } from "bun";
import { peerName } from "./address.ts";
import { codeOf, connectFailureFrom, messageOf } from "./failure.ts";
import type { Cause } from "./failure.ts";
import type { Proxy } from "./proxy.ts";
import { routeProblem } from "./route.ts";
import { ownerCallbacks } from "./socket-owner.ts";
import { setOptions } from "./socket-options.ts";
import type { OwnedSocket, SocketOwner } from "./socket-owner.ts";
import { Tunnel } from "./tunnel.ts";
import { runTurn } from "./turn.ts";

export interface LegTarget {
  readonly host: string;
  readonly port: number;
  readonly tls?: LegTls;
  readonly proxy?: Proxy;
  /**
   * Sockets that were given up while they were being opened. The runtime cannot close those (Bun 1.4.5): each stays
   * until the system gives up too, after two minutes, so they have to be counted.
   */
  readonly abandoned: { count: number };
}

interface LegTls {
  /** Name to send and to check the certificate against. */
  readonly serverName: string;
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: string;
  /** The session of an earlier connection, to resume. */
  session(): Uint8Array | undefined;
}

export interface LegEvents {
  /** The address has answered. */
  won(leg: Leg): void;
  /** Called in a turn of its own, never while `connect` runs. */
  lost(leg: Leg, cause: Cause): void;
  /** The socket is ready for its first request. */
  done(socket: OwnedSocket): void;
}

type Stage = "connecting" | "tunnelling" | "securing" | "over";

export class Leg implements SocketOwner {
  readonly address: string;
  stage: Stage = "connecting";
  readonly #target: LegTarget;
  readonly #events: LegEvents;
  readonly #at: { readonly address: string; readonly port: number };
  #socket: OwnedSocket | undefined;
  #tunnel: Tunnel | undefined;
  #isConnecting = false;
  #isBeginning = true;

  constructor(target: LegTarget, events: LegEvents, at: { readonly address: string; readonly port: number }) {
    this.#target = target;
    this.#events = events;
    this.#at = at;
    this.address = peerName(at.address, at.port);
  }

  connect(): void {
    const tls = this.#target.proxy === undefined ? this.#target.tls : undefined;
    const { address, port } = this.#at;
    const options = { hostname: address, port, allowHalfOpen: true, socket: ownerCallbacks, data: this };
    this.#isConnecting = true;
    try {
      const connecting = Bun.connect<SocketOwner>(
        tls === undefined ? options : { ...options, tls: tlsOptions(tls) },
      );
      // The rejection says what `connectError` has already said; unhandled it would end the process.
      connecting.catch((error: unknown) => this.connectFailed(error));
    } catch (error) {
      // Options that the runtime refuses: a port out of range, certificates that are none.
      this.#isConnecting = false;
      this.#loseLater({ kind: "ours", reason: messageOf(error) });
    }
    this.#isBeginning = false;
  }

  drop(): void {
    if (this.stage === "over") return;
    this.stage = "over";
    if (this.#isConnecting) this.#target.abandoned.count++;
    this.#socket?.terminate();
  }

  opened(socket: OwnedSocket): void {
    this.#connectingIsOver();
    if (this.stage === "over") return socket.terminate();
    this.#socket = socket;
    // The TLS socket on top of a tunnel opens, too.
    if (this.stage === "securing") return this.#resumeSession(socket);
    const { proxy, tls } = this.#target;
    setOptions(socket);
    this.#events.won(this);
    if (proxy !== undefined) {
      this.stage = "tunnelling";
      this.#tunnel = new Tunnel(proxy, this.#target);
      socket.write(this.#tunnel.request);
    } else if (tls === undefined) {
      this.#done(socket);
    } else {
      this.stage = "securing";
      this.#resumeSession(socket);
    }
  }

  secured(socket: OwnedSocket, error: Error | undefined): void {
    if (this.stage !== "securing") return;
    const problem = error ?? (socket.authorized ? undefined : new Error("the certificate was not verified"));
    if (problem === undefined) return this.#done(socket);
    const code = codeOf(problem);
    this.#lose({ kind: "tls", reason: code === "" ? messageOf(problem) : `${code}: ${messageOf(problem)}` });
  }

  received(bytes: Uint8Array): void {
    const tunnel = this.#tunnel;
    if (tunnel === undefined || this.#socket === undefined || this.stage !== "tunnelling") return;
    const state = tunnel.push(bytes);
    if (state === "reading") return;
    if (state === "refused") {
      this.#lose({ kind: "unreachable", reason: `the proxy: ${tunnel.reason}` });
      return;
    }
    this.#tunnel = undefined;
    const { tls } = this.#target;
    if (tls === undefined) return this.#done(this.#socket);
    this.stage = "securing";
    this.#socket.upgradeTLS<SocketOwner>({ data: this, tls: tlsOptions(tls), socket: ownerCallbacks });
  }

  drained(): void {
    // Nothing larger than a CONNECT head is written before the socket changes hands.
  }

  peerEnded(): void {
    this.#lose(this.#closedBy("the peer closed the connection before it was ready"));
  }

  closed(error: Error | undefined): void {
    this.#lose(
      this.#closedBy(
        codeOf(error) === "" ? "the peer closed the connection before it was ready" : codeOf(error),
      ),
    );
  }

  connectFailed(thrown: unknown): void {
    if (!this.#isConnecting) return;
    this.#connectingIsOver();
    if (this.stage === "over") return;
    const cause = connectFailureFrom(thrown);
    // A peer's refusal takes a moment. A failure on the spot is the system's own, and has a better name.
    if (!this.#isBeginning || cause.kind !== "refused") return this.#loseLater(cause);
    const { address, port } = this.#at;
    routeProblem(address, port).then(
      (problem) => runTurn(() => this.#lose(problem ?? cause)),
      () => runTurn(() => this.#lose(cause)),
    );
  }

  broken(error: unknown): void {
    this.#lose({ kind: "ours", reason: messageOf(error) });
  }

  #closedBy(reason: string): Cause {
    return this.stage === "tunnelling"
      ? { kind: "unreachable", reason: `the proxy: ${reason}` }
      : { kind: "tls", reason };
  }

  #connectingIsOver(): void {
    if (this.#isConnecting && this.stage === "over") this.#target.abandoned.count--;
    this.#isConnecting = false;
  }

  #resumeSession(socket: OwnedSocket): void {
    // The runtime takes a session in `open` only, before anything is written.
    const session = this.#target.tls?.session();
    if (session !== undefined) socket.setSession(session);
  }

  #loseLater(cause: Cause): void {
    queueMicrotask(() => runTurn(() => this.#lose(cause)));
  }

  #lose(cause: Cause): void {
    if (this.stage === "over") return;
    const { proxy } = this.#target;
    const isAtProxy = proxy !== undefined && this.stage === "connecting" && cause.kind !== "ours";
    this.drop();
    const reason = isAtProxy ? `the proxy ${proxy.host}:${proxy.port}: ${cause.reason}` : cause.reason;
    this.#events.lost(this, isAtProxy ? { kind: "unreachable", reason } : cause);
  }

  #done(socket: OwnedSocket): void {
    this.stage = "over";
    this.#events.done(socket);
  }
}

function tlsOptions(tls: LegTls): TLSOptions {
  // The name is always given: without it the runtime checks the certificate against the address that it is connected
  // to, which is the proxy's where there is one.
  return {
    rejectUnauthorized: true,
    serverName: tls.serverName,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
  };
}
