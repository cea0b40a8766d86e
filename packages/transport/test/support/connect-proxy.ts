// A proxy that opens tunnels, and can be told to do anything else instead.

import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

export interface ConnectProxy {
  readonly port: number;
  /** The heads of the requests that it was sent. */
  readonly requests: readonly string[];
  stop(): void;
}

/** `answer` is what it says to CONNECT: with a status of 200, it really opens a tunnel, to `target` whatever it was asked for. */
export async function startConnectProxy(answer: string, target: number): Promise<ConnectProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => undefined);
    client.once("data", (head) => {
      requests.push(head.toString("latin1"));
      client.write(answer, "latin1");
      if (!answer.startsWith("HTTP/1.1 200")) return;
      const upstream = connect(target, "127.0.0.1");
      sockets.add(upstream);
      upstream.on("error", () => client.destroy());
      client.on("close", () => upstream.destroy());
      client.pipe(upstream).pipe(client);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
  return {
    port,
    requests,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
