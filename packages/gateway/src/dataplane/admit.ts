// Finding out what a request wants and whether it may have it.

import { readRoutingFields } from "@holdfast/wire";
import type { BodyFault, RoutingFields } from "@holdfast/wire";
import type { Dialect } from "../contract/config.ts";
import type { Endpoint, Road, Snapshot } from "../contract/snapshot.ts";
import type { Refusal } from "./refusal.ts";

/** A request that has arrived whole. */
export interface Received {
  readonly dialect: Dialect;
  /** With its question mark, or empty. */
  readonly query: string;
  readonly body: Uint8Array;
}

/** A request that has a road. */
export interface Admitted {
  readonly kind: "admitted";
  readonly received: Received;
  readonly fields: RoutingFields;
  /** The model that the client asked for. */
  readonly model: string;
  readonly road: Road;
  readonly endpoint: Endpoint;
}

export type Admission = Admitted | ({ readonly kind: "refused" } & { readonly refusal: Refusal });

export function admit(received: Received, snapshot: Snapshot): Admission {
  const fields = readRoutingFields(received.body);
  if (fields.kind === "fault") return refused(received, "bad-request", sentenceFor(fields));
  const { model } = fields;
  if (model === undefined || model === "") {
    return refused(received, "bad-request", "The request names no model: `model` is required.");
  }
  const route = snapshot.routeFor(model);
  if (route === undefined) {
    return refused(received, "unknown-model", `No route matches the model ${quoted(model)}.`);
  }
  const [road] = route.roads;
  const endpoint = road.endpoints[received.dialect];
  if (endpoint === undefined) {
    const who = `the provider ${quoted(road.provider.name)}, which does not speak ${received.dialect}`;
    return refused(
      received,
      "bad-request",
      `The model ${quoted(model)} leads to ${who}, and requests are not translated yet.`,
    );
  }
  return { kind: "admitted", received, fields, model, road, endpoint };
}

function refused(received: Received, kind: Refusal["kind"], message: string): Admission {
  return { kind: "refused", refusal: { dialect: received.dialect, kind, message } };
}

function sentenceFor(fault: BodyFault): string {
  const where = fault.field === undefined ? "" : ` in \`${fault.field}\``;
  return `The request body cannot be read${where} (byte ${fault.offset}): expected ${fault.expected}.`;
}

/** Clients' own words go back to them shortened, so that an error stays readable. */
function quoted(text: string): string {
  return `\`${(text.length > 120 ? `${text.slice(0, 120)}…` : text).toWellFormed()}\``;
}
