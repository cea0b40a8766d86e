// Tool results: a message each, of text alone. Pictures go into the user's message that follows, and say whose they are.

import type { JsonObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { ToolResultPart } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { contentFrom, encodePart, isMedia } from "./encode-parts.ts";
import { merged } from "./fields.ts";

export interface EncodedResults {
  readonly messages: readonly JsonObject[];
  /** What a tool message cannot hold, as parts of a user's message. */
  readonly media: readonly JsonObject[];
}

export function encodeResults(turn: Turn, path: string, losses: Loss[]): EncodedResults {
  const messages: JsonObject[] = [];
  const media: JsonObject[] = [];
  for (const [index, part] of turn.parts.entries()) {
    if (part.kind !== "tool-result") continue;
    const at = `${path}.parts[${index}]`;
    const { text, others } = encodeResultContent(part, at, losses);
    messages.push(resultMessage(part, withErrorSaid(part, text, { path: at, losses }), others.length));
    if (others.length > 0) {
      media.push({ type: "text", text: `From the result of the tool call ${part.callId}:` }, ...others);
    }
    losses.push(...extrasLosses(part, at, "chat"));
    if (part.cache !== undefined) {
      losses.push({ path: `${at}.cache`, action: "dropped", why: "a tool message has no field for it" });
    }
  }
  return { messages, media };
}

function resultMessage(part: ToolResultPart, text: readonly JsonObject[], moved: number): JsonObject {
  const { callId, name } = part;
  const content = text.length === 0 && moved > 0 ? "The result is in the next message." : contentFrom(text);
  // What answers a `function_call`, from before there were ids.
  const isOld = callId === "" && name !== undefined;
  const head = isOld ? { role: "function" } : { role: "tool", tool_call_id: callId };
  return merged(fieldsOf(part, "chat"), { ...head, ...(name === undefined ? {} : { name }), content });
}

function encodeResultContent(
  { content }: ToolResultPart,
  path: string,
  losses: Loss[],
): { readonly text: readonly JsonObject[]; readonly others: readonly JsonObject[] } {
  const text: JsonObject[] = [];
  const others: JsonObject[] = [];
  for (const [index, part] of content.entries()) {
    const element = encodePart(part, `${path}.content[${index}]`, losses);
    if (element !== undefined) (isMedia(part) ? others : text).push(element);
  }
  return { text, others };
}

/** Most tools' words for a failure need none of ours. */
const saysError = /^\s*(<[a-z_-]*error>|\[?error\b)/i;

function withErrorSaid(
  part: ToolResultPart,
  text: readonly JsonObject[],
  { path, losses }: { readonly path: string; readonly losses: Loss[] },
): readonly JsonObject[] {
  if (part.isError !== true) return text;
  const why = "a tool message has no field for a failure; its text says so";
  losses.push({ path: `${path}.isError`, action: "approximated", why });
  const [first, ...others] = text;
  const said = typeof first?.["text"] === "string" ? first["text"] : "";
  if (saysError.test(said)) return text;
  losses.push({ path: `${path}.content`, action: "approximated", why });
  const prefixed = { ...first, type: "text", text: said === "" ? "Error" : `Error: ${said}` };
  return [prefixed, ...others];
}
