// A provider on bare sockets: the test says, for each connection, what happens.

import { serverCertificate } from "./certificate.ts";
import { RawSocket, callbacks } from "./raw-socket.ts";

export interface RawProvider {
  readonly port: number;
  /** Every connection there has been, in order. */
  readonly connections: readonly RawSocket[];
  /** Those that are open. */
  readonly openCount: number;
  stop(): void;
}

/** Listens; `accept` is told of each connection when it can be written to, and may set its `onData`. */
export function startRawProvider(
  accept: (connection: RawSocket) => void = () => undefined,
  security: "plain" | "tls" = "plain",
): RawProvider {
  const connections: RawSocket[] = [];
  const shared = callbacks(security);
  const listener = Bun.listen<RawSocket>({
    hostname: "127.0.0.1",
    port: 0,
    allowHalfOpen: true,
    ...(security === "plain" ? {} : { tls: serverCertificate }),
    socket: {
      ...shared,
      open(socket) {
        const raw = new RawSocket();
        socket.data = raw;
        connections.push(raw);
        accept(raw);
        if (security === "plain") raw.open(socket);
      },
    },
  });
  return {
    port: listener.port,
    connections,
    get openCount() {
      return connections.reduce((count, { isClosed }) => count + (isClosed ? 0 : 1), 0);
    },
    stop() {
      listener.stop(true);
      for (const connection of connections) connection.reset();
    },
  };
}

/** A port at which nobody listens. One that was just given back would soon be somebody else's: the system chooses none below 1024. */
export const refusingPort = 1;
