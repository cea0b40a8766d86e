// Two vendors' dialects are worded alike: chat and responses.

import type { Refusal } from "../encoder.ts";
import type { Dialect } from "../script.ts";
import type { Struck } from "./entry.ts";

export interface Words {
  readonly messages: Refusal;
  readonly openai: Refusal;
  readonly gemini: Refusal;
}

export function wordsFor({ asked }: Struck, words: Words): Refusal {
  return words[vendors[asked.dialect]];
}

const vendors: Readonly<Record<Dialect, keyof Words>> = {
  messages: "messages",
  chat: "openai",
  responses: "openai",
  gemini: "gemini",
};
