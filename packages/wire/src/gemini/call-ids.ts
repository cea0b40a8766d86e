// Gemini may leave out the ids of calls and results; elsewhere they cannot be told to belong together without.

import { withNote } from "../model/extras.ts";
import type { Part, ToolCallPart, ToolResultPart } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { idNote } from "./encode-parts.ts";

/**
 * Gives ids, by position, to calls without one; a result without one gets that of the first unanswered call of its
 * tool. What got one here has a note of it.
 */
export function withCallIds(turns: readonly Turn[]): readonly Turn[] {
  const named = turns.flatMap(({ parts }) => parts.flatMap((part) => idOf(part) ?? []));
  if (!named.includes("")) return turns;
  const fresh = freshIds(new Set(named));
  const unanswered = createQueues();
  const results = new Set(turns.flatMap(({ parts }) => parts.flatMap(resultIdOf)));

  const call = (part: ToolCallPart): Part => {
    const id = part.id === "" ? fresh() : part.id;
    if (!results.has(id)) unanswered.add(part.name, id);
    return part.id === "" ? withNote({ ...part, id }, "gemini", { [idNote]: "absent" }) : part;
  };
  const result = (part: ToolResultPart): Part => {
    if (part.callId !== "") return part;
    const callId = unanswered.next(part.name ?? "") ?? fresh();
    return withNote({ ...part, callId }, "gemini", { [idNote]: "absent" });
  };
  return turns.map((turn) => ({
    ...turn,
    parts: turn.parts.map((part) => {
      if (part.kind === "tool-call") return call(part);
      return part.kind === "tool-result" ? result(part) : part;
    }),
  }));
}

function idOf(part: Part): string | undefined {
  if (part.kind === "tool-call") return part.id;
  return part.kind === "tool-result" ? part.callId : undefined;
}

function resultIdOf(part: Part): readonly string[] {
  return part.kind === "tool-result" && part.callId !== "" ? [part.callId] : [];
}

/** Ids in the order of their calls, by the name of the tool. */
function createQueues(): {
  readonly add: (name: string, id: string) => void;
  readonly next: (name: string) => string | undefined;
} {
  const queues = new Map<string, { readonly ids: string[]; at: number }>();
  return {
    add(name, id) {
      const queue = queues.get(name) ?? { ids: [], at: 0 };
      queue.ids.push(id);
      queues.set(name, queue);
    },
    next(name) {
      const queue = queues.get(name);
      return queue?.ids[queue.at++];
    },
  };
}

function freshIds(taken: ReadonlySet<string>): () => string {
  let count = 0;
  return () => {
    let id = `call_${count++}`;
    while (taken.has(id)) id = `call_${count++}`;
    return id;
  };
}
