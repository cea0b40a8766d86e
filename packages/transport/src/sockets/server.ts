// The data plane's front door: accepts connections and gives each request to one handler.

import type { Socket } from "bun";
import { ServerConnection } from "./server-connection.ts";
import { contextFrom } from "./server-context.ts";
import type { Accepted } from "./server-context.ts";
import type { ServerOptions } from "./server-options.ts";
import { setOptions } from "./socket-options.ts";
import { beginTurn, endTurn } from "./turn.ts";

export interface Server {
  readonly hostname: string;
  readonly port: number;
  readonly connectionCount: number;
  /** Accepts nothing new, closes idle connections, and resolves when the last exchange is over or `graceMs` have passed. */
  stop(graceMs: number): Promise<void>;
}

const DEFAULT_MAX_CONNECTIONS = 20_000;

/** A connection over the limit never gets its object; the runtime still calls back for it. */
type MaybeConnection = ServerConnection | undefined;

/** Starts to listen; throws the system's error if the address cannot be had. */
export function listen(options: ServerOptions): Server {
  const connections = new Set<Accepted>();
  const waiting = new Set<() => void>();
  const context = contextFrom(options, (connection) => {
    connections.delete(connection);
    if (connections.size === 0) for (const wake of waiting) wake();
  });
  const maxConnections = options.maxConnections ?? DEFAULT_MAX_CONNECTIONS;
  // The runtime's types leave `reusePort` out for listeners; it is there (Bun 1.4.5).
  const reuse: { readonly reusePort?: boolean } = { reusePort: options.reusePort ?? false };
  const listener = Bun.listen<MaybeConnection>({
    hostname: options.hostname,
    port: options.port,
    allowHalfOpen: true,
    ...reuse,
    ...(options.tls === undefined ? {} : { tls: { key: options.tls.key, cert: options.tls.cert } }),
    socket: {
      open(socket) {
        if (connections.size >= maxConnections || context.isStopping) {
          socket.terminate();
          return;
        }
        setOptions(socket);
        const connection = new ServerConnection(socket, context);
        socket.data = connection;
        connections.add(connection);
      },
      // With this callback a TLS connection opens before its handshake, so that its clocks and the limit hold from then on.
      handshake: (socket, success) =>
        inTurn(socket, (connection) => connection.secured(success ? "yes" : "no")),
      // Written out: this one is called for every request.
      data(socket, bytes) {
        const connection = socket.data;
        if (connection === undefined) return;
        beginTurn();
        try {
          connection.receive(bytes);
        } catch (error) {
          connection.broken(error);
        } finally {
          endTurn();
        }
      },
      drain: (socket) => inTurn(socket, (connection) => connection.drained()),
      end: (socket) => inTurn(socket, (connection) => connection.clientEnded()),
      close: (socket) => inTurn(socket, (connection) => connection.socketClosed()),
      // What TLS or the system reports here is followed by the close callback, which tells the rest.
      error: () => undefined,
    },
  });
  return {
    hostname: listener.hostname,
    port: listener.port,
    get connectionCount() {
      return connections.size;
    },
    async stop(graceMs) {
      context.isStopping = true;
      listener.stop();
      for (const connection of connections) connection.stop();
      if (connections.size === 0) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, graceMs);
        waiting.add(wake);
      });
      for (const connection of connections) connection.terminate();
    },
  };
}

function inTurn(socket: Socket<MaybeConnection>, run: (connection: ServerConnection) => void): void {
  const connection = socket.data;
  if (connection === undefined) return;
  beginTurn();
  try {
    run(connection);
  } catch (error) {
    connection.broken(error);
  } finally {
    endTurn();
  }
}
