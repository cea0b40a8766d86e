// A server whose handlers are a few lines of a test, with everything that they hear written down.

import { listen } from "../../src/index.ts";
import type { Exchange, ExchangeEnd, RequestReader, Server, ServerOptions } from "../../src/index.ts";

/** One exchange as its handler saw it. */
export interface Seen {
  readonly exchange: Exchange;
  /** The names of the callbacks in the order in which they came. */
  readonly events: string[];
  readonly pieces: Uint8Array[];
  /** The body so far, one byte a character. */
  readonly body: string;
  end: ExchangeEnd | undefined;
}

/** What a test does in the callbacks, after they were written down. */
export type Acts = { [Name in "data" | "end" | "drained" | "ended"]?: () => void };

export interface RecordedServer {
  readonly server: Server;
  readonly port: number;
  readonly seen: readonly Seen[];
  readonly faults: readonly unknown[];
}

export type RecordedOptions = Omit<Partial<ServerOptions>, "handler">;

/** Starts a server; `begin` is called for each head and says what happens in the callbacks. */
export function startRecordedServer(
  begin: (exchange: Exchange, seen: Seen) => Acts | undefined,
  options: RecordedOptions = {},
): RecordedServer {
  const all: Seen[] = [];
  const faults: unknown[] = [];
  const server = listen({
    hostname: "127.0.0.1",
    port: 0,
    onFault: (error) => faults.push(error),
    ...options,
    handler: (exchange) => {
      const seen = seenOf(exchange);
      all.push(seen);
      return reader(seen, begin(exchange, seen) ?? {});
    },
  });
  return { server, port: server.port, seen: all, faults };
}

/** Replies with text, whole, in one go. */
export function answer(exchange: Exchange, text: string, status = 200): void {
  const bytes = Buffer.from(text, "latin1");
  const reply = exchange.reply({ status, framing: { kind: "length", length: bytes.length } });
  reply.write(bytes);
  reply.end();
}

function seenOf(exchange: Exchange): Seen {
  const pieces: Uint8Array[] = [];
  return {
    exchange,
    events: [],
    pieces,
    get body() {
      return Buffer.concat(pieces).toString("latin1");
    },
    end: undefined,
  };
}

function reader(seen: Seen, acts: Acts): RequestReader {
  return {
    data(bytes) {
      seen.events.push("data");
      seen.pieces.push(bytes);
      acts.data?.();
    },
    end() {
      seen.events.push("end");
      acts.end?.();
    },
    drained() {
      seen.events.push("drained");
      acts.drained?.();
    },
    ended(end) {
      seen.events.push("ended");
      seen.end = end;
      acts.ended?.();
    },
  };
}
