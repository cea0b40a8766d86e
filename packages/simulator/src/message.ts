// A message with nothing left open: what all dialects tell, each in its own words.

import { echoOf } from "./echo.ts";
import type { Asked } from "./request.ts";
import type { EchoAnswer, SaidAnswer, StopReason, StructuredAnswer, ToolCall, Usage } from "./said.ts";
import { tokensIn, tokensOf } from "./tokens.ts";

export interface Message {
  readonly model: string;
  readonly thinking: Thinking | undefined;
  readonly text: string;
  /** The text as a stream cuts it. */
  readonly textPieces: readonly string[];
  readonly toolCalls: readonly MessageToolCall[];
  readonly isInterleaved: boolean;
  readonly refusal: string | undefined;
  readonly stop: StopReason;
  readonly stopSequence: string | undefined;
  readonly usage: Required<Usage>;
}

interface Thinking {
  /** `omitted`: the request wants no text of it. `hidden`: the provider withholds it. Both have a proof. */
  readonly form: "shown" | "omitted" | "hidden";
  /** As it is shown. */
  readonly text: string;
  readonly pieces: readonly string[];
}

export interface MessageToolCall {
  /** Where the script gives none, the dialect makes one in its manner. */
  readonly id: string | undefined;
  readonly name: string;
  readonly input: ToolCall["input"];
  /** The input's JSON as a stream cuts it. */
  readonly jsonPieces: readonly string[];
}

const TOOL_PIECE_CHARACTERS = 12;

export function messageFrom(answer: SaidAnswer | StructuredAnswer | EchoAnswer, asked: Asked): Message {
  const said = saidFrom(answer, asked);
  const toolCalls = (said.toolCalls ?? []).map(toolCallFrom);
  const { pieces } = said;
  return {
    model: asked.model,
    thinking: thinkingOf(said, asked),
    text: said.text,
    textPieces: typeof pieces === "object" ? pieces : cut(said.text, pieces),
    toolCalls,
    isInterleaved: said.isInterleaved ?? false,
    refusal: said.refusal,
    stop: said.stop ?? stopOf(said),
    stopSequence: said.stopSequence,
    usage: {
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      ...(said.usage ?? estimate(said, asked)),
    },
  };
}

function saidFrom(answer: SaidAnswer | StructuredAnswer | EchoAnswer, asked: Asked): SaidAnswer {
  if (answer.kind === "said") return answer;
  if (answer.kind === "echo") return echoOf(answer, asked.wishes);
  const { value, ...rest } = answer;
  return { ...rest, kind: "said", text: JSON.stringify(value) };
}

function stopOf({ toolCalls = [], refusal }: SaidAnswer): StopReason {
  if (refusal !== undefined) return "refusal";
  return toolCalls.length > 0 ? "tool-calls" : "end";
}

function thinkingOf({ thinking, isThinkingHidden, pieces }: SaidAnswer, asked: Asked): Thinking | undefined {
  if (thinking === undefined || asked.wishes.thinking === "off") return undefined;
  if (isThinkingHidden === true) return { form: "hidden", text: "", pieces: [] };
  if (asked.wishes.thinking === "omitted") return { form: "omitted", text: "", pieces: [] };
  return {
    form: "shown",
    text: thinking,
    pieces: cut(thinking, typeof pieces === "number" ? pieces : undefined),
  };
}

function toolCallFrom({ id, name, input }: ToolCall): MessageToolCall {
  return { id, name, input, jsonPieces: cut(JSON.stringify(input), TOOL_PIECE_CHARACTERS) };
}

/** By so many characters, or else by words. */
function cut(text: string, size: number | undefined): string[] {
  if (size === undefined) return text.split(/(?<=\S)(?=\s)/).filter((word) => word !== "");
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, i) => characters.slice(i * size, (i + 1) * size).join(""));
}

function estimate(said: SaidAnswer, { wishes }: Asked): Usage {
  const { text, thinking, refusal = "", toolCalls = [] } = said;
  const called = toolCalls.map(({ name, input }) => name + JSON.stringify(input)).join("");
  const reasoningTokens = thinking === undefined || wishes.thinking === "off" ? 0 : tokensIn(thinking);
  return {
    inputTokens: tokensOf(wishes.input),
    outputTokens: Math.max(1, tokensIn(text + refusal + called) + reasoningTokens),
    reasoningTokens,
  };
}
