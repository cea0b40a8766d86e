import { GoogleGenAI, ThinkingLevel } from "@google/genai";
import type { Content, GenerateContentParameters, GenerateContentResponse, Part } from "@google/genai";
import { question, result, schema } from "./sdk-client.ts";
import type { Heard, SdkClient, Way } from "./sdk-client.ts";

export function geminiClient(baseUrl: string): SdkClient {
  const sdk = new GoogleGenAI({
    apiKey: "sk-theirs",
    httpOptions: { baseUrl, retryOptions: { attempts: 1 } },
  });
  const say = async (model: string, way: Way, contents: Content[]): Promise<Heard> => {
    const request: GenerateContentParameters = {
      model,
      contents,
      config: {
        thinkingConfig: { thinkingLevel: ThinkingLevel.MEDIUM, includeThoughts: true },
        tools: [{ functionDeclarations: [{ name: "weather", parametersJsonSchema: schema }] }],
      },
    };
    const chunks: GenerateContentResponse[] = [];
    if (way === "whole") chunks.push(await sdk.models.generateContent(request));
    else for await (const chunk of await sdk.models.generateContentStream(request)) chunks.push(chunk);
    return heardIn(chunks, (next, said, results) =>
      say(next, way, [...contents, ...said, { role: "user", parts: results }]),
    );
  };
  return { ask: (model, way) => say(model, way, [{ role: "user", parts: [{ text: question }] }]) };
}

function heardIn(
  chunks: readonly GenerateContentResponse[],
  goOn: (next: string, said: Content[], results: Part[]) => Promise<Heard>,
): Heard {
  const candidates = chunks.flatMap(({ candidates: some }) => some?.[0] ?? []);
  // The SDK's own `Chat` sends back a content for every chunk, too.
  const said = candidates.flatMap(({ content }) => content ?? []);
  const parts = said.flatMap((content) => content.parts ?? []);
  const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
  const usage = chunks.findLast(({ usageMetadata }) => usageMetadata !== undefined)?.usageMetadata;
  const cached = usage?.cachedContentTokenCount ?? 0;
  const thoughts = parts.filter(({ thought }) => thought === true);
  return {
    text: textOf(parts.filter((part) => !thoughts.includes(part))),
    thinking: textOf(thoughts),
    calls: calls.map(({ name = "", args }) => ({ name, input: args })),
    refusal: candidates.map(({ finishMessage }) => finishMessage ?? "").join(""),
    stop: candidates.findLast(({ finishReason }) => finishReason !== undefined)?.finishReason ?? "",
    usage: [
      (usage?.promptTokenCount ?? 0) - cached,
      cached,
      (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
    ],
    goOn: (next) =>
      goOn(
        next,
        said,
        calls.map(({ id, name }) => ({
          functionResponse: {
            ...(id === undefined ? {} : { id }),
            ...(name === undefined ? {} : { name }),
            response: { output: result },
          },
        })),
      ),
  };
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text ?? "").join("");
}
