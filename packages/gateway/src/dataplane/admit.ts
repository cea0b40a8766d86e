// Finding out what a request wants and whether it may have it.

import { readRoutingFields } from "@holdfast/wire";
import type { BodyFault, OpenProof, RoutingFields } from "@holdfast/wire";
import type { Snapshot } from "../contract/snapshot.ts";
import { Admitted } from "./admitted.ts";
import type { Received } from "./admitted.ts";
import { pinned } from "./candidates.ts";
import type { CandidatesFor } from "./candidates.ts";
import type { Refusal } from "./refusal.ts";

export interface AdmitContext {
  readonly snapshot: Snapshot;
  readonly candidatesFor: CandidatesFor;
  readonly open: OpenProof;
}

export type Admission =
  | { readonly kind: "admitted"; readonly admitted: Admitted }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export function admit(received: Received, context: AdmitContext): Admission {
  const { recognised, body } = received;
  const { named, operation } = recognised;
  if (operation === "other") return admitOther(received, context);
  const fields = named === undefined ? readRoutingFields(body) : undefined;
  if (fields?.kind === "fault") return refused(received, "bad-request", sentenceFor(fields));
  const model = named?.model ?? fields?.model ?? "";
  if (model === "") {
    return refused(received, "bad-request", "The request names no model: `model` is required.");
  }
  return choose(
    received,
    { fields, model, isStreamed: named?.isStreamed ?? (operation === "generate" && fields?.stream === true) },
    context,
  );
}

/** What only the dialect's own provider knows goes to the first road that speaks it. */
function admitOther(received: Received, { snapshot, candidatesFor, open }: AdmitContext): Admission {
  const { dialect } = received.recognised;
  const { client } = received;
  // Which model it is about is unknown: only a key for all of them may.
  if (client?.mayAskFor("") === false) {
    return refused(received, "forbidden", "This key may ask for its models only.");
  }
  const wait = client?.take(received.at) ?? "taken";
  if (wait !== "taken") return overLimit(received, wait);
  for (const route of snapshot.routes) {
    const candidates = candidatesFor(route, dialect, "").filter((candidate) => candidate.dialect === dialect);
    const [first] = candidates;
    if (first === undefined) continue;
    const decided = {
      fields: undefined,
      model: "",
      isStreamed: false,
      route,
      candidates: [first],
      workflow: undefined,
      deadlineAt: Number.POSITIVE_INFINITY,
    };
    return { kind: "admitted", admitted: new Admitted(received, decided, open) };
  }
  return refused(received, "unknown-path", `Nothing here speaks ${dialect}, which this path belongs to.`);
}

interface Wanted {
  readonly fields: RoutingFields | undefined;
  readonly model: string;
  readonly isStreamed: boolean;
}

function choose(received: Received, wanted: Wanted, context: AdmitContext): Admission {
  const { snapshot, candidatesFor, open } = context;
  const { client, head, recognised } = received;
  if (client?.mayAskFor(wanted.model) === false) {
    return refused(received, "forbidden", `This key may not ask for the model ${quoted(wanted.model)}.`);
  }
  const route = snapshot.routeFor(wanted.model);
  if (route === undefined) {
    return refused(received, "unknown-model", `No route matches the model ${quoted(wanted.model)}.`);
  }
  const wait = client?.take(received.at) ?? "taken";
  if (wait !== "taken") return overLimit(received, wait);
  const deadline = deadlineOf(received);
  if (typeof deadline === "string") return refused(received, "bad-request", deadline);
  const all = candidatesFor(route, recognised.dialect, wanted.model);
  const state = stateIn(received, wanted);
  const candidates = state === undefined ? all : pinned(all, recognised.dialect, state);
  const workflow = snapshot.workflowNamed(
    client?.workflow ?? head.fields.get("x-holdfast-workflow") ?? route.workflow ?? "",
  );
  const decided = { ...wanted, route, candidates, workflow, deadlineAt: received.at + deadline };
  return { kind: "admitted", admitted: new Admitted(received, decided, open) };
}

/** The field that names something an account holds. Gemini's bodies are not walked: what stands there stands nowhere else. */
function stateIn({ recognised, body }: Received, { fields }: Wanted): string | undefined {
  if (recognised.named === undefined) return fields?.namesState;
  const text = Buffer.from(body.buffer, body.byteOffset, body.length);
  return text.includes('"cachedContent"') ? "cachedContent" : undefined;
}

function overLimit({ recognised }: Received, waitMs: number): Admission {
  const refusal: Refusal = {
    dialect: recognised.dialect,
    kind: "rate-limited",
    message: "This key has made all the requests that it may make in a minute.",
    fields: [
      ["retry-after", String(Math.ceil(waitMs / 1000))],
      ["retry-after-ms", String(Math.ceil(waitMs))],
    ],
  };
  return { kind: "refused", refusal };
}

/** How long the client gives us, in milliseconds; infinity where it does not say. A sentence where it says nonsense. */
function deadlineOf({ head }: Received): number | string {
  const text = head.fields.get("x-holdfast-deadline-ms");
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  return `\`x-holdfast-deadline-ms\` is ${quoted(text)}: a whole number of milliseconds is expected.`;
}

function refused({ recognised }: Received, kind: Refusal["kind"], message: string): Admission {
  return { kind: "refused", refusal: { dialect: recognised.dialect, kind, message } };
}

function sentenceFor(fault: BodyFault): string {
  const where = fault.field === undefined ? "" : ` in \`${fault.field}\``;
  return `The request body cannot be read${where} (byte ${fault.offset}): expected ${fault.expected}.`;
}

/** Clients' own words go back to them shortened, so that an error stays readable. */
function quoted(text: string): string {
  return `\`${(text.length > 120 ? `${text.slice(0, 120)}…` : text).toWellFormed()}\``;
}
