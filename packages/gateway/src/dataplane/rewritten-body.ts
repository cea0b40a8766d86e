// A body that cannot go as it came: it carries proofs in tokens of ours, or the provider has refused something in it.

import { dialects, isObject, parseJson, withoutField, withoutProofs } from "@holdfast/wire";
import type { DialectName, JsonObject, Lesson, Loss } from "@holdfast/wire";
import type { PassageInput } from "./passage.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface RewrittenBody {
  readonly pieces: readonly Uint8Array[];
  readonly losses: readonly Loss[];
}

/** `unchanged`: the provider has refused something, and nothing of it is in the body. */
export function rewrittenBody(
  input: PassageInput,
  wants: "stream" | "assembled" | "whole",
): RewrittenBody | "unchanged" {
  const { admitted, candidate, plane, lesson } = input;
  const { dialect, model, proofScope } = candidate;
  const value = parseJson(decoder.decode(admitted.received.body));
  if (!isObject(value)) {
    return lesson === undefined ? { pieces: [admitted.received.body], losses: [] } : "unchanged";
  }
  const { body, losses } = dialects[dialect].rewriteProofs(value, (token) => {
    const proof = plane.open(token);
    return proof?.dialect === dialect && proof.scope === proofScope ? proof : undefined;
  });
  const stripped = lesson === undefined ? body : withoutRefused(dialect, body, lesson);
  if (lesson !== undefined && stripped === body) return "unchanged";
  const named: JsonObject = dialect === "gemini" ? stripped : { ...stripped, model };
  const streamed = wants === "assembled" ? askForStream(dialect, named) : named;
  return { pieces: [encoder.encode(JSON.stringify(streamed))], losses: [...losses, ...lossesOf(lesson)] };
}

function withoutRefused(dialect: DialectName, body: JsonObject, lesson: Lesson): JsonObject {
  if (lesson.kind === "proofs") return withoutProofs(dialect, body);
  // What a model cannot do is the client's to know where it speaks the model's own dialect.
  return lesson.kind === "field" ? withoutField(body, lesson.field) : body;
}

function lossesOf(lesson: Lesson | undefined): Loss[] {
  if (lesson === undefined) return [];
  const path = lesson.kind === "field" ? lesson.field : "thinking";
  return [{ path, action: "dropped", why: "the provider has refused it" }];
}

function askForStream(dialect: DialectName, body: JsonObject): JsonObject {
  if (dialect === "gemini") return body;
  if (dialect !== "chat" || body["stream_options"] !== undefined) return { ...body, stream: true };
  return { ...body, stream: true, stream_options: { include_usage: true } };
}
