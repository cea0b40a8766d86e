// Which way a request travels a road: as it came where the road speaks its dialect, said anew where it does not.

import { countingFor } from "./counting.ts";
import { crossingFor } from "./crossing.ts";
import type { Impassable, Passage, PassageInput } from "./passage.ts";
import { sameDialectFor } from "./same-dialect.ts";

export function passageFor(input: PassageInput): Passage | Impassable {
  const { admitted, candidate } = input;
  if (admitted.dialect === candidate.dialect && !isMixed(admitted)) return sameDialectFor(input);
  if (admitted.operation === "embeddings") {
    const failure = { kind: "unsupported", message: "It makes no embeddings." } as const;
    const name = `${candidate.scopes.provider}/${candidate.model}`;
    return { kind: "impassable", name, problem: { class: "capability", failure } };
  }
  return admitted.operation === "count-tokens" ? countingFor(input) : crossingFor(input);
}

/** Cursor posts bodies of responses to chat's path: they are understood, and told to chat's providers as chat. */
function isMixed({ dialect, operation, received }: PassageInput["admitted"]): boolean {
  if (dialect !== "chat" || operation !== "generate") return false;
  const { buffer, byteOffset, length } = received.body;
  const body = Buffer.from(buffer, byteOffset, length);
  return !body.includes('"messages"') && body.includes('"input"');
}
