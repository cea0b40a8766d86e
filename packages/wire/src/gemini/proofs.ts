// Thought signatures on parts.

import type { OpenProof } from "../dialect.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { Part, Proof, ThinkingPart } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { openedFrom, proofMarker } from "../proofs.ts";
import type { Place } from "./losses.ts";
import { inside, lose } from "./losses.ts";

/**
 * What Gemini takes in place of a signature: it refuses the first function call of a step that has none.
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export const skippedSignature = "skip_thought_signature_validator";

/** A tool call that the client has sent with `skippedSignature`, or whose step was signed by somebody else. */
const unsigned = "$unsigned";

export function asUnsigned(call: Part): Part {
  return withNote(call, "gemini", { [unsigned]: true });
}

export function isUnsigned(call: Part): boolean {
  return noteOf(call, "gemini", unsigned) === true;
}

export function proofOf(part: Part): Proof | undefined {
  return "proof" in part ? part.proof : undefined;
}

export function withProof<Made extends Part>(part: Made, proof: Proof | undefined): Made {
  if (!("proof" in part)) return part;
  const { proof: _proof, ...rest } = part;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: a part that had a proof may have another, or none
  return (proof === undefined ? rest : { ...rest, proof }) as Made;
}

/** The part of an answer, its signature marked with who can open it. */
export function scoped<Made extends Part>(part: Made, scope: string): Made {
  const proof = proofOf(part);
  return proof === undefined ? part : withProof(part, { ...proof, scope });
}

/**
 * The parts of one client turn with our tokens opened. Where there were tokens, the step was not Gemini's or came by
 * another road, so its first call needs `skippedSignature` where no signature is left.
 */
export function openedParts(parts: readonly Part[], open: OpenProof, place: Place): readonly Part[] {
  const isOurs = (part: Part): boolean => proofOf(part)?.value.startsWith(proofMarker) === true;
  if (!parts.some(isOurs)) return parts;
  const firstCall = parts.findIndex(({ kind }) => kind === "tool-call");
  return parts.map((part, index) => {
    const noted = index === firstCall ? asUnsigned(part) : part;
    const proof = proofOf(part);
    if (proof === undefined || !isOurs(part)) return noted;
    const opened = openedFrom("gemini", proof.value, open);
    if (opened === undefined) {
      lose(inside(place, `parts[${index}]`), "dropped", "the token is not one that can be opened", "proof");
    }
    return withProof(noted, opened);
  });
}

/**
 * Thinking that was streamed comes back in the pieces that the client has heard, its token with the last one, and from
 * some SDKs every piece in a turn of its own. The proof is one of the whole thinking, so it is put together again.
 */
export function withWholeThinking(turns: readonly Turn[]): readonly Turn[] {
  const whole: Turn[] = [];
  for (const turn of turns) {
    const last = whole.at(-1);
    if (turn.role === "assistant" && last?.role === "assistant") {
      whole[whole.length - 1] = { ...last, parts: [...last.parts, ...turn.parts] };
    } else whole.push(turn);
  }
  return whole.map((turn) =>
    turn.role === "assistant" ? { ...turn, parts: joinedThinking(turn.parts) } : turn,
  );
}

function joinedThinking(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    if (part.kind !== "thinking" || !isProvenPiece(part)) {
      joined.push(part);
      continue;
    }
    let { text } = part;
    for (let last = joined.at(-1); last !== undefined && isPiece(last); last = joined.at(-1)) {
      text = last.text + text;
      joined.pop();
    }
    joined.push({ ...part, text });
  }
  return joined;
}

function isProvenPiece({ proof }: ThinkingPart): boolean {
  const isElsewhere = proof?.isRedacted === true || proof?.isForNext === true;
  return proof !== undefined && proof.dialect !== "gemini" && !isElsewhere;
}

/** An empty text parts two thoughts: see encode-stream.ts. */
function isPiece(part: Part): part is ThinkingPart {
  return part.kind === "thinking" && part.proof === undefined && part.text !== "";
}
