import { content, failure, nothing, outcome, watchedPaths } from "./watched-dialect.ts";
import type { EventRole, WatchedDialect } from "./watched-dialect.ts";

const roles: ReadonlyMap<string, EventRole> = new Map([
  ["message_start", outcome],
  ["content_block_start", content],
  ["content_block_delta", content],
  ["message_delta", outcome],
  ["message_stop", { ...nothing, isTerminal: true }],
  ["error", failure],
]);

export const messages: WatchedDialect = {
  ...watchedPaths({
    type: "type",
    error: "error",
    "message.usage": "usage",
    usage: "usage",
    "delta.stop_reason": "finish",
    "delta.text": "content",
    "delta.thinking": "content",
    "delta.partial_json": "content",
    // Compatible servers begin a block with its first words.
    "content_block.text": "content",
    "content_block.thinking": "content",
  }),
  roleOf: (name) => roles.get(name),
  nameless: undefined,
};
