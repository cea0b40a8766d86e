// Proofs of thinking: what a provider hands out with it and knows again, so that one that was altered, or made by
// somebody else, is refused as the real one would.

import { hexOf } from "./hash.ts";
import type { Dialect } from "./script.ts";

export interface Proven {
  readonly dialect: Dialect;
  readonly account: string;
  /** What is proven; empty where the vendor does not bind its proof to what it shows. */
  readonly text: string;
}

export type Verdict = "good" | "foreign" | "altered";

/** Base64 throughout, as long as a short real one. */
export function proofOf({ dialect, account, text }: Proven): string {
  const said = [dialect, encodeURIComponent(account), hexOf(text, 1) + hexOf(text, 2)].join(" ");
  return btoa(`simulated ${said} ${sealOf(said)}`);
}

export function verdictOn(proof: string, { dialect, account, text }: Proven): Verdict {
  const [mark, ...words] = decoded(proof).split(" ");
  const seal = words.pop();
  const said = words.join(" ");
  if (mark !== "simulated" || seal !== sealOf(said)) return "altered";
  if (words[0] !== dialect || words[1] !== encodeURIComponent(account)) return "foreign";
  return proof === proofOf({ dialect, account, text }) ? "good" : "altered";
}

function sealOf(said: string): string {
  return hexOf(said, 3) + hexOf(said, 4);
}

function decoded(proof: string): string {
  try {
    return atob(proof);
  } catch {
    return "";
  }
}
