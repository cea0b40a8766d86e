// The first phase: requests arrive, are recognised, and are gathered whole. From here each goes through the others.

import { listen as listenOn } from "@holdfast/transport";
import type { Exchange, ExchangeEnd, RequestReader, Server } from "@holdfast/transport";
import type { Snapshot } from "../contract/snapshot.ts";
import { admit } from "./admit.ts";
import { Attempt } from "./attempt.ts";
import { BodyCollector } from "./body-collector.ts";
import type { Destinations } from "./destination.ts";
import { recognise, tooLarge } from "./recognise.ts";
import type { Recognised } from "./recognise.ts";
import { refuse, undecidedRefusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import type { Report } from "./report.ts";

export interface DataPlane {
  /** The configuration in force; read once for each request. */
  readonly snapshot: () => Snapshot;
  readonly destinations: Destinations;
  readonly nextRequestId: () => string;
  readonly report: Report;
}

/** Serves the data plane at the address that the snapshot names; throws the system's error if it cannot be had. */
export function listen(plane: DataPlane): Server {
  const { host, port } = plane.snapshot().listen;
  return listenOn({
    hostname: host,
    port,
    handler: (exchange) => new Request(exchange, plane),
    refusal: undecidedRefusal,
    onFault: plane.report.fault,
  });
}

/** One request's life, from its head to its end. */
class Request implements RequestReader {
  readonly #exchange: Exchange;
  readonly #plane: DataPlane;
  readonly #snapshot: Snapshot;
  readonly #requestId: string;
  readonly #body: BodyCollector;
  #recognised: Recognised | undefined;
  #attempt: Attempt | undefined;

  constructor(exchange: Exchange, plane: DataPlane) {
    this.#exchange = exchange;
    this.#plane = plane;
    this.#snapshot = plane.snapshot();
    this.#requestId = plane.nextRequestId();
    this.#body = new BodyCollector(this.#snapshot.bodyBytes);
    const recognition = recognise(exchange.head, this.#snapshot.bodyBytes);
    if (recognition.kind === "refused") this.#refuse(recognition.refusal);
    else this.#recognised = recognition;
  }

  data(bytes: Uint8Array): void {
    const recognised = this.#recognised;
    if (recognised === undefined || this.#body.add(bytes)) return;
    this.#recognised = undefined;
    this.#refuse(tooLarge(recognised.dialect, this.#snapshot.bodyBytes));
  }

  end(): void {
    const recognised = this.#recognised;
    if (recognised === undefined) return;
    const { dialect, query } = recognised;
    const admission = admit({ dialect, query, body: this.#body.whole() }, this.#snapshot);
    if (admission.kind === "refused") return this.#refuse(admission.refusal);
    this.#attempt = new Attempt({
      exchange: this.#exchange,
      admitted: admission,
      destination: this.#plane.destinations(admission.road.provider, admission.endpoint),
      requestId: this.#requestId,
      report: this.#plane.report,
    });
  }

  drained(): void {
    this.#attempt?.resume();
  }

  ended(end: ExchangeEnd): void {
    if (end.kind !== "complete") this.#attempt?.cancel();
  }

  #refuse(refusal: Refusal): void {
    refuse({ exchange: this.#exchange, requestId: this.#requestId, attempts: 0 }, refusal);
  }
}
