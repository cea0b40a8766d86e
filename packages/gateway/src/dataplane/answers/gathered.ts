// The bytes of a whole answer, kept until all are there: until then another road can still answer.

import type { Problem } from "../problem.ts";

/** A whole answer is a few KB; the largest, embeddings and images as base64, some MB. */
export const gatherLimit = 64 * 1024 * 1024;

export interface Gathered {
  readonly add: (bytes: Uint8Array) => boolean;
  readonly whole: () => Uint8Array;
}

/** `add` says `false` where the limit is passed; nothing is kept then. */
export function createGathered(limit: number): Gathered {
  let pieces: Uint8Array[] = [];
  let length = 0;
  return {
    add(bytes) {
      length += bytes.length;
      if (length > limit) {
        pieces = [];
        return false;
      }
      pieces.push(bytes);
      return true;
    },
    whole() {
      const [first] = pieces;
      if (first !== undefined && pieces.length === 1) return first;
      const whole = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      pieces = [whole];
      return whole;
    },
  };
}

export function tooLargeAnswer(provider: string): Problem {
  return {
    class: "ours",
    failure: {
      kind: "internal",
      message: `The answer of the provider \`${provider}\` is larger than this gateway keeps (${gatherLimit / 1_048_576} MiB).`,
    },
  };
}
