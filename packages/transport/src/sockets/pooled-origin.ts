// One origin's connections: the idle ones, the busy ones, and those being opened.

import { isTarget, isToken } from "../codec/prepared-fields.ts";
import { defaultCallClocks } from "./call.ts";
import type { Call, CallOptions, OutgoingRequest, ResponseReader } from "./call.ts";
import { ClientCall } from "./client-call.ts";
import { ClientConnection } from "./client-connection.ts";
import { Dial } from "./dial.ts";
import type { DialTarget } from "./dial.ts";
import type { Cause } from "./failure.ts";
import { TransportError } from "./misuse.ts";
import { originContextFrom } from "./origin-context.ts";
import type { OriginContext, PooledConnection } from "./origin-context.ts";
import type { Origin, OriginAddress, PoolOptions } from "./pool-options.ts";
import { isBypassed } from "./proxy.ts";
import { systemResolve } from "./resolve.ts";
import type { OwnedSocket } from "./socket-owner.ts";

export class PooledOrigin implements Origin {
  readonly address: OriginAddress;
  readonly #maxConnections: number;
  readonly #maxIdle: number;
  readonly #context: OriginContext;
  readonly #target: DialTarget;
  readonly #idle: PooledConnection[] = [];
  readonly #connections = new Set<PooledConnection>();
  readonly #dials = new Set<ClientCall>();
  readonly #abandoned = { count: 0 };
  #session: Uint8Array | undefined;
  #isClosed = false;

  constructor(address: OriginAddress, options: PoolOptions) {
    this.address = address;
    this.#maxConnections = options.maxConnections ?? 10_000;
    this.#maxIdle = options.maxIdle ?? 1024;
    this.#target = this.#dialTarget(options);
    this.#context = originContextFrom(address, options, {
      keepSession: (session) => {
        this.#session = session;
      },
      released: (connection) => this.#released(connection),
      gone: (connection) => this.#gone(connection),
    });
  }

  get connectionCount(): number {
    return this.#connections.size + this.#dials.size + this.#abandoned.count;
  }

  get idleCount(): number {
    return this.#idle.length;
  }

  call(request: OutgoingRequest, reader: ResponseReader, options?: CallOptions): Call {
    const clocks =
      options?.clocks === undefined ? defaultCallClocks : { ...defaultCallClocks, ...options.clocks };
    const call = new ClientCall(request.body, { reader, clocks }, this.#context);
    const problem = problemWith(request);
    if (problem !== undefined) {
      if (this.#context.throwsMisuse) throw problem;
      this.#context.onFault(problem);
      return failedLater(call, problem.message);
    }
    const connection = options?.isFresh === true ? undefined : this.#takeIdle();
    if (connection === undefined) return this.#dial(call, request);
    call.isReused = true;
    connection.start(call, request);
    return call;
  }

  close(): void {
    this.#isClosed = true;
    for (const call of this.#dials) call.cancel();
    for (const connection of this.#connections) connection.destroy();
  }

  #takeIdle(): PooledConnection | undefined {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.isUsable()) return connection;
      connection.destroy();
    }
    return undefined;
  }

  #dial(call: ClientCall, request: OutgoingRequest): ClientCall {
    if (this.#isClosed) return failedLater(call, "the pool is closed");
    if (this.connectionCount >= this.#maxConnections) this.#idle.shift()?.destroy();
    if (this.connectionCount >= this.#maxConnections) {
      return failedLater(call, `${this.connectionCount} connections to this origin are open already`);
    }
    this.#dials.add(call);
    const events = {
      connected: (socket: OwnedSocket): void => {
        this.#dials.delete(call);
        call.abandon = undefined;
        const connection = new ClientConnection(socket, this.#context);
        this.#connections.add(connection);
        connection.start(call, request);
      },
      failed: ({ kind, reason }: Cause): void => {
        this.#dials.delete(call);
        call.abandon = undefined;
        call.address = call.dialed?.address;
        call.fail(kind, reason);
      },
    };
    const dial = new Dial(this.#target, events, call.clocks.connectMs);
    call.dialed = dial.report;
    call.abandon = () => {
      this.#dials.delete(call);
      dial.cancel();
    };
    return call;
  }

  #released(connection: PooledConnection): void {
    if (this.#idle.length < this.#maxIdle) this.#idle.push(connection);
    else connection.destroy();
  }

  #gone(connection: PooledConnection): void {
    this.#connections.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }

  #dialTarget({ proxy: settings, resolve }: PoolOptions): DialTarget {
    const { host, port, scheme, tls } = this.address;
    const name = host.replace(/^\[|\]$/g, "");
    const isDirect = settings === undefined || scheme === "http" || isBypassed(settings.bypass, name, port);
    const secured = {
      serverName: tls?.serverName ?? name,
      ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
      session: () => this.#session,
    };
    return {
      host: name,
      port,
      resolve: resolve ?? systemResolve,
      abandoned: this.#abandoned,
      ...(isDirect ? {} : { proxy: settings.proxy }),
      ...(scheme === "http" ? {} : { tls: secured }),
    };
  }
}

/** Later: a caller must have its call in hand before it hears of the end. */
function failedLater(call: ClientCall, reason: string): ClientCall {
  queueMicrotask(() => call.fail("ours", reason));
  return call;
}

/** What would make another request of this one, or none at all. */
function problemWith({ method, target, body }: OutgoingRequest): TransportError | undefined {
  const isUsual = method === "POST" || method === "GET";
  if (!isUsual && (method === "CONNECT" || !isToken(method))) {
    return new TransportError(
      "method-invalid",
      `${JSON.stringify(method)} is not a method that a request can have.`,
    );
  }
  if (typeof target === "string" && !isTarget(target)) {
    return new TransportError(
      "target-invalid",
      `${JSON.stringify(target)} is not a path with an optional query.`,
    );
  }
  if (
    body.kind === "stream" &&
    body.length !== undefined &&
    !(Number.isSafeInteger(body.length) && body.length >= 0)
  ) {
    return new TransportError("framing-invalid", `${body.length} is not a length that a body can have.`);
  }
  return undefined;
}
