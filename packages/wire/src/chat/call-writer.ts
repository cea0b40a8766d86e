// Tool calls in a stream for a client: each numbered, named once, its input in pieces.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { Proof, ToolCallPart } from "../model/part.ts";
import { sealedFor } from "../proofs.ts";
import type { ChunkWriter } from "./chunk-writer.ts";

export interface CallWriter {
  readonly start: (call: Pick<ToolCallPart, "id" | "name" | "inputKind">) => string;
  /** A piece of the input of the call that was started last. */
  readonly input: (text: string) => string;
  readonly end: (proof: Proof | undefined) => string;
  readonly count: () => number;
}

export function createCallWriter(chunks: ChunkWriter, { idSeed, seal }: ReplyContext): CallWriter {
  let count = 0;
  let isFreeform = false;
  let hasInput = false;

  const delta = (fields: string): string => chunks.delta(`{"tool_calls":[{"index":${count - 1},${fields}}]}`);
  const input = (text: string): string => {
    hasInput = true;
    const piece = JSON.stringify(text);
    return delta(isFreeform ? `"custom":{"input":${piece}}` : `"function":{"arguments":${piece}}`);
  };

  return {
    start({ id, name, inputKind }) {
      const own = JSON.stringify(id === "" ? idFrom("call_", idSeed, count) : id);
      const called = JSON.stringify(name);
      count++;
      isFreeform = inputKind === "freeform";
      hasInput = false;
      return isFreeform
        ? delta(`"id":${own},"type":"custom","custom":{"name":${called},"input":""}`)
        : delta(`"id":${own},"type":"function","function":{"name":${called},"arguments":""}`);
    },
    input,
    end(proof) {
      // Whoever parses the input of a call without any wants an object.
      const last = hasInput || isFreeform ? "" : input("{}");
      if (proof === undefined) return last;
      const signature = JSON.stringify(sealedFor("chat", proof, seal));
      return last + delta(`"extra_content":{"google":{"thought_signature":${signature}}}`);
    },
    count: () => count,
  };
}
