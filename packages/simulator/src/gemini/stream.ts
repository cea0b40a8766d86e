// A message as a stream of Gemini's: server-sent events without names, or one JSON array, written piece by piece.

import type { Phase, Telling, Told } from "../encoder.ts";
import type { JsonObject } from "../json.ts";
import { answer, callParts, ending, signed } from "./answer.ts";

export function events(telling: Telling): Told[] {
  const { message, asked } = telling;
  const { thinking, textPieces, toolCalls } = message;
  const content = [
    ...(thinking?.pieces ?? []).map((text): JsonObject[] => [{ text, thought: true }]),
    ...textPieces.map((text): JsonObject[] => [{ text }]),
    // All calls come at once, with their arguments whole.
    ...(toolCalls.length === 0 ? [] : [callParts(telling)]),
  ];
  const last = toolCalls.length === 0 ? signed({ text: "" }, telling) : { text: "" };
  const pieces: Piece[] = [
    ...content.map((parts): Piece => ({
      phase: "content",
      candidate: { content: { parts, role: "model" } },
    })),
    { phase: "terminal", candidate: { content: { parts: [last], role: "model" }, ...ending(message) } },
  ];
  const chunks = pieces.map(({ phase, candidate }) => ({ phase, data: answer(telling, candidate) }));
  return asked.stream === "array"
    ? arrayOf(chunks)
    : chunks.map(({ phase, data }) => ({ phase, text: event(data) }));
}

export function event(data: object): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

interface Piece {
  readonly phase: Phase;
  readonly candidate: JsonObject;
}

function arrayOf(chunks: readonly { readonly phase: Phase; readonly data: JsonObject }[]): Told[] {
  return [
    ...chunks.map(({ phase, data }, index): Told => {
      const text = `${index === 0 ? "[" : ",\r\n"}${JSON.stringify(data)}`;
      return { phase, text };
    }),
    { phase: "terminal", text: "]\n" },
  ];
}
