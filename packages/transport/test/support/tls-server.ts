// A TLS server on real Node sockets, which tell what they saw of the handshake.

import { createServer } from "node:tls";
import type { TLSSocket } from "node:tls";
import { good } from "./authority.data.ts";

export interface TlsServer {
  readonly port: number;
  stop(): void;
}

export async function startTlsServer(accept: (socket: TLSSocket) => void): Promise<TlsServer> {
  const server = createServer(good, (socket) => {
    socket.on("error", () => undefined);
    accept(socket);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
  return { port, stop: () => void server.close() };
}
