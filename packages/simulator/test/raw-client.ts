// A client that shows what comes over the socket, byte by byte, and how it ends.

import { connect } from "node:net";
import type { Socket } from "node:net";
import { until } from "./until.ts";

export interface RawClient {
  /** Everything that has come, one byte a character. */
  readonly received: string;
  /** The pieces in which it came. */
  readonly pieces: readonly string[];
  /** How the connection ended: in order, or with an error such as `ECONNRESET`; undefined while it is open. */
  readonly ending: string | undefined;
  send(text: string): void;
  pause(): void;
  resume(): void;
  leave(): void;
}

export function connectRaw(port: number): RawClient {
  const pieces: string[] = [];
  let ending: string | undefined;
  const socket: Socket = connect({ port, host: "127.0.0.1" });
  socket.setEncoding("latin1");
  socket.on("data", (piece: string) => pieces.push(piece));
  socket.on("end", () => (ending ??= "closed"));
  socket.on("error", (error: NodeJS.ErrnoException) => (ending ??= error.code ?? error.message));
  socket.on("close", () => (ending ??= "closed"));
  return {
    get received() {
      return pieces.join("");
    },
    pieces,
    get ending() {
      return ending;
    },
    send: (text) => socket.write(text, "latin1"),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    leave: () => socket.destroy(),
  };
}

/** The text of a request, with its length; the fields stand as they are given. */
export function requestText(target: string, body: string, fields: readonly string[] = []): string {
  const length = new TextEncoder().encode(body).length;
  const lines = [`POST ${target} HTTP/1.1`, "Host: provider.test", ...fields, `Content-Length: ${length}`];
  return `${lines.join("\r\n")}\r\n\r\n${latin1Of(body)}`;
}

/** Sends one request on a connection of its own and waits until the connection ends. */
export async function exchangeRaw(port: number, request: string): Promise<RawClient> {
  const client = connectRaw(port);
  client.send(request);
  await until("the connection ends", () => client.ending !== undefined);
  return client;
}

/** The body of a chunked response, and the chunks that it came in; undefined where the last chunk is missing. */
export function chunksIn(response: string): {
  readonly body: string;
  readonly isWhole: boolean;
  readonly sizes: number[];
} {
  let rest = response.slice(response.indexOf("\r\n\r\n") + 4);
  let body = "";
  const sizes: number[] = [];
  for (;;) {
    const [line, hex] = /^([0-9a-f]+)\r\n/.exec(rest) ?? [];
    if (line === undefined || hex === undefined) return { body, isWhole: false, sizes };
    const size = Number.parseInt(hex, 16);
    if (size === 0) return { body, isWhole: rest === "0\r\n\r\n", sizes };
    body += rest.slice(line.length, line.length + size);
    rest = rest.slice(line.length + size + 2);
    sizes.push(size);
  }
}

function latin1Of(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
