// A whole answer for a client.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import { arrayOf, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { NeutralResponse } from "../model/response.ts";
import { sealedFor } from "../proofs.ts";
import { hasCalls, rememberedShell, withParts } from "./answer-shell.ts";
import { citationsOf, encodeGrounding, isGroundable } from "./citations.ts";
import { encodeParts } from "./encode-parts.ts";
import type { PartEncoding } from "./encode-parts.ts";
import { compact, merged } from "./fields.ts";
import { encodeFinish } from "./finish.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { encodeUsage } from "./usage.ts";

export function encodeResponse(
  response: NeutralResponse,
  context: ReplyContext,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const place: Place = { path: "", losses };
  const values = encodeParts(response.parts, answerEncoding(response, context), place);
  const shell = rememberedShell(response) ?? shellFor(response, values, place);
  const body = withParts(
    shell,
    values.filter((value) => value !== undefined),
  );
  return { body: named(body, response, context), losses };
}

/** The shell of an answer as we would write it, with the names that the provider gave. */
export function writtenShell(answer: NeutralResponse): JsonObject {
  const { id, model, parts } = answer;
  const shell = shellFor(
    answer,
    parts.map(() => null),
    { path: "", losses: [] },
  );
  return compact({
    ...shell,
    modelVersion: model === "" ? undefined : model,
    responseId: id === "" ? undefined : id,
  });
}

function answerEncoding({ origin }: NeutralResponse, { seal, idSeed }: ReplyContext): PartEncoding {
  return {
    signatureOf: (proof) => sealedFor("gemini", proof, seal),
    missingId: (index) => (origin === "gemini" ? undefined : idFrom("call_", idSeed, index)),
    toolName: () => undefined,
  };
}

/** The client's own name for the model, and an id. Where Gemini gave neither, its clients do without. */
function named(body: JsonObject, { origin, id, model }: NeutralResponse, context: ReplyContext): JsonObject {
  const isOwn = origin === "gemini";
  const modelField = "model_version" in body ? "model_version" : "modelVersion";
  const idField = "response_id" in body ? "response_id" : "responseId";
  return compact({
    ...body,
    [modelField]: isOwn && model === "" ? body[modelField] : context.model,
    [idField]: isOwn ? idOf(id, body[idField]) : idFrom("", context.idSeed),
  });
}

function idOf(id: string, said: JsonValue | undefined): JsonValue | undefined {
  return said === undefined && id !== "" ? id : said;
}

/** `values` are the written parts, with gaps. The list of parts is left empty. */
function shellFor(
  response: NeutralResponse,
  values: readonly (JsonValue | undefined)[],
  place: Place,
): JsonObject {
  place.losses.push(...extrasLosses(response, "", "gemini"));
  const finish = encodeFinish(
    response.finish,
    { hasCalls: hasCalls(response.parts) },
    inside(place, "finish"),
  );
  const candidate = compact({
    content: { parts: [], role: "model" },
    ...finish,
    index: 0,
    groundingMetadata: groundingOf(response, values, place),
  });
  const { candidates, ...fields } = fieldsOf(response, "gemini");
  const [rest, ...more] = arrayOf(candidates) ?? [];
  const usage =
    response.usage === undefined ? undefined : encodeUsage(response.usage, inside(place, "usage"));
  return compact({
    ...fields,
    candidates: [merged(objectOf(rest) ?? {}, candidate), ...more],
    usageMetadata: usage,
  });
}

function groundingOf(
  { parts }: NeutralResponse,
  values: readonly (JsonValue | undefined)[],
  place: Place,
): JsonObject | undefined {
  let written = 0;
  const grounded = parts.flatMap((part, index) => {
    const partIndex = written;
    if (values[index] !== undefined) written++;
    const citations = citationsOf(part);
    for (const [at, citation] of citations.entries()) {
      const here = inside(place, `parts[${index}].citations[${at}]`);
      if (!isGroundable(citation)) lose(here, "dropped", "Gemini cites pages only");
      if (citation.kind !== "url") continue;
      place.losses.push(...extrasLosses({ extras: citation.extras ?? {} }, here.path, "gemini"));
      const isHalf = (citation.start === undefined) !== (citation.end === undefined);
      if (isHalf) dropFields(here, citation, ["start", "end"], "Gemini needs both ends");
    }
    return part.kind === "text" ? [{ partIndex, text: part.text, citations }] : [];
  });
  return encodeGrounding(grounded);
}
