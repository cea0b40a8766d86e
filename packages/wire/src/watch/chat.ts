import { under } from "./paths.ts";
import { anything, failure, watchedPaths } from "./watched-dialect.ts";
import type { WatchedDialect } from "./watched-dialect.ts";

const told = {
  content: "content",
  reasoning_content: "content",
  reasoning: "content",
  "reasoning_details[].text": "content",
  "reasoning_details[].summary": "content",
  refusal: "content",
  audio: "content",
  "function_call.arguments": "content",
  "tool_calls[].function.arguments": "content",
  "tool_calls[].custom.input": "content",
} as const;

export const chat: WatchedDialect = {
  ...watchedPaths({
    // `[DONE]`.
    "": "terminal",
    error: "error",
    usage: "usage",
    // Groq's place, and Moonshot's.
    "x_groq.usage": "usage",
    "choices[].usage": "usage",
    "choices[].finish_reason": "finish",
    ...under("choices[].delta", told),
    // Some servers answer in one chunk, as if nobody had asked for a stream.
    ...under("choices[].message", told),
  }),
  // Compatible servers name their errors; any other name is decoration.
  roleOf: (name) => (name === "error" ? failure : anything),
  nameless: anything,
};
