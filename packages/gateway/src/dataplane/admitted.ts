// A request that has roads, and what may be asked about it along the way.

import type { ClockInput } from "@holdfast/policy";
import type { RequestHead } from "@holdfast/transport";
import { dialects, parseJson } from "@holdfast/wire";
import type { Decoded, NeutralRequest, OpenProof, RoutingFields } from "@holdfast/wire";
import type { Dialect } from "../contract/config.ts";
import type { Route, Workflow } from "../contract/snapshot.ts";
import type { RoadCandidate } from "./candidates.ts";
import type { Client } from "./sign-in.ts";
import type { Operation, Recognised } from "./recognise.ts";

/** A request that has arrived whole, without its encoding. */
export interface Received {
  readonly recognised: Recognised;
  readonly head: RequestHead;
  /** Undefined where nobody is asked for a key. */
  readonly client: Client | undefined;
  readonly body: Uint8Array;
  /** Tells clients apart: the name of a key, or an address. */
  readonly caller: string;
  /** By the monotonic clock. */
  readonly at: number;
}

export interface Decided {
  /** Undefined where the body says nothing about the road. */
  readonly fields: RoutingFields | undefined;
  /** The model that the client asked for; empty where it names none. */
  readonly model: string;
  readonly isStreamed: boolean;
  readonly route: Route;
  readonly candidates: readonly RoadCandidate[];
  readonly workflow: Workflow | undefined;
  /** By the monotonic clock; infinity without one. */
  readonly deadlineAt: number;
}

/** English text has some four bytes a token; a clock needs no better guess. */
const BYTES_A_TOKEN = 4;

const sessionFields = ["x-claude-code-session-id", "session-id", "x-session-id", "x-holdfast-session"];

const decoder = new TextDecoder();

export class Admitted {
  readonly received: Received;
  readonly decided: Decided;
  readonly #open: OpenProof;
  #neutral: Decoded<NeutralRequest> | undefined;

  constructor(received: Received, decided: Decided, open: OpenProof) {
    this.received = received;
    this.decided = decided;
    this.#open = open;
  }

  get dialect(): Dialect {
    return this.received.recognised.dialect;
  }

  get operation(): Operation {
    return this.received.recognised.operation;
  }

  get caller(): string {
    return this.received.caller;
  }

  /** What it means, in no dialect. Made when it is first needed: most requests never are. */
  neutral(): Decoded<NeutralRequest> {
    return (this.#neutral ??= this.#decode());
  }

  /** Tells kinds of requests apart for blame: what is asked for and how large it is, never what it says. */
  get shape(): string {
    const size = Math.floor(Math.log2(Math.max(1, this.received.body.length)));
    return `${this.dialect} ${this.operation} ${this.decided.isStreamed ? "stream" : "whole"} ${size}`;
  }

  /** The client's own session, where it names one: a conversation stays on one road among equals. */
  get affinity(): string | undefined {
    const { fields } = this.received.head;
    for (const name of sessionFields) {
      const value = fields.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  clockInput(cell: string): ClockInput {
    return {
      cell,
      inputTokens: this.received.body.length / BYTES_A_TOKEN,
      asksForThinking: this.decided.fields?.asksForThinking ?? false,
    };
  }

  #decode(): Decoded<NeutralRequest> {
    const { body, recognised } = this.received;
    const value = parseJson(decoder.decode(body));
    if (value === undefined) return { kind: "fault", path: "", expected: "a JSON object" };
    const { decodeRequest, tokenCount } = dialects[this.dialect];
    const decode =
      this.operation === "count-tokens" ? (tokenCount?.decodeRequest ?? decodeRequest) : decodeRequest;
    return decode(value, { open: this.#open, ...recognised.named });
  }
}
