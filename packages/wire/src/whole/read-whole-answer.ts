// What can be said of a provider's whole answer without parsing it: is it one, and what did it use?

import type { DialectName } from "../dialect-name.ts";
import { dialects } from "../dialects.ts";
import type { CanonicalFailure } from "../failure.ts";
import { walkMembers } from "../json/members.ts";
import type { ByteRange } from "../json/members.ts";
import { isSpelled, isWord } from "../json/text.ts";
import { isObject, parseJson, textOf } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { Usage } from "../model/response.ts";

export type WholeAnswer =
  | { readonly kind: "answer"; readonly told: { readonly usage?: Usage; readonly finish?: string } }
  /** A failure under a good status. */
  | { readonly kind: "failed"; readonly failure: CanonicalFailure }
  /** No answer of the dialect, nor of any; the sentence goes on behind "gave no whole answer: ". */
  | { readonly kind: "nothing"; readonly why: string };

const decoder = new TextDecoder();

export function readWholeAnswer(dialect: DialectName, body: Uint8Array): WholeAnswer {
  if (body.length === 0) return { kind: "nothing", why: "its body is empty" };
  let usage: ByteRange | undefined;
  let finish: ByteRange | undefined;
  const seen = { error: false };
  const fault = walkMembers(body, ({ key, value }) => {
    if (isSpelled(body, key, "usage") || isSpelled(body, key, "usageMetadata")) usage = { ...value };
    else if (isSpelled(body, key, "stop_reason")) finish = { ...value };
    else if (isSpelled(body, key, "error")) seen.error = !isWord(body, value, "null");
    return undefined;
  });
  if (fault !== undefined) return { kind: "nothing", why: "it sent no whole JSON object" };
  if (seen.error) {
    const failure = dialects[dialect].decodeError({
      status: undefined,
      body: decoder.decode(body),
      field: () => undefined,
    });
    return { kind: "failed", failure };
  }
  const used = usage === undefined ? undefined : valueAt(body, usage);
  const counted = isObject(used) ? dialects[dialect].usageFrom([used]) : undefined;
  const reason = finish === undefined ? undefined : textOf(valueAt(body, finish));
  return {
    kind: "answer",
    told: {
      ...(counted === undefined ? {} : { usage: counted }),
      ...(reason === undefined ? {} : { finish: reason }),
    },
  };
}

function valueAt(body: Uint8Array, { start, end }: ByteRange): JsonValue | undefined {
  return parseJson(decoder.decode(body.subarray(start, end)));
}
