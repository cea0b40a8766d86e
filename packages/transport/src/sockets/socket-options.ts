// What every data-plane socket is set to, whichever side opened it. (TCP_NODELAY is the runtime's default, Bun 1.4.5.)

import type { Socket } from "bun";

/** A model may think for longer than a router on the way remembers who talks to whom; and a peer may vanish. */
const PROBE_AFTER_MS = 60_000;

export function setOptions(socket: Pick<Socket<unknown>, "setKeepAlive">): void {
  socket.setKeepAlive(true, PROBE_AFTER_MS);
}
