import { counts, list, object, parse, string } from "./json.ts";
import type { Json } from "./json.ts";
import { readEvents } from "./sse.ts";
import type { Reader, Understood } from "./reader.ts";

export const gemini: Reader = { whole: (text) => fromResponse(parse(text)), streamed: fromStream };

const usageFields = ["promptTokenCount", "candidatesTokenCount", "totalTokenCount"];

function fromResponse(response: Json): Understood {
  const [candidate = {}] = list(response["candidates"]);
  const parts = list(object(candidate["content"])["parts"]);
  const textsOf = (wanted: readonly Json[]): string => wanted.map(({ text }) => string(text ?? "")).join("");
  return {
    id: response["responseId"],
    model: response["modelVersion"],
    thinking: textsOf(parts.filter(({ thought }) => thought === true)),
    text: textsOf(parts.filter(({ thought }) => thought !== true)),
    toolCalls: parts
      .filter(({ functionCall }) => functionCall !== undefined)
      .map(({ functionCall }) => ({
        name: object(functionCall)["name"],
        input: object(functionCall)["args"],
      })),
    refusal: candidate["finishMessage"],
    stop: candidate["finishReason"],
    usage: counts(response["usageMetadata"], usageFields),
  };
}

/** Either form of stream: events, or one array. */
function fromStream(stream: string): Understood {
  const chunks = stream.startsWith("[")
    ? list(JSON.parse(stream))
    : readEvents(stream).map(({ data }) => parse(data));
  const candidates = chunks.flatMap((chunk) => list(chunk["candidates"]));
  const parts = candidates.flatMap((candidate) => list(object(candidate["content"])["parts"]));
  const last = candidates.at(-1) ?? {};
  return fromResponse({ ...chunks.at(-1), candidates: [{ ...last, content: { role: "model", parts } }] });
}
