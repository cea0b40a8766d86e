// A client's request into the model.

import { decoding, objectAt, arrayAt, unreadable } from "../json/decoding.ts";
import { arrayOf, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Decoded, RequestContext } from "../dialect.ts";
import type { WithExtras } from "../model/extras.ts";
import type { NeutralRequest, OutputFormat, Role, Sampling, Turn } from "../model/request.ts";
import { openedFrom } from "../proofs.ts";
import { cacheFrom } from "./cache.ts";
import { contentFrom } from "./decode-parts.ts";
import type { PartDecoding } from "./decode-parts.ts";
import { fieldsFrom, given, kept, oneOf, only, textsOf } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { reasoningFrom } from "./reasoning.ts";
import { choiceFrom, toolFrom } from "./tools.ts";

/** The note on a leading system turn that stood among the messages. */
export const placeNote = "$place";
/** The note on a request whose `stream` was said although it is not `true`. */
export const streamNote = "$stream";
/** The note on a request that asks for its format of output by the older field. */
export const outputNote = "$output";

export function decodeRequest(body: JsonValue, context: RequestContext): Decoded<NeutralRequest> {
  return decoding((losses) => {
    const fields = fieldsFrom(objectAt(body, ""));
    const how: PartDecoding = { proofFrom: (value) => openedFrom("messages", value, context.open), losses };
    const system = systemTurn(fields, how);
    const messages = arrayAt(fields.take("messages", arrayOf), "messages");
    const isStreamed = fields.peek("stream") === true;
    const stream = fields.take("stream", (value) => value);
    const reasoning = reasoningFrom(fields);
    const output = outputFrom(fields);
    const notes: JsonObject = {
      ...given({ [streamNote]: isStreamed ? undefined : stream }),
      ...reasoning?.notes,
      ...output?.notes,
    };
    return {
      origin: "messages",
      model: fields.take("model", textOf) ?? context.model ?? "",
      isStreamed: isStreamed || context.isStreamed === true,
      turns: [
        ...(system === undefined ? [] : [system]),
        ...turnsFrom(messages, how, system === undefined ? 0 : 1),
      ],
      ...given({
        tools: fields.take("tools", arrayOf)?.map((tool, index) => toolFrom(tool, `tools[${index}]`)),
        ...choiceFrom(fields),
        maxOutputTokens: fields.take("max_tokens", numberOf),
        sampling: samplingFrom(fields),
        reasoning: reasoning?.reasoning,
        output: output?.format,
        serviceTier: serviceTierFrom(fields),
        userId: fields.child("metadata")?.take("user_id", textOf),
      }),
      ...cacheFrom(fields),
      ...kept(fields, { notes }),
    };
  });
}

/** The field of its own, as a first turn. */
function systemTurn(fields: Fields, how: PartDecoding): Turn | undefined {
  const place = { at: "system", path: "turns[0].parts" };
  const content = fields.take("system", (value) => contentFrom(value, how, place));
  return content && { role: "system", parts: content.parts, ...noted(content.notes) };
}

function turnsFrom(messages: readonly JsonValue[], how: PartDecoding, before: number): Turn[] {
  let isLeading = true;
  return messages.map((message, index) => {
    const at = `messages[${index}]`;
    const fields = fieldsFrom(objectAt(message, at));
    const role =
      fields.take("role", oneOf(roles)) ?? unreadable(`${at}.role`, '"user", "assistant" or "system"');
    isLeading &&= role === "system" || role === "developer";
    const place = { at: `${at}.content`, path: `turns[${before + index}].parts` };
    const content = fields.take("content", (value) => contentFrom(value, how, place));
    const notes = { ...content?.notes, ...(isLeading ? { [placeNote]: "list" } : {}) };
    return { role, parts: content?.parts ?? [], ...kept(fields, { notes, usual: ["content"] }) };
  });
}

const roles: ReadonlyMap<string, Role> = new Map(
  (["user", "assistant", "system", "developer"] as const).map((role) => [role, role]),
);

function noted(notes: JsonObject): WithExtras {
  return Object.keys(notes).length === 0 ? {} : { extras: { messages: notes } };
}

function samplingFrom(fields: Fields): Sampling | undefined {
  const sampling = given({
    temperature: fields.take("temperature", numberOf),
    topP: fields.take("top_p", numberOf),
    topK: fields.take("top_k", numberOf),
    stop: fields.take("stop_sequences", textsOf),
  });
  return Object.keys(sampling).length === 0 ? undefined : sampling;
}

function outputFrom(
  fields: Fields,
): { readonly format: OutputFormat; readonly notes: JsonObject } | undefined {
  const format = formatFrom(fields.child("output_config")?.child("format"));
  if (format !== undefined) return { format, notes: {} };
  const older = formatFrom(fields.child("output_format"));
  return older && { format: older, notes: { [outputNote]: "output_format" } };
}

function formatFrom(format: Fields | undefined): OutputFormat | undefined {
  const schema = objectOf(format?.peek("schema"));
  if (format?.peek("type") !== "json_schema" || schema === undefined) return undefined;
  format.take("type", textOf);
  format.take("schema", objectOf);
  return { kind: "json-schema", schema };
}

const tiers: ReadonlyMap<string, "auto" | "standard"> = new Map([
  ["auto", "auto"],
  ["standard_only", "standard"],
]);

/** Speed is what others sell as a tier. */
function serviceTierFrom(fields: Fields): NeutralRequest["serviceTier"] {
  return fields.take("speed", only("fast")) ?? fields.take("service_tier", oneOf(tiers));
}
