// The oracle: what a client must have in the end of an answer with which nothing goes wrong, whatever its dialect.

import { messageFrom } from "./message.ts";
import type { ProviderRequest } from "./provider-request.ts";
import { askedFrom } from "./request.ts";
import type { Answer, BytesAnswer, StopReason, ToolCall, Usage } from "./said.ts";

export interface ExpectedAnswer {
  readonly text: string;
  /** As it is shown; undefined where there is none, or none is shown. */
  readonly thinking: string | undefined;
  readonly toolCalls: readonly Pick<ToolCall, "name" | "input">[];
  readonly refusal: string | undefined;
  readonly finish: StopReason;
  readonly stopSequence: string | undefined;
  readonly usage: Required<Usage>;
}

/** Script's own bytes mean whatever they mean: there is nothing to expect of them. */
export function expectedAnswer(
  answer: Exclude<Answer, BytesAnswer>,
  request: ProviderRequest,
): ExpectedAnswer {
  const message = messageFrom(answer, askedFrom(request));
  return {
    text: message.text,
    thinking: message.thinking?.form === "shown" ? message.thinking.text : undefined,
    toolCalls: message.toolCalls.map(({ name, input }) => ({ name, input })),
    refusal: message.refusal,
    finish: message.stop,
    stopSequence: message.stopSequence,
    usage: message.usage,
  };
}
