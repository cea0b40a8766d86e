// What can be said of a request by its head alone: whose dialect it is, and whether reading on makes sense.

import { targetOf } from "@holdfast/transport";
import type { RequestHead } from "@holdfast/transport";
import type { Dialect } from "../contract/config.ts";
import type { Refusal } from "./refusal.ts";

export interface Recognised {
  readonly kind: "recognised";
  readonly dialect: Dialect;
  /** With its question mark, or empty. */
  readonly query: string;
}

export type Recognition = Recognised | { readonly kind: "refused"; readonly refusal: Refusal };

/** Paths under the base URL that each vendor's SDK takes; OpenAI's has `/v1` in its base URL, Anthropic's has not. */
const served: readonly { readonly path: string; readonly dialect: Dialect }[] = [
  { path: "/v1/messages", dialect: "messages" },
  { path: "/v1/chat/completions", dialect: "chat" },
];

/** `bodyBytes` bounds what a declared length may be. */
export function recognise(head: RequestHead, bodyBytes: number): Recognition {
  const pathEnd = pathEndOf(head);
  const known = served.find(({ path }) => isPath(head, pathEnd, path));
  if (known === undefined) return refused(unknownPath(head));
  const { dialect, path } = known;
  if (head.method !== "POST") return refused(wrongMethod(dialect, path));
  if (head.fields.has("content-encoding")) {
    const codings = head.fields.getAll("content-encoding");
    if (codings.some(isEncoding)) return refused(unreadable(dialect, codings.join(", ")));
  }
  if (head.framing.kind === "length" && head.framing.length > bodyBytes) {
    return refused(tooLarge(dialect, bodyBytes));
  }
  const query = pathEnd === head.targetEnd ? "" : targetOf(head).slice(pathEnd - head.targetStart);
  return { kind: "recognised", dialect, query };
}

/** Where the path ends and the query, with its question mark, begins. */
function pathEndOf({ fields, targetStart, targetEnd }: RequestHead): number {
  for (let at = targetStart; at < targetEnd; at++) if (fields.bytes[at] === QUESTION_MARK) return at;
  return targetEnd;
}

const QUESTION_MARK = 0x3f;

/** Compared as bytes, exactly as they came: what is compared is what routing goes by. */
function isPath({ fields, targetStart }: RequestHead, pathEnd: number, path: string): boolean {
  if (pathEnd - targetStart !== path.length) return false;
  for (let i = 0; i < path.length; i++) {
    if (fields.bytes[targetStart + i] !== path.charCodeAt(i)) return false;
  }
  return true;
}

export function tooLarge(dialect: Dialect, bodyBytes: number): Refusal {
  const limit = `${Number((bodyBytes / 1_048_576).toFixed(2))} MiB`;
  return {
    dialect,
    kind: "too-large",
    message: `The request body is larger than this gateway takes (${limit}).`,
  };
}

function refused(refusal: Refusal): Recognition {
  return { kind: "refused", refusal };
}

/** `identity` is no encoding, and an empty value says nothing. */
function isEncoding(coding: string): boolean {
  return coding !== "" && coding.toLowerCase() !== "identity";
}

function unknownPath(head: RequestHead): Refusal {
  const known = served.map(({ path }) => `POST ${path}`).join(" and ");
  // Anthropic's SDK sends its version everywhere; to see neither is to hear the more widely understood dialect.
  const isAnthropics = targetOf(head).startsWith("/v1/messages/") || head.fields.has("anthropic-version");
  return {
    dialect: isAnthropics ? "messages" : "chat",
    kind: "unknown-path",
    message: `Nothing is served at this path. Holdfast serves ${known}.`,
  };
}

function wrongMethod(dialect: Dialect, path: string): Refusal {
  return {
    dialect,
    kind: "method-not-allowed",
    message: `${path} takes POST only.`,
    fields: [["allow", "POST"]],
  };
}

function unreadable(dialect: Dialect, coding: string): Refusal {
  const message = `The request body is encoded (content-encoding: ${coding.slice(0, 40)}); send it plain.`;
  return { dialect, kind: "unsupported-encoding", message };
}
