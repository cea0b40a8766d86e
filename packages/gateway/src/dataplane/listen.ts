// The first phase: requests arrive, are recognised, and are gathered whole. From here each goes through the others.

import { listen as listenOn } from "@holdfast/transport";
import type { Exchange, ExchangeEnd, RequestReader, Server } from "@holdfast/transport";
import type { Snapshot } from "../contract/snapshot.ts";
import { admit } from "./admit.ts";
import type { Admitted, Received } from "./admitted.ts";
import { BodyCollector } from "./body-collector.ts";
import { ClientReply } from "./client-reply.ts";
import { Drive } from "./drive.ts";
import { modelListFor } from "./models.ts";
import { planFor } from "./plan.ts";
import type { Plane } from "./plane.ts";
import { decodeBody, encodingOf } from "./read-body.ts";
import { recognise, tooLarge } from "./recognise.ts";
import type { Recognised } from "./recognise.ts";
import { answerJson, refuse, undecidedRefusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { record } from "./request-record.ts";
import { signIn } from "./sign-in.ts";
import type { Client } from "./sign-in.ts";
import { failureTextFor } from "./stream-failure.ts";

/** Serves the data plane at the address that the snapshot names; throws the system's error if it cannot be had. */
export function listen(plane: Plane): Server {
  const { host, port } = plane.snapshot().listen;
  return listenOn({
    hostname: host,
    port,
    handler: (exchange) => new Request(exchange, plane),
    refusal: undecidedRefusal,
    onFault: plane.report.fault,
  });
}

/** What is being waited for: the rest of the body, an answer, or nothing. */
type Phase =
  | {
      readonly kind: "reading";
      readonly recognised: Recognised;
      readonly client: Client | undefined;
      readonly encoding: string | undefined;
      readonly body: BodyCollector;
    }
  | { readonly kind: "driving"; readonly drive: Drive }
  | { readonly kind: "over" };

const over: Phase = { kind: "over" };

/** One request's life, from its head to its end. */
class Request implements RequestReader {
  readonly #exchange: Exchange;
  readonly #plane: Plane;
  readonly #snapshot: Snapshot;
  readonly #requestId: string;
  #phase: Phase;

  constructor(exchange: Exchange, plane: Plane) {
    this.#exchange = exchange;
    this.#plane = plane;
    this.#snapshot = plane.snapshot();
    this.#requestId = plane.nextRequestId();
    this.#phase = this.#begin();
  }

  data(bytes: Uint8Array): void {
    const phase = this.#phase;
    if (phase.kind !== "reading" || phase.body.add(bytes)) return;
    this.#refuse(tooLarge(phase.recognised.dialect, this.#snapshot.bodyBytes));
  }

  end(): void {
    const phase = this.#phase;
    if (phase.kind !== "reading") return;
    const { recognised, client, encoding, body } = phase;
    const limits = { dialect: recognised.dialect, limit: this.#snapshot.bodyBytes };
    const decoded = decodeBody(body.whole(), encoding, limits);
    if (decoded.kind === "refused") {
      this.#refuse(decoded.refusal);
      return;
    }
    const { head, clientAddress } = this.#exchange;
    const received: Received = {
      recognised,
      head,
      client,
      body: decoded.bytes,
      caller: client?.name ?? clientAddress,
      at: this.#plane.wheel.now(),
    };
    const admission = admit(received, { ...this.#plane, snapshot: this.#snapshot });
    if (admission.kind === "refused") this.#refuse(admission.refusal);
    else this.#drive(admission.admitted);
  }

  drained(): void {
    if (this.#phase.kind === "driving") this.#phase.drive.resume();
  }

  ended(end: ExchangeEnd): void {
    const phase = this.#phase;
    this.#phase = over;
    if (phase.kind === "driving" && end.kind !== "complete") phase.drive.leave();
  }

  #begin(): Phase {
    const { head } = this.#exchange;
    const recognition = recognise(head, this.#snapshot.bodyBytes);
    if (recognition.kind === "refused") return this.#refuse(recognition.refusal);
    if (recognition.kind === "greeting") {
      return this.#answer('{"service":"holdfast"}');
    }
    const { dialect, query } = recognition;
    const signedIn = signIn(head, { clients: this.#plane.clients(), dialect, query });
    if (signedIn.kind === "refused") return this.#refuse(signedIn.refusal);
    if (recognition.operation === "models") {
      return this.#answer(modelListFor(dialect, this.#snapshot, this.#plane.catalogue));
    }
    const encoding = encodingOf(head, dialect);
    if (typeof encoding === "object") return this.#refuse(encoding);
    const body = new BodyCollector(this.#snapshot.bodyBytes);
    return { kind: "reading", recognised: recognition, client: signedIn.client, encoding, body };
  }

  #drive(admitted: Admitted): void {
    const { dialect, decided } = admitted;
    const client = new ClientReply({
      exchange: this.#exchange,
      dialect,
      requestId: this.#requestId,
      isStreamed: decided.isStreamed,
      framing: admitted.received.recognised.named?.framing ?? "events",
      failureText: (failure) => failureTextFor(admitted, failure, this.#plane),
    });
    const plan = planFor(admitted, this.#plane);
    const drive = new Drive({
      plane: this.#plane,
      admitted,
      plan,
      client,
      requestId: this.#requestId,
      ended: (end) => record(end, { admitted, plan, requestId: this.#requestId, plane: this.#plane }),
    });
    this.#phase = { kind: "driving", drive };
    drive.start();
  }

  #answer(json: string): Phase {
    answerJson({ exchange: this.#exchange, requestId: this.#requestId }, json);
    return over;
  }

  #refuse(refusal: Refusal): Phase {
    refuse({ exchange: this.#exchange, requestId: this.#requestId, attempts: 0 }, refusal);
    this.#phase = over;
    return over;
  }
}
