// Parts of an answer into content blocks for a client.

import type { DialectName } from "../dialect-name.ts";
import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import { extrasLosses } from "../model/extras.ts";
import type { Part, Proof, TextPart } from "../model/part.ts";
import { sealedFor } from "../proofs.ts";
import { encodeCitation, encodeCitations } from "./citations.ts";
import { encodeCall } from "./encode-parts.ts";
import { written } from "./fields.ts";
import { dropFields, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

export type Sealing = Pick<ReplyContext, "seal" | "scope" | "idSeed">;

/** `place` is that of the part, the `index`th of an answer in the dialect `origin`. */
export function answerBlocks(
  part: Part,
  {
    sealing,
    origin,
    index,
  }: { readonly sealing: Sealing; readonly origin: DialectName; readonly index: number },
  place: Place,
): JsonObject[] {
  place.losses.push(...extrasLosses(part, place.path, "messages"));
  switch (part.kind) {
    case "text":
      return withCarrier(part.proof, textBlock(part, place), sealing);
    case "refusal":
      lose(place, "approximated", "messages has no part for a refusal: it is text");
      return [{ type: "text", text: part.text }];
    case "thinking": {
      const { text, proof } = part;
      if (text === "" && isWithheld(proof)) return [written(part, withheldBlock(proof, sealing))];
      return [
        written(part, { type: "thinking", thinking: text, signature: signatureFor(proof, origin, sealing) }),
      ];
    }
    case "tool-call": {
      const id = part.id === "" ? toolIdFor(sealing, index) : part.id;
      return withCarrier(part.proof, encodeCall({ ...part, id }, place), sealing);
    }
    case "unknown":
      if (part.origin === "messages") return [part.value];
      if (part.text === undefined) return dropped(part, place);
      lose(place, "approximated", `only ${part.origin} knows such a part: what can be read of it is text`);
      return [{ type: "text", text: part.text }];
    default:
      return dropped(part, place);
  }
}

/** What a client gets in the field for a thinking's proof; a token even where the provider gave none. */
export function signatureFor(
  proof: Proof | undefined,
  origin: DialectName,
  { seal, scope }: Sealing,
): string {
  return sealedFor("messages", proof ?? { dialect: origin, value: "", scope }, seal);
}

/** Whether a proof stands by itself: for thinking that was withheld, or for the part behind it. */
export function isWithheld(proof: Proof | undefined): proof is Proof {
  return proof !== undefined && (proof.isRedacted === true || proof.isForNext === true);
}

export function withheldBlock(proof: Proof, { seal }: Sealing): JsonObject {
  return { type: "redacted_thinking", data: sealedFor("messages", proof, seal) };
}

/** Carries the proof of the part behind it, which has no place for one. */
export function carrierFor(proof: Proof, sealing: Sealing): JsonObject {
  return withheldBlock({ ...proof, isForNext: true }, sealing);
}

export function toolIdFor({ idSeed }: Sealing, index: number): string {
  return idFrom("toolu_", idSeed, index);
}

function withCarrier(proof: Proof | undefined, block: JsonObject, sealing: Sealing): JsonObject[] {
  return proof === undefined ? [block] : [carrierFor(proof, sealing), block];
}

function textBlock(part: TextPart, place: Place): JsonObject {
  dropFields(place, part, ["phase"], "messages has no phases");
  const citations = encodeCitations(part.citations, encodeCitation, place);
  return written(part, { type: "text", text: part.text, citations });
}

function dropped({ kind }: Part, place: Place): JsonObject[] {
  lose(place, "dropped", `an answer in messages has no part of the kind ${kind}`);
  return [];
}
