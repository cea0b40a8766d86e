// A request's body as the client meant it: without its encoding.

import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { RequestHead } from "@holdfast/transport";
import type { Dialect } from "../contract/config.ts";
import { tooLarge } from "./recognise.ts";
import type { Refusal } from "./refusal.ts";

type Decode = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

export type Body =
  | { readonly kind: "body"; readonly bytes: Uint8Array; readonly wasEncoded: boolean }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What the body is encoded with, or a refusal where nobody here can read that. Asked before the body is read. */
export function encodingOf(head: RequestHead, dialect: Dialect): string | undefined | Refusal {
  const codings = head.fields
    .getAll("content-encoding")
    .flatMap((value) => value.split(","))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  const [coding, ...more] = codings;
  if (coding === undefined) return undefined;
  if (more.length === 0 && Object.hasOwn(decoders, coding)) return coding;
  const message =
    `The request body is encoded (content-encoding: ${codings.join(", ").slice(0, 40)}); ` +
    `send it plain, or as one of ${Object.keys(decoders).join(", ")}.`;
  return { dialect, kind: "unsupported-encoding", message };
}

/** `limit` bounds the body once it is decoded too: a few KB can hold gigabytes. */
export function decodeBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  { dialect, limit }: { readonly dialect: Dialect; readonly limit: number },
): Body {
  const decode = encoding === undefined ? undefined : decoders[encoding];
  if (decode === undefined) return { kind: "body", bytes, wasEncoded: false };
  try {
    return { kind: "body", bytes: decode(bytes, { maxOutputLength: limit }), wasEncoded: true };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") return { kind: "refused", refusal: tooLarge(dialect, limit) };
    const message = `The request body is not valid ${encoding ?? "data"}, which its content-encoding says it is.`;
    return { kind: "refused", refusal: { dialect, kind: "bad-request", message } };
  }
}
