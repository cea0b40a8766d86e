// Faults of time: late, slow, or never.

import { bodySteps, headSteps } from "../course.ts";
import { between, count, time } from "../reading/values.ts";
import { bodyOf, partsOf } from "../response.ts";
import type { Piece, Response } from "../response.ts";
import type { FaultEntry } from "./entry.ts";
import type { LatencyFault, Plain, TimingFault } from "./fault.ts";

type Of<Kind extends TimingFault["kind"]> = Extract<TimingFault, { readonly kind: Kind }>;

export const silence: FaultEntry<Plain<"silence">> = {
  what: "the request is read, and nothing comes",
  fields: {},
  steps: () => [{ kind: "hold" }],
};

export const headersThenSilence: FaultEntry<Plain<"headers-then-silence">> = {
  what: "the head comes, and nothing behind it",
  fields: {},
  steps: (response) => [...headSteps(response), { kind: "hold" }],
};

export const slowFirstContent: FaultEntry<Of<"slow-first-content">> = {
  what: "the first content comes late",
  fields: { delayMs: time },
  required: ["delayMs"],
  response(response, { delayMs }) {
    if (response.form !== "events") return { ...response, delayMs: response.delayMs + delayMs };
    const first = response.pieces.findIndex(({ phase }) => phase !== "start");
    const pieces = response.pieces.map((piece, index): Piece =>
      index === first ? { ...piece, waitMs: delayMs } : piece,
    );
    return { ...response, pieces };
  },
};

const PARTS_OF_A_WHOLE = 16;

export const slowDrip: FaultEntry<Of<"slow-drip">> = {
  what: "events drip",
  fields: { paceMs: time },
  required: ["paceMs"],
  response: (response, { paceMs }) => ({ ...response, paceMs, pieces: dripped(response) }),
};

function dripped({ form, pieces }: Response): readonly Piece[] {
  if (form === "events") return pieces;
  return partsOf(bodyOf({ pieces }), PARTS_OF_A_WHOLE).map((bytes): Piece => ({ bytes, phase: "content" }));
}

export const stall: FaultEntry<Of<"stall">> = {
  what: "nothing more comes after some events",
  fields: { afterEvents: count(0) },
  required: ["afterEvents"],
  steps: (response, { afterEvents }) => [
    ...headSteps(response),
    ...bodySteps(response.pieces.slice(0, afterEvents), response),
    { kind: "hold" },
  ],
};

const USUAL_FACTOR = 10;
const USUAL_DELAY_MS = 200;
const USUAL_PACE_MS = 5;

export const latency: FaultEntry<LatencyFault> = {
  what: "everything takes ten times as long",
  fields: { factor: between(1, 1_000), baseMs: time },
  response(response, { factor = USUAL_FACTOR, baseMs = USUAL_DELAY_MS }) {
    const paceMs = Math.max(response.paceMs, response.form === "events" ? USUAL_PACE_MS : 0) * factor;
    return { ...response, delayMs: Math.max(response.delayMs, baseMs) * factor, paceMs };
  },
};
