// Telling a client in its own dialect that it will get no answer, and why.

import { prepareFields } from "@holdfast/transport";
import type { Exchange } from "@holdfast/transport";
import { dialects } from "@holdfast/wire";
import type { CanonicalFailure } from "@holdfast/wire";
import type { Dialect } from "../contract/config.ts";

export interface Refusal extends CanonicalFailure {
  readonly dialect: Dialect;
  /** Where it is not the usual one of the kind. */
  readonly status?: number;
  /** Fields beside the usual ones, such as `allow`. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
}

/** How far a request came before it was refused. */
export interface RefusalContext {
  readonly exchange: Exchange;
  readonly requestId: string;
  readonly attempts: number;
}

const encoder = new TextEncoder();

/** Replies with the refusal and ends the reply. */
export function refuse({ exchange, requestId, attempts }: RefusalContext, refusal: Refusal): void {
  const { status, body } = dialects[refusal.dialect].encodeError(refusal);
  const content = encoder.encode(body);
  const fields = prepareFields([
    ["content-type", "application/json"],
    ["x-holdfast-request-id", requestId],
    ["x-holdfast-attempts", String(attempts)],
    ...(refusal.fields ?? []),
  ]);
  const reply = exchange.reply({
    status: refusal.status ?? status,
    ...(fields === undefined ? {} : { fields }),
    framing: { kind: "length", length: content.length },
  });
  reply.write(content);
  reply.end();
}

/** Replies with JSON of our own and ends the reply. */
export function answerJson({ exchange, requestId }: Omit<RefusalContext, "attempts">, json: string): void {
  const content = encoder.encode(json);
  const fields = prepareFields([
    ["content-type", "application/json"],
    ["x-holdfast-request-id", requestId],
  ]);
  const reply = exchange.reply({
    status: 200,
    ...(fields === undefined ? {} : { fields }),
    framing: { kind: "length", length: content.length },
  });
  if (exchange.head.method !== "HEAD") reply.write(content);
  reply.end();
}

/** The body for a request that was not even HTTP, so that nobody knows its dialect: both vendors' SDKs find their fields in it. */
export function undecidedRefusal(status: number, reason: string): { contentType: string; body: string } {
  const type = status >= 500 ? "api_error" : "invalid_request_error";
  const error = { type, message: reason, param: null, code: null };
  return { contentType: "application/json", body: JSON.stringify({ type: "error", error }) };
}
