// What a client understands of an answer, in one form for all dialects and for streams and whole answers. It knows nothing
// of the encoders.

import type { Dialect } from "../src/index.ts";
import { object, parse } from "./json.ts";
import type { Reader } from "./reader.ts";
import { chat } from "./understood-chat.ts";
import { gemini } from "./understood-gemini.ts";
import { messages } from "./understood-messages.ts";
import { responses } from "./understood-responses.ts";

export { parse } from "./json.ts";

export const understand: Readonly<Record<Dialect, Reader>> = { messages, chat, responses, gemini };

/** The error that a refusal tells, as the dialect's own words for its kind. */
export function errorOf(text: string): {
  readonly kind: unknown;
  readonly code: unknown;
  readonly message: unknown;
} {
  const { type, code, message, status } = object(parse(text)["error"]);
  return { kind: status ?? type, code, message };
}
