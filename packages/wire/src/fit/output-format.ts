// Answers in JSON: asked for in words where the provider cannot be told.

import type { JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { NeutralRequest, OutputFormat, Turn } from "../model/request.ts";
import type { FitTarget, Fitted } from "./target.ts";

/** Puts a turn in front where there is none to add to, so it comes after every pass that tells places. */
export function fitOutputFormat(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const { output, ...rest } = request;
  if (output === undefined || output.kind === "text" || isSayable(output, target)) return { request, losses };
  const instructed = { ...rest, turns: withInstruction(request.turns, instructionFor(output)) };
  const keepsJson =
    output.kind === "json-schema" && target.capabilities.structuredOutput === "json" && canSayJson(target);
  losses.push({
    path: "output",
    action: "approximated",
    why: keepsJson
      ? "the provider guarantees JSON, but no schema: the system asks for that"
      : "the provider guarantees no form of the answer: the system asks for it",
  });
  return { request: keepsJson ? { ...instructed, output: { kind: "json" } } : instructed, losses };
}

function isSayable({ kind }: OutputFormat, target: FitTarget): boolean {
  const { structuredOutput } = target.capabilities;
  if (kind === "json") return structuredOutput !== "none" && canSayJson(target);
  return structuredOutput === "schema";
}

/** Messages know JSON of a schema only. */
function canSayJson({ dialect }: FitTarget): boolean {
  return dialect !== "messages";
}

function instructionFor(output: OutputFormat): string {
  const only = "Answer with one JSON object and nothing else: no other text, no code fence.";
  return output.kind === "json-schema"
    ? `${only} It must be valid against this JSON Schema:\n${shown(output.schema)}`
    : only;
}

function shown(schema: JsonValue): string {
  return JSON.stringify(schema);
}

function withInstruction(turns: readonly Turn[], text: string): Turn[] {
  const part = { kind: "text", text } as const;
  const [first, ...others] = turns;
  const isSystem = first?.role === "system" || first?.role === "developer";
  if (!isSystem) return [{ role: "system", parts: [part] }, ...turns];
  return [{ ...first, parts: [...first.parts, part] }, ...others];
}
