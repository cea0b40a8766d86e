// Ids of tool calls: each one there, each one its own, each one such as the provider takes, and the same in its result.
// Ids are between client and provider, and answers bring new ones: a change is no loss.

import type { Part, ToolResultPart } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { hashOf } from "./hash.ts";
import { mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitToolIds(request: NeutralRequest, target: FitTarget): Fitted {
  const isPlain = target.capabilities.toolIds === "plain";
  // OpenAI's chat completions refuse longer ones, its responses do not.
  const length = target.dialect === "chat" ? 40 : 64;
  // What the client says somewhere is nobody else's new id.
  const taken = new Set(idsIn(request));
  const used = new Set<string>();
  const calls = new Map<string, Call[]>();
  let count = 0;

  const fittedId = (id: string): string => {
    const legal = isPlain ? id.replaceAll(/[^a-zA-Z0-9_-]/g, "_") : id;
    if (id !== "" && legal === id && (!isPlain || id.length <= length) && !used.has(id)) return id;
    for (let attempt = count; ; attempt++) {
      const mark = hashOf(`${id}#${attempt}`);
      const made =
        id === "" ? `call_${attempt}_${mark}` : `${legal.slice(0, length - mark.length - 1)}_${mark}`;
      if (!taken.has(made) && !used.has(made)) return made;
    }
  };

  const fitted = mapParts(request, (part) => {
    if (part.kind === "tool-call") {
      const id = fittedId(part.id);
      used.add(id);
      count += 1;
      const call = { id, name: part.name, isAnswered: false };
      calls.set(part.id, [...(calls.get(part.id) ?? []), call]);
      return id === part.id ? part : { ...part, id };
    }
    return part.kind === "tool-result" ? answering(part, calls.get(part.callId) ?? []) : part;
  });
  return { request: fitted, losses: [] };
}

interface Call {
  readonly id: string;
  readonly name: string;
  isAnswered: boolean;
}

/** The result with the id of the call that it answers: of several with the same one, the first that is open. */
function answering(result: ToolResultPart, sameId: readonly Call[]): Part {
  const candidates = result.callId === "" ? named(sameId, result.name) : sameId;
  const call = candidates.find(({ isAnswered }) => !isAnswered) ?? candidates.at(-1);
  if (call === undefined) return result;
  call.isAnswered = true;
  return call.id === result.callId ? result : { ...result, callId: call.id };
}

/** Where nobody gave ids, the tool's name tells which call is meant. */
function named(calls: readonly Call[], name: string | undefined): readonly Call[] {
  const sameName = calls.filter((call) => call.name === name);
  return sameName.length === 0 ? calls : sameName;
}

function idsIn({ turns }: NeutralRequest): string[] {
  return turns.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "tool-call" ? [part.id] : [])));
}
