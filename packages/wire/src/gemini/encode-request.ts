// A generateContent request for a provider.

import type { DialectName } from "../dialect-name.ts";
import type { RequestTarget } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { NeutralRequest } from "../model/request.ts";
import { modelNote } from "./decode-request.ts";
import { encodeTurns } from "./encode-turns.ts";
import { settingsBody, toolsBody } from "./remember-request.ts";

/** The model and whether to stream stand in the path, not in the body. */
export function encodeRequest(
  request: NeutralRequest,
  target: RequestTarget,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = foreignLosses(request);
  if (request.includeUsage !== undefined) {
    losses.push({ path: "includeUsage", action: "dropped", why: "Gemini always tells the usage" });
  }
  const tools = toolsBody(request, losses);
  const body = {
    ...settingsBody(request, target, losses),
    ...encodeTurns(request, losses),
    ...(tools === undefined ? {} : { tools }),
    ...modelField(request, target),
  };
  return { body, losses };
}

/** What another provider holds of the conversation. Without it the request asks for something else. */
const heldElsewhere = new Map<DialectName, readonly string[]>([
  ["messages", ["container", "thread"]],
  ["responses", ["conversation", "previous_response_id", "prompt"]],
]);

function foreignLosses(request: NeutralRequest): Loss[] {
  const refused = [...heldElsewhere].flatMap(([dialect, keys]) => {
    const fields = fieldsOf(request, dialect);
    return keys.filter((key) => (fields[key] ?? null) !== null).map((key) => `extras.${dialect}.${key}`);
  });
  return extrasLosses(request, "", "gemini").map((loss) =>
    refused.includes(loss.path)
      ? { ...loss, action: "refused", why: "another provider holds what it stands for" }
      : loss,
  );
}

/** Only where the client has it in the body too. */
function modelField(request: NeutralRequest, { model }: RequestTarget): JsonObject {
  const said = noteOf(request, "gemini", modelNote);
  if (typeof said !== "string") return {};
  return { model: said.startsWith("models/") ? `models/${model}` : model };
}
