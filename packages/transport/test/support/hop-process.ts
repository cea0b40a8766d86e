// A process that is nothing but a hop: each request goes on to a provider, each answer back to the client.

import { createPool, listen, targetOf } from "../../src/index.ts";
import type {
  Call,
  CallClocks,
  Exchange,
  ExchangeEnd,
  Failure,
  Fields,
  Origin,
  OutgoingBody,
  Reply,
  ReplyFraming,
  RequestReader,
  ResponseHead,
  ResponseReader,
  ServerClocks,
} from "../../src/index.ts";
import { Journal, answerQuestions, optionsOf } from "./account.ts";
import { authorityCertificate, serverCertificate } from "./certificate.ts";

export interface HopOptions {
  readonly providerPort: number;
  /** Where requests for `/refused` go. */
  readonly refusingPort?: number;
  /** TLS on both sides. */
  readonly security?: "plain" | "tls";
  readonly clocks?: Partial<ServerClocks>;
  /** Short clocks for requests with these targets, so that the others may take their time on a busy machine. */
  readonly clocksByTarget?: Readonly<Record<string, Partial<CallClocks>>>;
}

const options = optionsOf<HopOptions>();
const isTls = options.security === "tls";
const journal = new Journal();
const pool = createPool({ onFault: journal.fault });
const provider = originAt(options.providerPort);
const refused = originAt(options.refusingPort ?? options.providerPort);

class Inbound implements RequestReader {
  readonly #exchange: Exchange;
  readonly #call: Call;

  constructor(exchange: Exchange) {
    journal.begun++;
    this.#exchange = exchange;
    const { head } = exchange;
    const outbound = new Outbound(exchange);
    const path = targetOf(head);
    const origin = path === "/refused" ? refused : provider;
    const clocks = options.clocksByTarget?.[path];
    const target = { bytes: head.fields.bytes, start: head.targetStart, end: head.targetEnd };
    this.#call = origin.call(
      { method: head.method, target, forwarded: { fields: head.fields }, body: bodyOf(exchange) },
      outbound,
      clocks === undefined ? undefined : { clocks },
    );
    outbound.call = this.#call;
  }

  data(bytes: Uint8Array): void {
    if (!this.#call.write(bytes)) this.#exchange.pause();
  }

  end(): void {
    this.#call.end();
  }

  drained(): void {
    this.#call.resume();
  }

  ended(end: ExchangeEnd): void {
    journal.ended(end);
    if (end.kind !== "complete") this.#call.cancel();
  }
}

class Outbound implements ResponseReader {
  call: Call | undefined;
  readonly #exchange: Exchange;
  #reply: Reply | undefined;
  #isFramed = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  head(head: ResponseHead): void {
    this.#isFramed = head.framing.kind === "chunked" && this.#exchange.head.minorVersion === 1;
    this.#reply = this.#exchange.reply({
      status: head.status,
      reason: { bytes: head.fields.bytes, start: head.reasonStart, end: head.reasonEnd },
      forwarded: { fields: head.fields },
      framing: this.#isFramed ? { kind: "chunked", isFramed: true } : replyFraming(head),
    });
  }

  data(bytes: Uint8Array): void {
    if (!this.#isFramed) this.#pass(bytes);
  }

  raw(bytes: Uint8Array): void {
    if (this.#isFramed) this.#pass(bytes);
  }

  drained(): void {
    this.#exchange.resume();
  }

  end(trailers: Fields | undefined): void {
    this.#reply?.end(trailers);
  }

  failed(failure: Failure): void {
    journal.failed(failure);
    if (this.#reply !== undefined) return this.#exchange.abort();
    const { kind } = failure;
    const reply = this.#exchange.reply({ status: 502, framing: { kind: "length", length: kind.length } });
    reply.write(new TextEncoder().encode(kind));
    reply.end();
  }

  #pass(bytes: Uint8Array): void {
    if (this.#reply?.write(bytes) === false) this.call?.pause();
  }
}

const server = listen({
  hostname: "127.0.0.1",
  port: 0,
  handler: (exchange) => new Inbound(exchange),
  onFault: journal.fault,
  ...(isTls ? { tls: serverCertificate } : {}),
  ...(options.clocks === undefined ? {} : { clocks: options.clocks }),
});
await answerQuestions({
  server,
  journal,
  connectionsOf: () => ({
    poolConnections: provider.connectionCount + (refused === provider ? 0 : refused.connectionCount),
    poolIdle: provider.idleCount,
  }),
});

function originAt(port: number): Origin {
  const tls = { ca: authorityCertificate, serverName: "localhost" };
  return pool.origin({
    scheme: isTls ? "https" : "http",
    host: "127.0.0.1",
    port,
    ...(isTls ? { tls } : {}),
  });
}

function bodyOf({ head: { framing } }: Exchange): OutgoingBody {
  if (framing.kind === "none") return { kind: "none" };
  return framing.kind === "length" ? { kind: "stream", length: framing.length } : { kind: "stream" };
}

function replyFraming({ framing }: ResponseHead): ReplyFraming {
  return framing.kind === "until-close" ? { kind: "chunked" } : framing;
}
