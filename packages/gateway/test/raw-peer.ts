// A provider of bytes, for what no script of the simulator can say: broken heads, odd framing, closing when it is rude.

import type { Socket } from "bun";

/** One connection to the peer. */
export interface PeerConnection {
  /** Counted from 1. */
  readonly number: number;
  /** Everything that came. */
  readonly received: () => Buffer;
  readonly write: (bytes: string | Uint8Array) => number;
  readonly end: () => void;
  readonly reset: () => void;
}

export interface RawPeer {
  readonly port: number;
  readonly baseUrl: string;
  readonly connections: readonly PeerConnection[];
  /** Of those, how many are open. */
  readonly openCount: () => number;
  readonly stop: () => void;
}

export interface PeerScript {
  readonly opened?: (connection: PeerConnection) => void;
  /** A request has come, head and declared body; `count` says how many there were on this connection. */
  readonly asked?: (connection: PeerConnection, count: number) => void;
  readonly drained?: (connection: PeerConnection) => void;
}

interface State {
  readonly connection: PeerConnection;
  readonly pieces: Buffer[];
  at: number;
  asked: number;
}

export function startPeer(script: PeerScript = {}): RawPeer {
  const connections: PeerConnection[] = [];
  const open = new Set<Socket<State>>();
  const listener = Bun.listen<State>({
    hostname: "127.0.0.1",
    port: 0,
    allowHalfOpen: true,
    socket: {
      open(socket) {
        const pieces: Buffer[] = [];
        const connection = connectionOn(socket, pieces, connections.length + 1);
        socket.data = { connection, pieces, at: 0, asked: 0 };
        connections.push(connection);
        open.add(socket);
        script.opened?.(connection);
      },
      data({ data: state }, bytes) {
        state.pieces.push(bytes);
        for (let size = requestSize(state); size !== undefined; size = requestSize(state)) {
          state.at += size;
          state.asked++;
          script.asked?.(state.connection, state.asked);
        }
      },
      drain: ({ data }) => script.drained?.(data.connection),
      end: (socket) => {
        open.delete(socket);
        socket.end();
      },
      close: (socket) => {
        open.delete(socket);
      },
      error: () => undefined,
    },
  });
  return {
    port: listener.port,
    baseUrl: `http://127.0.0.1:${listener.port}`,
    connections,
    openCount: () => open.size,
    stop: () => listener.stop(true),
  };
}

function connectionOn(socket: Socket<State>, pieces: Buffer[], number: number): PeerConnection {
  return {
    number,
    received: () => Buffer.concat(pieces),
    write: (bytes) => socket.write(Buffer.from(bytes)),
    end: () => {
      socket.end();
    },
    reset: () => {
      socket.terminate();
    },
  };
}

/** The size of the next request, once it is there. The gateway always declares a length. */
function requestSize({ pieces, at }: State): number | undefined {
  const rest = Buffer.concat(pieces).subarray(at);
  const headEnd = rest.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(rest.subarray(0, headEnd).toString("latin1"))?.[1] ?? "0";
  const size = headEnd + 4 + Number(length);
  return rest.length >= size ? size : undefined;
}
