// A peer on a bare socket: it sends exactly what it is told to, stops and goes on reading, and shows how the connection ended.

import type { Socket, SocketHandler } from "bun";
import { authorityCertificate } from "./certificate.ts";

export class RawSocket {
  bytesReceived = 0;
  /** Bytes that the kernel has taken. */
  bytesTaken = 0;
  /** The peer has closed its side. */
  isEnded = false;
  isClosed = false;
  /** The system's code where the connection did not end in order. */
  error: string | undefined;
  readonly opened: Promise<void>;
  /** Takes the bytes that arrive; by default they are kept. */
  onData: (bytes: Buffer) => void = (bytes) => this.#pieces.push(bytes);
  onDrain: () => void = () => undefined;
  /** The peer has closed its side, or the connection is gone. */
  onOver: () => void = () => undefined;
  #pieces: Buffer[] = [];
  #unsent: Buffer[] = [];
  #socket: Socket<RawSocket> | undefined;
  #isEnding = false;
  #onOpen: () => void = () => undefined;
  #settle: () => void = () => undefined;

  constructor() {
    this.opened = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Everything that was kept. */
  get bytes(): Buffer {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  /** The same, one byte a character. */
  get text(): string {
    return this.bytes.toString("latin1");
  }

  /** Whether everything sent so far is with the kernel. */
  get isClear(): boolean {
    return this.#unsent.length === 0 && this.#socket !== undefined;
  }

  send(bytes: Buffer | string): void {
    const buffer = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
    if (buffer.length === 0 || this.isClosed) return;
    this.#unsent.push(buffer);
    if (this.#unsent.length === 1) this.#flush();
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Closes the sending side after what was sent. */
  end(): void {
    this.#isEnding = true;
    this.#flush();
  }

  /** Closes in order, both sides. */
  close(): void {
    if (this.#socket === undefined) this.#onOpen = () => this.close();
    else this.#socket.end();
  }

  reset(): void {
    if (this.#socket === undefined) this.#onOpen = () => this.reset();
    else this.#socket.terminate();
  }

  // What the runtime reports.

  open(socket: Socket<RawSocket>): void {
    this.#socket = socket;
    this.#settle();
    this.drained();
    this.#onOpen();
  }

  drained(): void {
    this.#flush();
    if (this.isClear) this.onDrain();
  }

  closed(error: Error | undefined): void {
    this.isClosed = true;
    this.#unsent = [];
    if (error !== undefined) this.error = "code" in error ? String(error.code) : error.message;
    this.#settle();
    this.onOver();
  }

  #flush(): void {
    const socket = this.#socket;
    if (socket === undefined || this.isClosed) return;
    for (let piece = this.#unsent[0]; piece !== undefined; piece = this.#unsent[0]) {
      const taken = Math.max(0, socket.write(piece));
      this.bytesTaken += taken;
      if (taken < piece.length) {
        this.#unsent[0] = piece.subarray(taken);
        return;
      }
      this.#unsent.shift();
    }
    if (this.#isEnding) socket.shutdown();
  }
}

/** With TLS a socket may be written to once the handshake is done. */
export function callbacks(security: "plain" | "tls"): SocketHandler<RawSocket> {
  return {
    ...(security === "plain"
      ? { open: (socket) => socket.data.open(socket) }
      : { handshake: (socket, success) => (success ? socket.data.open(socket) : socket.terminate()) }),
    data(socket, bytes) {
      socket.data.bytesReceived += bytes.length;
      socket.data.onData(bytes);
    },
    drain: (socket) => socket.data.drained(),
    end(socket) {
      socket.data.isEnded = true;
      socket.data.onOver();
      if (security === "tls") socket.end();
    },
    close: (socket, error) => socket.data.closed(error),
    connectError: (socket, error) => socket.data.closed(error),
    error: () => undefined,
  };
}

const shared = { plain: callbacks("plain"), tls: callbacks("tls") };

/** Connects to a port of this machine. Bytes sent before it is there wait. */
export function connectRaw(port: number, security: "plain" | "tls" = "plain"): RawSocket {
  const raw = new RawSocket();
  const connecting = Bun.connect<RawSocket>({
    hostname: "127.0.0.1",
    port,
    allowHalfOpen: true,
    data: raw,
    socket: shared[security],
    ...(security === "plain" ? {} : { tls: { ca: authorityCertificate, serverName: "localhost" } }),
  });
  connecting.catch((error: unknown) => raw.closed(error instanceof Error ? error : new Error(String(error))));
  return raw;
}
