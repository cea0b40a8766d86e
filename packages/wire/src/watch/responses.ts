import { content, failure, nothing, outcome, watchedPaths } from "./watched-dialect.ts";
import type { EventRole, WatchedDialect } from "./watched-dialect.ts";

const roles: ReadonlyMap<string, EventRole> = new Map([
  ["response.completed", { ...outcome, finish: "completed", isTerminal: true }],
  ["response.incomplete", { ...outcome, finish: "incomplete", isTerminal: true }],
  ["response.failed", { ...outcome, failure: "member" }],
  ["error", failure],
]);

export const responses: WatchedDialect = {
  ...watchedPaths({
    type: "type",
    error: "error",
    "response.error": "error",
    "response.usage": "usage",
    "response.incomplete_details.reason": "finish",
    delta: "content",
    // `*.done` has what was not sent piece by piece.
    text: "content",
    arguments: "content",
    input: "content",
    refusal: "content",
    "item.content[].text": "content",
    "item.content[].refusal": "content",
    "item.summary[].text": "content",
    "item.arguments": "content",
    "item.input": "content",
  }),
  roleOf(name) {
    if (name.endsWith(".delta") || name.endsWith(".done")) return content;
    return roles.get(name) ?? (name.startsWith("response.") ? nothing : undefined);
  },
  nameless: undefined,
};
