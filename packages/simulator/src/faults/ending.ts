// Faults of the end: cut, missing, or twice.

import { bodySteps, headSteps } from "../course.ts";
import { count, oneOf } from "../reading/values.ts";
import { bodyOf, bytesOf, firstBytes } from "../response.ts";
import type { Piece, Response } from "../response.ts";
import type { FaultEntry, Struck } from "./entry.ts";
import type { CloseEarlyFault, EndingFault, Plain } from "./fault.ts";

export const closeEarly: FaultEntry<CloseEarlyFault> = {
  what: "the connection is cut within the body",
  fields: { afterBytes: count(0), how: oneOf(["reset", "close"]) },
  required: ["afterBytes"],
  steps(response, { afterBytes, how = "reset" }) {
    // Only a broken chunk can be closed in order: of a declared length the transport would keep the promise.
    const told: Response = how === "close" ? { ...response, framing: "chunked" } : response;
    return [
      ...headSteps(told),
      ...bodySteps(firstBytes(told.pieces, afterBytes), told),
      { kind: how === "close" ? "close" : "reset" },
    ];
  },
};

export const endedEarly: FaultEntry<Extract<EndingFault, { readonly kind: "ended-early" }>> = {
  what: "the body ends in order in the middle",
  fields: { afterEvents: count(0) },
  required: ["afterEvents"],
  response(response, { afterEvents }) {
    const { form, pieces } = response;
    const half = Math.floor(bodyOf(response).length / 2);
    return {
      ...response,
      pieces: form === "whole" ? firstBytes(pieces, half) : pieces.slice(0, afterEvents),
    };
  },
};

export const terminalMissing: FaultEntry<Plain<"terminal-missing">> = {
  what: "the terminal is missing",
  fields: {},
  response(response, _fault, struck) {
    if (response.form === "whole") return { ...response, pieces: [unfinishedWhole(struck)] };
    return { ...response, pieces: response.pieces.filter(({ phase }) => phase !== "terminal") };
  },
};

function unfinishedWhole(struck: Struck): Piece {
  const { encoder } = struck;
  return { phase: "content", bytes: bytesOf(JSON.stringify(encoder.unfinished(encoder.whole(struck)))) };
}

export const terminalDoubled: FaultEntry<Plain<"terminal-doubled">> = {
  what: "the terminal comes twice",
  fields: {},
  response(response) {
    const { pieces } = response;
    const last = pieces.filter(({ phase }) => phase === "terminal");
    return { ...response, pieces: [...pieces, ...(last.length > 0 ? last : pieces.slice(-1))] };
  },
};
