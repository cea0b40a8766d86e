// What a provider says when it refuses: status, fields and a body that is read to its bound and no further.

import type { ResponseHead } from "@holdfast/transport";
import { dialects } from "@holdfast/wire";
import type { DialectName } from "@holdfast/wire";
import { createGathered } from "./answers/gathered.ts";
import { limitsFrom } from "./limit-fields.ts";
import { problemFromSaid } from "./problem.ts";
import type { Problem } from "./problem.ts";

/** Error bodies have some hundred bytes; an HTML page some thousand. */
const errorLimit = 256 * 1024;

const decoder = new TextDecoder();

export interface ErrorBody {
  readonly data: (bytes: Uint8Array) => void;
  /** The problem that it tells of, from what was read. */
  readonly problem: () => Problem;
}

export function createErrorBody(dialect: DialectName, head: ResponseHead, wallMs: number): ErrorBody {
  const body = createGathered(errorLimit);
  let isWhole = true;
  return {
    data(bytes) {
      if (isWhole) isWhole = body.add(bytes);
    },
    problem() {
      const bytes = isWhole ? body.whole() : new Uint8Array(0);
      const failure = dialects[dialect].decodeError({
        status: head.status,
        body: decoder.decode(bytes),
        field: (name) => head.fields.get(name),
      });
      const limits = limitsFrom(head.fields, wallMs);
      const problem = problemFromSaid(failure, { status: head.status, limits });
      return isWhole ? { ...problem, verbatim: { dialect, head, body: bytes } } : problem;
    },
  };
}
