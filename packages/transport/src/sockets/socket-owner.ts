// Who a client socket belongs to. A socket changes hands while it is opened: first to the attempt on one address,
// then to the connection that uses it; the runtime's callbacks stay the same.

import type { Socket, SocketHandler } from "bun";
import { beginTurn, endTurn } from "./turn.ts";

export type OwnedSocket = Socket<SocketOwner>;

export interface SocketOwner {
  opened(socket: OwnedSocket): void;
  /** TLS is up, or is not and `error` says why. */
  secured(socket: OwnedSocket, error: Error | undefined): void;
  received(bytes: Uint8Array): void;
  drained(): void;
  /** The peer has closed its side. */
  peerEnded(): void;
  /** The socket is gone; an error where it did not end in order. */
  closed(error: Error | undefined): void;
  connectFailed(error: Error): void;
  /** One of the others threw: our own fault, which must end here and not be lost. */
  broken(error: unknown): void;
}

/** The callbacks of every client socket. */
export const ownerCallbacks: SocketHandler<SocketOwner> = {
  open: (socket) => inTurn(socket, (owner) => owner.opened(socket)),
  handshake: (socket, success, error) =>
    inTurn(socket, (owner) =>
      owner.secured(socket, success ? undefined : (error ?? new Error("TLS handshake failed"))),
    ),
  // Written out: this one is called for every piece of every answer.
  data: (socket, bytes) => {
    beginTurn();
    try {
      socket.data.received(bytes);
    } catch (error) {
      socket.data.broken(error);
    } finally {
      endTurn();
    }
  },
  drain: (socket) => inTurn(socket, (owner) => owner.drained()),
  end: (socket) => inTurn(socket, (owner) => owner.peerEnded()),
  close: (socket, error) => inTurn(socket, (owner) => owner.closed(error)),
  connectError: (socket, error) => inTurn(socket, (owner) => owner.connectFailed(error)),
  // What TLS or the system reports here is followed by the close callback, which tells the rest.
  error: () => undefined,
};

function inTurn(socket: OwnedSocket, run: (owner: SocketOwner) => void): void {
  beginTurn();
  try {
    run(socket.data);
  } catch (error) {
    socket.data.broken(error);
  } finally {
    endTurn();
  }
}
