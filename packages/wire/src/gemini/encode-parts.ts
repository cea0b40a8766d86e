// Parts into `contents[].parts` and `candidates[].content.parts`.

import { isObject, parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { Part, Proof, ThinkingPart, ToolCallPart } from "../model/part.ts";
import { decodePart } from "./decode-parts.ts";
import { compact, withUnread } from "./fields.ts";
import type { Place } from "./losses.ts";
import { dropFields, inside, lose } from "./losses.ts";
import { encodeMedium } from "./encode-media.ts";
import { encodeResult } from "./encode-result.ts";
import { withoutCitations } from "./citations.ts";
import { isUnsigned, proofOf, skippedSignature, withProof } from "./proofs.ts";
import { remember, remembered, withoutNotes } from "./spelling.ts";

/** What differs between a request for a provider and an answer for a client. */
export interface PartEncoding {
  /** What to write for a proof; undefined, and a loss, where it is of no use to the reader. */
  readonly signatureOf: (proof: Proof, place: Place) => string | undefined;
  /** The id of a call that has none. */
  readonly missingId: (index: number) => string | undefined;
  /** The name of the tool that a call with this id was for. */
  readonly toolName: (callId: string) => string | undefined;
}

/** The note on a call or result whose client gave no id: the one that it has now was made to pair them. */
export const idNote = "$id";

/** Parts of one turn or answer, in order; `place` is theirs. A part that cannot be said leaves a gap. */
export function encodeParts(
  parts: readonly Part[],
  how: PartEncoding,
  place: Place,
): readonly (JsonValue | undefined)[] {
  let carried: string | undefined;
  const written = parts.map((part, index) => {
    const at = inside(place, `parts[${index}]`);
    if (isCarrier(part)) {
      carried = how.signatureOf(part.proof, at);
      return part.text === "" ? undefined : encodePart(withProof(part, undefined), how, { ...at, index });
    }
    const value = encodePart(part, how, { ...at, index });
    if (carried === undefined || !isObject(value) || "thoughtSignature" in value) return value;
    const signed = { ...value, thoughtSignature: carried };
    carried = undefined;
    return signed;
  });
  // Gemini itself sends a signature by itself where it has nothing more to say.
  return carried === undefined ? written : [...written, { text: "", thoughtSignature: carried }];
}

/** A part, with what depends on no other part. */
export function encodePart(
  part: Part,
  how: PartEncoding,
  place: Place & { readonly index: number },
): JsonValue | undefined {
  const said = remembered(bare(part), (value) => decodePart(value, ""));
  if (said !== undefined) return said;
  place.losses.push(...extrasLosses(part, place.path, "gemini"));
  dropFields(place, part, ["cache"]);
  const written = encodeKind(part, how, place);
  if (written === undefined || part.kind === "unknown") return written;
  const proof = proofOf(part);
  const signature = proof === undefined ? undefined : how.signatureOf(proof, place);
  const thoughtSignature = signature ?? (isUnsigned(part) ? skippedSignature : undefined);
  return withUnread(compact({ ...written, thoughtSignature }), part);
}

/** A part just read, with a note where its spelling is not the one that we would write. */
export function rememberPart(part: Part, said: JsonValue): Part {
  const written = encodePart(part, plainly, { path: "", losses: [], index: 0 });
  return remember(part, said, written);
}

const plainly: PartEncoding = {
  signatureOf: ({ value }) => value,
  missingId: () => undefined,
  toolName: () => "",
};

/** As `decodePart` gives it: without what was found out later. */
function bare(part: Part): Part {
  const proof = proofOf(part);
  const plain = withoutCitations(part);
  const own =
    proof?.scope === undefined ? plain : withProof(plain, { dialect: proof.dialect, value: proof.value });
  if (noteOf(own, "gemini", idNote) === undefined) return own;
  const unnoted = withoutNotes(own, [idNote]);
  if (unnoted.kind === "tool-call") return { ...unnoted, id: "" };
  return unnoted.kind === "tool-result" ? { ...unnoted, callId: "" } : unnoted;
}

function isCarrier(part: Part): part is ThinkingPart & { readonly proof: Proof } {
  return part.kind === "thinking" && part.proof?.isForNext === true;
}

function encodeKind(
  part: Part,
  how: PartEncoding,
  place: Place & { readonly index: number },
): JsonObject | undefined {
  switch (part.kind) {
    case "text":
      dropFields(place, part, ["phase"]);
      return { text: part.text };
    case "thinking":
      return { text: part.text, thought: true };
    case "refusal":
      lose(place, "approximated", "Gemini has no part for a refusal, so it is text");
      return { text: part.text };
    case "image":
    case "document":
    case "audio":
    case "video":
      return encodeMedium(part, place);
    case "tool-call":
      return { functionCall: encodeCall(part, how, place) };
    case "tool-result": {
      const id = noteOf(part, "gemini", idNote) === undefined ? part.callId : "";
      return {
        functionResponse: compact({ id: id === "" ? undefined : id, ...encodeResult(part, how, place) }),
      };
    }
    case "unknown":
      if (part.origin === "gemini") return part.value;
      if (part.text === undefined) lose(place, "dropped", `only ${part.origin} knows such a part`);
      else lose(place, "approximated", `only ${part.origin} knows such a part, so its text is sent`);
      return part.text === undefined ? undefined : { text: part.text };
  }
}

function encodeCall(
  call: ToolCallPart,
  how: PartEncoding,
  place: Place & { readonly index: number },
): JsonObject {
  dropFields(place, call, ["namespace"], "Gemini's tools have no namespaces");
  const isAbsent = noteOf(call, "gemini", idNote) !== undefined;
  const id = call.id === "" ? how.missingId(place.index) : call.id;
  return compact({ id: isAbsent ? undefined : id, name: call.name, args: argumentsOf(call, place) });
}

function argumentsOf(call: ToolCallPart, place: Place): JsonObject {
  const args = argumentsFrom(call);
  if (call.inputKind === "freeform") {
    lose(place, "approximated", "Gemini's tools take objects, so the text is a field of one");
  }
  if (args === undefined) {
    lose(place, "refused", "Gemini's tools take JSON objects, and this is none", "input");
  }
  return args ?? {};
}

/** The input as the object that Gemini needs; undefined where it is none. */
export function argumentsFrom({
  input,
  inputKind,
}: Pick<ToolCallPart, "input" | "inputKind">): JsonObject | undefined {
  if (inputKind === "freeform") return { [freeformField]: input };
  if (input === "") return {};
  const value = parseJson(input);
  return isObject(value) ? value : undefined;
}

/** The one field of the object that stands for a freeform tool's text. */
export const freeformField = "input";
