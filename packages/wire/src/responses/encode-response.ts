import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { signsOf } from "./decode-output.ts";
import { readHead } from "./decode-response.ts";
import { echoOf } from "./echo.ts";
import { encodeOutput } from "./encode-output.ts";
import { decodeFinish, encodeFinish } from "./finish.ts";
import type { Ending } from "./finish.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { spellingOf } from "./spelling.ts";
import { encodeUsage } from "./usage.ts";

/** A whole answer for a client. */
export function encodeResponse(
  response: NeutralResponse,
  context: ReplyContext,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const place: Place = { path: "", losses };
  const parts = withExplanation(response, place);
  const signs = signsOf(parts);
  const ending = encodeFinish(response.finish, signs);
  const last = ending.status === "incomplete" ? "incomplete" : "completed";
  const output = encodeOutput({ ...response, parts }, last, context, place);
  losses.push(...extrasLosses(response, "", "responses"));

  const { parts: _parts, model: _model, ...head } = response;
  const original = spellingOf(head, (said) => readHead(said, signs));
  if (original !== undefined) return { body: { ...original, model: context.model, output }, losses };

  loseFinish(response, decodeFinish(ending, signs), inside(place, "finish"));
  const usage = encodeUsage(response.usage ?? {}, inside(place, "usage"));
  const { id, origin, createdAt = context.createdAt } = response;
  const envelope = envelopeFrom(ending, {
    id: origin === "responses" && id !== "" ? id : idFrom("resp_", context.idSeed),
    model: context.model,
    createdAt,
  });
  return {
    body: { ...echoOf(context.request), ...fieldsOf(response, "responses"), ...envelope, output, usage },
    losses,
  };
}

export interface Identity {
  readonly id: string;
  readonly model: string;
  readonly createdAt: number;
}

/** What an answer says of itself. */
export function envelopeFrom(
  { status, reason }: Ending | { readonly status: "in_progress"; readonly reason?: string },
  { id, model, createdAt }: Identity,
): JsonObject {
  const message = "The provider failed before its answer was whole.";
  return {
    id,
    object: "response",
    created_at: createdAt,
    completed_at: status === "completed" ? createdAt : null,
    status,
    model,
    error: status === "failed" ? { code: "server_error", message } : null,
    incomplete_details: reason === undefined ? null : { reason },
  };
}

/** What was said of a refusal is said as one, where nothing else says so. */
function withExplanation({ parts, finish }: NeutralResponse, place: Place): readonly Part[] {
  const { reason, explanation } = finish;
  if (reason !== "refusal" || explanation === undefined || signsOf(parts).hasRefusal) return parts;
  lose(inside(place, "parts"), "approximated", "what is said of the refusal stands as a part");
  return [...parts, { kind: "refusal", text: explanation }];
}

function loseFinish({ finish }: NeutralResponse, heard: NeutralResponse["finish"], place: Place): void {
  if (heard.reason !== finish.reason) {
    lose(inside(place, "reason"), "approximated", `responses has no word for the end ${finish.reason}`);
  }
  loseFields(place, finish, ["stopSequence", "explanation", "category"], "responses has no such field");
}
