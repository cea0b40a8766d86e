// Every dialect, registered once.

import { chatEncoder } from "./chat/encoder.ts";
import type { Encoder } from "./encoder.ts";
import { geminiEncoder } from "./gemini/encoder.ts";
import { messagesEncoder } from "./messages/encoder.ts";
import { responsesEncoder } from "./responses/encoder.ts";
import type { Dialect } from "./script.ts";

export const encoders: Readonly<Record<Dialect, Encoder>> = {
  messages: messagesEncoder,
  chat: chatEncoder,
  responses: responsesEncoder,
  gemini: geminiEncoder,
};

const openAiModels = ["gpt-5.5", "gpt-5.5-mini"];

/** What is listed where a script names no models. */
export const usualModels: Readonly<Record<Dialect, readonly string[]>> = {
  messages: ["claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5"],
  chat: openAiModels,
  responses: openAiModels,
  gemini: ["gemini-3-pro", "gemini-3-flash"],
};
