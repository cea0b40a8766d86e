// Proofs that leave in another dialect's field travel in a token of ours, so that they can come back.

import type { OpenProof, SealProof } from "./dialect.ts";
import type { DialectName } from "./dialect-name.ts";
import type { Proof } from "./model/part.ts";

/** What every token of ours begins with. `wire` owns no key: what follows is the business of whoever seals. */
export const proofMarker = "hf1.";

/**
 * What to write into a client's proof field. The same dialect keeps the provider's own value. Thinking without a proof
 * gets a token all the same (`value: ""`): clients send an empty field back, and the real provider refuses that.
 */
export function sealedFor(client: DialectName, proof: Proof, seal: SealProof): string {
  return proof.dialect === client && proof.value !== "" ? proof.value : seal(proof);
}

/** The proof in a field that a client sent: one of ours opened, or the dialect's own; undefined for a token that does not open. */
export function openedFrom(dialect: DialectName, value: string, open: OpenProof): Proof | undefined {
  if (!value.startsWith(proofMarker)) return { dialect, value };
  return open(value);
}
