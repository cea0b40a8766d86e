// Chunks as text. Only what differs from one to the next is made anew: a stream has thousands of them.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { ResponseStart } from "../model/event.ts";
import type { Usage } from "../model/response.ts";
import { encodeUsage } from "./usage.ts";

export interface ChunkWriter {
  /** The first chunk, which names the role. */
  readonly begin: (start: Omit<ResponseStart, "kind">) => string;
  /** A chunk with this delta, JSON already. Begins where nothing has begun. */
  readonly delta: (json: string) => string;
  readonly finish: (word: string) => string;
  /** The chunk that tells the usage; empty where the client has not asked for it. */
  readonly usage: (usage: Usage) => string;
}

export function createChunkWriter(context: ReplyContext): ChunkWriter {
  const asksForUsage = context.request.includeUsage === true;
  // Whoever asked for the usage finds the field in every chunk.
  const usageField = asksForUsage ? `,"usage":null` : "";
  const tail = `,"logprobs":null,"finish_reason":null}]${usageField}}\n\n`;
  let head = "";

  const begin = (start: Omit<ResponseStart, "kind">): string => {
    head = headOf(start, context);
    return `${head}"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null}${tail}`;
  };
  const begun = (): string => (head === "" ? begin({ id: "", model: "" }) : "");

  return {
    begin,
    delta: (json) => `${begun()}${head}"choices":[{"index":0,"delta":${json}${tail}`,
    finish(word) {
      const choice = `{"index":0,"delta":{},"logprobs":null,"finish_reason":${JSON.stringify(word)}}`;
      return `${begun()}${head}"choices":[${choice}]${usageField}}\n\n`;
    },
    usage(usage) {
      if (!asksForUsage) return "";
      return `${begun()}${head}"choices":[],"usage":${JSON.stringify(encodeUsage(usage))}}\n\n`;
    },
  };
}

/** What every chunk begins with. An id of OpenAI's own is kept: whoever looks for it finds it in the provider's log. */
function headOf(start: Omit<ResponseStart, "kind">, { idSeed, createdAt, model }: ReplyContext): string {
  const id = start.id.startsWith("chatcmpl-") ? start.id : idFrom("chatcmpl-", idSeed);
  const fields = {
    id,
    object: "chat.completion.chunk",
    created: start.createdAt ?? createdAt,
    model,
  };
  return `data: ${JSON.stringify(fields).slice(0, -1)},`;
}
