// The bare hop: requests in, the same requests out to one upstream, nothing in between but the transport.
// It looks for a marker in what passes, as a gateway that watches streams would.

import { createPool, listen } from "@holdfast/transport";
import type {
  Call,
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
} from "@holdfast/transport";

/** The client's side of one request. */
class Inbound implements RequestReader {
  readonly #exchange: Exchange;
  readonly #call: Call;

  constructor(exchange: Exchange, origin: Origin, marker: Uint8Array) {
    this.#exchange = exchange;
    const { head } = exchange;
    const outbound = new Outbound(exchange, marker);
    const target = { bytes: head.fields.bytes, start: head.targetStart, end: head.targetEnd };
    this.#call = origin.call(
      { method: head.method, target, forwarded: { fields: head.fields }, body: bodyOf(exchange) },
      outbound,
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
    if (end.kind !== "complete") this.#call.cancel();
  }
}

/** The upstream's side of the same request. */
class Outbound implements ResponseReader {
  call: Call | undefined;
  readonly #exchange: Exchange;
  readonly #marker: Uint8Array;
  #reply: Reply | undefined;
  #isFramed = false;
  #isEvents = false;

  constructor(exchange: Exchange, marker: Uint8Array) {
    this.#exchange = exchange;
    this.#marker = marker;
  }

  head(head: ResponseHead): void {
    this.#isFramed = head.framing.kind === "chunked" && this.#exchange.head.minorVersion === 1;
    this.#isEvents = head.fields.get("content-type")?.startsWith("text/event-stream") === true;
    this.#reply = this.#exchange.reply({
      status: head.status,
      reason: { bytes: head.fields.bytes, start: head.reasonStart, end: head.reasonEnd },
      forwarded: { fields: head.fields },
      framing: this.#isFramed ? { kind: "chunked", isFramed: true } : replyFraming(head),
    });
  }

  data(bytes: Uint8Array): void {
    if (this.#isEvents && bytes instanceof Buffer && bytes.includes(this.#marker)) markersSeen++;
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
    if (this.#reply !== undefined) return this.#exchange.abort();
    const reply = this.#exchange.reply({
      status: 502,
      framing: { kind: "length", length: failure.kind.length },
    });
    reply.write(new TextEncoder().encode(failure.kind));
    reply.end();
  }

  #pass(bytes: Uint8Array): void {
    if (this.#reply?.write(bytes) === false) this.call?.pause();
  }
}

let markersSeen = 0;

function bodyOf(exchange: Exchange): OutgoingBody {
  const { framing } = exchange.head;
  if (framing.kind === "none") return { kind: "none" };
  return framing.kind === "length" ? { kind: "stream", length: framing.length } : { kind: "stream" };
}

function replyFraming({ framing }: ResponseHead): ReplyFraming {
  return framing.kind === "until-close" ? { kind: "chunked" } : framing;
}

const [listenPort, upstreamPort, scheme, ca] = process.argv.slice(2);
const pool = createPool();
const origin = pool.origin({
  scheme: scheme === "https" ? "https" : "http",
  host: "127.0.0.1",
  port: Number(upstreamPort),
  ...(ca === undefined ? {} : { tls: { ca: await Bun.file(ca).text(), serverName: "localhost" } }),
});
const marker = new TextEncoder().encode("event: error");
const server = listen({
  hostname: "127.0.0.1",
  port: Number(listenPort),
  handler: (exchange) => new Inbound(exchange, origin, marker),
  onFault: (error) => console.error(error),
});
console.log(`listening ${server.port}`);
process.on("SIGTERM", () => {
  console.log(`markers ${markersSeen}`);
  process.exit(0);
});
