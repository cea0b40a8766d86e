// A whole answer for a client.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses } from "../model/extras.ts";
import type { Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { answerBlocks } from "./encode-answer-parts.ts";
import { written } from "./fields.ts";
import { encodeFinish, usualFinish } from "./finish.ts";
import { inside } from "./losses.ts";
import type { Place } from "./losses.ts";
import { encodeUsage } from "./usage.ts";

export function encodeResponse(
  response: NeutralResponse,
  context: ReplyContext,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const place: Place = { path: "", losses };
  losses.push(...extrasLosses(response, "", "messages"));
  const { origin, id, parts, finish, usage } = response;
  const content = parts.flatMap((part, index) =>
    answerBlocks(part, { sealing: context, origin, index }, inside(place, `parts[${index}]`)),
  );
  const has = (kind: Part["kind"]): boolean => parts.some((part) => part.kind === kind);
  const ending = {
    hasCalls: has("tool-call"),
    hasRefusal: has("refusal"),
    isOwn: origin === "messages",
  };
  const body = written(
    response,
    {
      id: origin === "messages" && id !== "" ? id : messageIdFor(context),
      type: "message",
      role: "assistant",
      model: context.model,
      content,
      ...encodeFinish(finish, ending, inside(place, "finish")),
      usage: encodeUsage(usage ?? {}, inside(place, "usage")),
    },
    usualFinish,
  );
  return { body, losses };
}

export function messageIdFor({ idSeed }: Pick<ReplyContext, "idSeed">): string {
  return idFrom("msg_", idSeed);
}
