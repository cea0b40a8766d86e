// A request for a provider. It writes what both versions of the API take.

import type { DialectName } from "../dialect-name.ts";
import type { RequestTarget } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { textOf } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { NeutralRequest, OutputFormat, Sampling } from "../model/request.ts";
import { encodeCache } from "./cache.ts";
import { outputNote, streamNote } from "./decode-request.ts";
import { encodeTurns } from "./encode-turns.ts";
import { objectFrom, written } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { encodeEffort, encodeThinkingConfig, thinkingNote } from "./reasoning.ts";
import { encodeChoice, encodeTools } from "./tools.ts";

export function encodeRequest(
  request: NeutralRequest,
  target: RequestTarget,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const place: Place = { path: "", losses };
  losses.push(...foreignLosses(request));
  dropFields(place, request, ["verbosity", "metadata", "cacheKey"], "messages has no such field");
  dropFields(place, request, ["includeUsage"], "messages always tells the usage");
  const { reasoning, tools, userId } = request;
  const output = encodeOutput(request, inside(place, "output"));
  const effort = reasoning && encodeEffort(reasoning, inside(place, "reasoning"));
  const spelled = textOf(noteOf(request, "messages", thinkingNote));
  const body = written(request, {
    model: target.model,
    ...encodeTurns(request, target.capabilities.unprovenThinking, place),
    max_tokens: request.maxOutputTokens,
    stream: target.isStreamed ? true : noteOf(request, "messages", streamNote),
    ...encodeSampling(request.sampling ?? {}, inside(place, "sampling")),
    thinking: reasoning && encodeThinkingConfig(reasoning, inside(place, "reasoning"), { spelled }),
    output_config: objectFrom({ effort, format: output.format }),
    output_format: output.older,
    tools: tools && encodeTools(tools, inside(place, "tools")),
    tool_choice: encodeToolChoice(request, place),
    ...encodeTier(request.serviceTier, inside(place, "serviceTier")),
    metadata: objectFrom({ user_id: userId }),
    cache_control: encodeCache(request.cache, place),
  });
  return { body, losses };
}

/** What another provider holds of the conversation. Without it the request asks for something else. */
const heldElsewhere: readonly (readonly [dialect: DialectName, names: readonly string[]])[] = [
  ["responses", ["conversation", "previous_response_id", "prompt"]],
  ["gemini", ["cachedContent", "cached_content"]],
];

function foreignLosses(request: NeutralRequest): Loss[] {
  const refused = heldElsewhere.flatMap(([dialect, names]) => {
    const fields = fieldsOf(request, dialect);
    return names.filter((name) => (fields[name] ?? null) !== null).map((name) => `extras.${dialect}.${name}`);
  });
  return extrasLosses(request, "", "messages").map((loss) =>
    refused.includes(loss.path)
      ? { ...loss, action: "refused", why: "another provider holds what it stands for" }
      : loss,
  );
}

function encodeSampling(sampling: Sampling, place: Place): { readonly [key: string]: JsonValue | undefined } {
  dropFields(place, sampling, ["frequencyPenalty", "presencePenalty", "seed"], "messages has no such field");
  const { temperature, topP, topK, stop, candidates } = sampling;
  if (candidates !== undefined) {
    lose(inside(place, "candidates"), candidates > 1 ? "refused" : "dropped", "messages gives one answer");
  }
  return { temperature, top_p: topP, top_k: topK, stop_sequences: stop };
}

function encodeOutput(
  { output, ...request }: NeutralRequest,
  place: Place,
): { readonly format?: JsonObject; readonly older?: JsonObject } {
  const format = output && formatOf(output, place);
  if (format === undefined) return {};
  return noteOf(request, "messages", outputNote) === "output_format" ? { older: format } : { format };
}

function formatOf(output: OutputFormat, place: Place): JsonObject | undefined {
  switch (output.kind) {
    case "text":
      return undefined;
    case "json":
      lose(place, "dropped", "messages takes a schema, and none was given");
      return undefined;
    case "json-schema":
      dropFields(place, output, ["name", "description"], "messages has the schema alone");
      dropFields(place, output, ["strict"], "messages always holds to the schema");
      return { type: "json_schema", schema: output.schema };
  }
}

/** Without tools Anthropic refuses a choice among them, which others let pass. */
function encodeToolChoice(request: NeutralRequest, place: Place): JsonValue | undefined {
  if (request.origin === "messages" || (request.tools ?? []).length > 0) return encodeChoice(request, place);
  dropFields(place, request, ["toolChoice", "parallelToolCalls"], "there are no tools");
  return undefined;
}

function encodeTier(tier: NeutralRequest["serviceTier"], place: Place): JsonObject {
  switch (tier) {
    case undefined:
      return {};
    case "auto":
      return { service_tier: "auto" };
    case "standard":
      return { service_tier: "standard_only" };
    case "fast":
      return { speed: "fast" };
    case "flex":
    case "priority":
      lose(place, "dropped", "messages has no such tier");
      return {};
  }
}
