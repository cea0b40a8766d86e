// Proofs of thinking are of use only to whoever made them. Others are taken out, together with what is nothing without.

import type { Loss } from "../loss.ts";
import type { Part, Proof, ThinkingPart } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { gonePart, mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitProofs(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const isOfUse = (proof: Proof): boolean =>
    proof.value !== "" &&
    proof.dialect === target.dialect &&
    (proof.scope === target.scope || (proof.scope === undefined && request.origin === target.dialect));

  const fitted = mapParts(request, (part, { path }) => {
    if (part.kind === "thinking") {
      if (part.proof !== undefined && isOfUse(part.proof)) return part;
      return unproven(part, target, (action, why) => losses.push({ path, action, why }));
    }
    if (part.kind !== "text" && part.kind !== "tool-call") return part;
    if (part.proof === undefined || isOfUse(part.proof)) return part;
    losses.push({ path: `${path}.proof`, action: "dropped", why: foreign });
    const { proof: _proof, ...rest } = part;
    return rest;
  });
  return { request: fitted, losses };
}

const foreign = "only the provider that made a proof can read it";

type Note = (action: Loss["action"], why: string) => void;

/** Thinking that nobody there can check. A proof of no value is no proof: it says that there never was one. */
function unproven(part: ThinkingPart, { capabilities, lostThinking }: FitTarget, note: Note): Part {
  const { text, proof } = part;
  const hadProof = proof !== undefined && proof.value !== "";
  if (text === "" || proof?.isRedacted === true || proof?.isForNext === true) {
    if (hadProof || text !== "") note("dropped", foreign);
    return gonePart;
  }
  if (capabilities.unprovenThinking === "plain") {
    if (hadProof) note("approximated", "thinking goes without its proof, which only its provider can read");
    const { proof: _proof, ...rest } = part;
    return proof === undefined ? part : rest;
  }
  if (lostThinking === "text") {
    note("approximated", "thinking without a proof of this provider becomes text");
    return { kind: "text", text };
  }
  note("dropped", "the provider takes no thinking without a proof of its own");
  return gonePart;
}
