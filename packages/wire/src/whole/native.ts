// A provider's stream made into the whole answer that the same provider would have given, in its own dialect: unknown
// fields survive, which they would not in the neutral model.

import type { DialectName } from "../dialect-name.ts";
import { createChatWhole } from "./chat.ts";
import { createGeminiWhole } from "./gemini.ts";
import { createMessagesWhole } from "./messages.ts";
import { createResponsesWhole } from "./responses.ts";
import type { NativeWhole } from "./result.ts";

const makers: Readonly<Record<DialectName, () => NativeWhole>> = {
  messages: createMessagesWhole,
  chat: createChatWhole,
  responses: createResponsesWhole,
  gemini: createGeminiWhole,
};

export function createNativeWhole(dialect: DialectName): NativeWhole {
  return makers[dialect]();
}
