// What is asked and what is answered.

import { chatAnswer, chatEvents, chatRequest } from "./payloads.ts";

export interface Workload {
  readonly name: string;
  readonly requestBody: Buffer;
  readonly answer: Answer;
}

type Answer =
  | { readonly kind: "whole"; readonly body: Buffer }
  /** Events come as fast as they are taken, or, to a request that asks for it, `intervalMs` apart. */
  | { readonly kind: "stream"; readonly events: readonly Buffer[]; readonly intervalMs: number };

export const target = "/v1/chat/completions";

/** The answer's body as the client must get it. */
export function answerBody({ answer }: Workload): Buffer {
  return answer.kind === "whole" ? answer.body : Buffer.concat([...answer.events]);
}

export function eventsPerRequest({ answer }: Workload): number {
  return answer.kind === "whole" ? 1 : answer.events.length;
}

export function wholeWorkload(name: string, requestBytes: number): Workload {
  const answer: Answer = { kind: "whole", body: chatAnswer(1_500) };
  return { name, requestBody: chatRequest(requestBytes, "whole"), answer };
}

export function streamWorkload(name: string, events: number, intervalMs: number): Workload {
  const answer: Answer = { kind: "stream", events: chatEvents(events), intervalMs };
  return { name, requestBody: chatRequest(1_500, "stream"), answer };
}
