// The vendors' own SDKs, by the dialect that they speak.

import type { Dialect } from "@holdfast/simulator";
import { anthropicClient } from "./sdk-client-anthropic.ts";
import { geminiClient } from "./sdk-client-gemini.ts";
import { chatClient, responsesClient } from "./sdk-client-openai.ts";
import type { SdkClient } from "./sdk-client.ts";

export function sdkClients(baseUrl: string): Readonly<Record<Dialect, SdkClient>> {
  return {
    messages: anthropicClient(baseUrl),
    chat: chatClient(baseUrl),
    responses: responsesClient(baseUrl),
    gemini: geminiClient(baseUrl),
  };
}
