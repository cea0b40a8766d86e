// A message as Gemini's generateContent tells it.

import { callId, idFrom } from "../encoder.ts";
import type { Stamp, Telling } from "../encoder.ts";
import { objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Message, MessageToolCall } from "../message.ts";
import { proofOf } from "../proof.ts";
import type { StopReason, Usage } from "../said.ts";

const finishReasons: Readonly<Record<StopReason, string>> = {
  end: "STOP",
  "max-tokens": "MAX_TOKENS",
  "stop-sequence": "STOP",
  "tool-calls": "STOP",
  refusal: "SAFETY",
};

export function whole(telling: Telling): unknown {
  const { message } = telling;
  const { thinking, text } = message;
  const thought = thinking?.form === "shown" ? [{ text: thinking.text, thought: true }] : [];
  const isSigned = message.toolCalls.length === 0;
  const said = text === "" && !isSigned ? [] : [isSigned ? signed({ text }, telling) : { text }];
  const parts = [...thought, ...said, ...callParts(telling)];
  return answer(telling, { content: { parts, role: "model" }, ...ending(message) });
}

export function unfinished(told: unknown): unknown {
  const response = objectOf(told);
  const candidates = objectsOf(response["candidates"]).map(
    ({ finishReason: _reason, finishMessage: _message, ...candidate }) => candidate,
  );
  return { ...response, candidates };
}

/** A whole answer, or a piece of one, around its candidate. */
export function answer({ message, stamp }: Telling, candidate: JsonObject): JsonObject {
  return {
    candidates: [{ ...candidate, index: 0 }],
    usageMetadata: usageOf(message.usage),
    modelVersion: message.model,
    responseId: idFrom("", stamp.serial),
  };
}

export function ending({ stop, refusal }: Message): JsonObject {
  return { finishReason: finishReasons[stop], ...(refusal === undefined ? {} : { finishMessage: refusal }) };
}

/** Of several calls only the first carries the proof. */
export function callParts(telling: Telling): JsonObject[] {
  return telling.message.toolCalls.map((call, index) => {
    const functionCall = { id: idOf(call, telling.stamp, index), name: call.name, args: call.input };
    return index === 0 ? signed({ functionCall }, telling) : { functionCall };
  });
}

/** With the proof of the thinking before it, if there was any. */
export function signed(part: JsonObject, { message, account }: Telling): JsonObject {
  if (message.thinking === undefined) return part;
  return { ...part, thoughtSignature: proofOf({ dialect: "gemini", account, text: "" }) };
}

function idOf({ id }: MessageToolCall, stamp: Stamp, index: number): string {
  return id ?? callId("call", stamp, index);
}

/** The prompt's count includes what was read from the cache; that of the candidates leaves the thinking out. */
function usageOf(usage: Required<Usage>): JsonObject {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: usage.outputTokens - usage.reasoningTokens,
    totalTokenCount: prompt + usage.outputTokens,
    ...(usage.cacheReadTokens === 0 ? {} : { cachedContentTokenCount: usage.cacheReadTokens }),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: prompt }],
    ...(usage.reasoningTokens === 0 ? {} : { thoughtsTokenCount: usage.reasoningTokens }),
  };
}
