// Sending a request down its road and hearing how it went.

import type {
  Call,
  Exchange,
  Failure,
  Fields,
  OutgoingRequest,
  ResponseHead,
  ResponseReader,
} from "@holdfast/transport";
import { spliceModel } from "@holdfast/wire";
import type { FailureKind } from "@holdfast/wire";
import type { Admitted } from "./admit.ts";
import type { Destination } from "./destination.ts";
import { failureWords } from "./failure-words.ts";
import { notForProviders } from "./private-fields.ts";
import { refuse } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { createRelay } from "./relay.ts";
import type { Relay } from "./relay.ts";
import type { Report } from "./report.ts";

export interface AttemptInput {
  readonly exchange: Exchange;
  readonly admitted: Admitted;
  readonly destination: Destination;
  readonly requestId: string;
  readonly report: Report;
}

/** One request on its road. Made once for each request that has one. */
export class Attempt implements ResponseReader {
  data?: (bytes: Uint8Array) => void;
  raw?: (bytes: Uint8Array) => void;
  readonly #input: AttemptInput;
  readonly #request: OutgoingRequest;
  #call: Call;
  #relay: Relay | undefined;
  #count = 1;

  constructor(input: AttemptInput) {
    this.#input = input;
    this.#request = requestFrom(input);
    this.#call = input.destination.origin.call(this.#request, this);
  }

  /** The client takes bytes again. */
  resume(): void {
    this.#call.resume();
  }

  /** The client is gone. */
  cancel(): void {
    this.#call.cancel();
  }

  head(head: ResponseHead): void {
    const { exchange, requestId, admitted, destination } = this.#input;
    const fields = destination.servedBy.fields(requestId, admitted.road.model ?? admitted.model, this.#count);
    const relay = createRelay({ exchange, head, fields, call: this.#call });
    this.#relay = relay;
    if (relay.isFramed) this.raw = relay.pass;
    else this.data = relay.pass;
  }

  end(trailers: Fields | undefined): void {
    this.#relay?.end(trailers);
  }

  failed(failure: Failure): void {
    const { exchange, destination, requestId, admitted, report } = this.#input;
    const provider = admitted.road.provider.name;
    if (failure.kind === "stale" && this.#count === 1) {
      // The provider closed an idle connection while we wrote to it: nobody's fault, and nothing was processed.
      this.#count++;
      this.#call = destination.origin.call(this.#request, this, { isFresh: true });
    } else if (this.#relay === undefined) {
      refuse({ exchange, requestId, attempts: this.#count }, this.#refusalFor(failure));
      report.providerFailed({ outcome: "unanswered", requestId, provider, failure });
    } else {
      // What the client has must not look whole.
      exchange.abort();
      report.providerFailed({ outcome: "broken", requestId, provider, failure });
    }
  }

  #refusalFor(failure: Failure): Refusal {
    const { received, road } = this.#input.admitted;
    const what = `${failureWords[failure.kind]} (${failure.kind}, after ${Math.round(failure.elapsedMs)} ms)`;
    const { dialect } = received;
    return {
      dialect,
      kind: kindOf(failure),
      message: `The provider \`${road.provider.name}\` gave no answer: ${what}.`,
    };
  }
}

function requestFrom({ exchange, admitted, destination }: AttemptInput): OutgoingRequest {
  const { fields, road, model } = admitted;
  const { body, query } = admitted.received;
  return {
    method: "POST",
    target: query === "" ? destination.target : destination.target + query,
    forwarded: { fields: exchange.head.fields, without: notForProviders },
    fields: destination.fields,
    body: { kind: "whole", pieces: spliceModel(body, fields, road.model ?? model).pieces },
  };
}

function kindOf(failure: Failure): FailureKind {
  if (failure.kind === "head-timeout" || failure.kind === "idle-timeout") return "provider-silent";
  return failure.kind === "ours" ? "overloaded" : "provider-unreachable";
}
