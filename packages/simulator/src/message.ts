// A message with nothing left open: what both dialects tell, each in its own words.

import type { Asked } from "./request.ts";
import type { EchoAnswer, SaidAnswer, StopReason, ToolCall, Usage } from "./script.ts";

export interface Message {
  readonly model: string;
  readonly text: string;
  /** The text as a stream cuts it. */
  readonly textPieces: readonly string[];
  readonly toolCalls: readonly MessageToolCall[];
  readonly stop: StopReason;
  readonly stopSequence: string | undefined;
  readonly usage: Required<Usage>;
}

export interface MessageToolCall {
  /** Where the script gives none, the dialect makes one in its manner. */
  readonly id: string | undefined;
  readonly name: string;
  readonly input: ToolCall["input"];
  /** The input's JSON as a stream cuts it. */
  readonly jsonPieces: readonly string[];
}

const ECHO_CHARACTERS = 60;
const TOOL_PIECE_CHARACTERS = 12;
/** A usual rule of thumb for English. */
const CHARACTERS_PER_TOKEN = 4;

export function messageFrom(answer: SaidAnswer | EchoAnswer, asked: Asked): Message {
  const said: SaidAnswer =
    answer.kind === "said" ? answer : { ...answer, kind: "said", text: echoOf(asked.prompt) };
  const toolCalls = (said.toolCalls ?? []).map(toolCallFrom);
  return {
    model: asked.model,
    text: said.text,
    textPieces: piecesOf(said),
    toolCalls,
    stop: said.stop ?? (toolCalls.length > 0 ? "tool-calls" : "end"),
    stopSequence: said.stopSequence,
    usage: {
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      ...(said.usage ?? estimate(said, asked)),
    },
  };
}

function echoOf(prompt: string): string {
  const characters = Array.from(prompt.replaceAll(/\s+/g, " ").trim());
  const rest = "This answer is simulated: no model has read your prompt.";
  if (characters.length === 0) return rest;
  const start = characters.slice(0, ECHO_CHARACTERS).join("");
  return `You said: "${start}${characters.length > ECHO_CHARACTERS ? "…" : ""}". ${rest}`;
}

function piecesOf({ text, pieces }: SaidAnswer): readonly string[] {
  if (typeof pieces === "number") return cut(text, pieces);
  return pieces ?? text.split(/(?<=\S)(?=\s)/).filter((word) => word !== "");
}

function toolCallFrom({ id, name, input }: ToolCall): MessageToolCall {
  return { id, name, input, jsonPieces: cut(JSON.stringify(input), TOOL_PIECE_CHARACTERS) };
}

function cut(text: string, size: number): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, i) => characters.slice(i * size, (i + 1) * size).join(""));
}

function estimate({ text, toolCalls = [] }: SaidAnswer, { prompt }: Asked): Usage {
  const called = toolCalls.map(({ name, input }) => name + JSON.stringify(input)).join("");
  return { inputTokens: tokensIn(prompt), outputTokens: tokensIn(text + called) };
}

function tokensIn(text: string): number {
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));
}
