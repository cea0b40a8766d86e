import { under } from "./paths.ts";
import { anything, failure, watchedPaths } from "./watched-dialect.ts";
import type { WatchedDialect } from "./watched-dialect.ts";

const answer = {
  error: "error",
  usageMetadata: "usage",
  "candidates[].finishReason": "finish",
  // A prompt that is refused has no candidates.
  "promptFeedback.blockReason": "finish",
  ...under("candidates[].content.parts[]", {
    text: "content",
    functionCall: "content",
    inlineData: "content",
    fileData: "content",
    executableCode: "content",
    codeExecutionResult: "content",
  }),
} as const;

export const gemini: WatchedDialect = {
  // Older servers put errors, and some put everything, into lists.
  ...watchedPaths({ ...answer, ...under("[]", answer) }),
  roleOf: (name) => (name === "error" ? failure : anything),
  nameless: anything,
};
