// Asks a provider without any socket, and says what it answers.

import type { Dialect, Script } from "../src/index.ts";
import { createResponder } from "../src/respond.ts";
import { requestFor } from "./questions.ts";
import { errorOf } from "./understood.ts";
import type { ProviderRequest } from "../src/provider-request.ts";

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export function answerTo(request: ProviderRequest, script: Script = {}, at = 0): Answered {
  return answeredBy(createResponder(script), request, at);
}

export function answeredBy(
  respond: ReturnType<typeof createResponder>,
  request: ProviderRequest,
  at = 0,
): Answered {
  const steps = respond(request, { serial: 1, at });
  const head = steps.find((step) => step.kind === "head");
  const bytes = steps.flatMap((step) => (step.kind === "bytes" ? [step.bytes] : []));
  return {
    status: head?.status ?? 0,
    headers: Object.fromEntries(head?.headers ?? []),
    text: Buffer.concat(bytes).toString("utf8"),
  };
}

/** `200`, or the status and the words of the refusal. */
export function verdictOf(dialect: Dialect, fields: object, script: Script = {}): string {
  const { status, text } = answerTo(requestFor(dialect, "whole", fields), script);
  return status === 200 ? "200" : `${status} ${String(errorOf(text).message)}`;
}
