// `groundingMetadata`: pages (chunks), and which stretch of which part each of them supports.

import { isArray, isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Citation, Part } from "../model/part.ts";
import { compact, fieldsFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** A citation, and the part that it was said to be for. */
export interface Grounding {
  readonly partIndex: number;
  readonly citation: Citation;
}

/** A text and where it is among the parts. */
export interface GroundedText {
  readonly partIndex: number;
  readonly text: string;
}

/**
 * The citations of a `groundingMetadata`. `textAt` gives the text that a part index means; where that is none, the
 * citation is left out. Chunks that nothing refers to are citations of the last text, without a stretch.
 */
export function decodeGrounding(
  metadata: Fields,
  textAt: (partIndex: number | undefined) => GroundedText | undefined,
): readonly Grounding[] {
  const chunks = metadata.take("groundingChunks", objectsFrom) ?? [];
  const supports = metadata.take("groundingSupports", objectsFrom) ?? [];
  const used = new Set<number>();
  const grounded = supports.flatMap((support) => {
    const { segment, indices } = supportFrom(support);
    const target = textAt(segment.partIndex);
    for (const index of indices) used.add(index);
    const stretch = target === undefined ? {} : stretchOf(segment, target.text);
    return indices.flatMap((index) => groundingFrom(chunks[index], target, stretch));
  });
  const rest = chunks.filter((_chunk, index) => !used.has(index));
  return [...grounded, ...rest.flatMap((chunk) => groundingFrom(chunk, textAt(undefined), {}))];
}

/** The metadata for citations by part; undefined where there are none. */
export function encodeGrounding(
  parts: readonly (GroundedText & { readonly citations: readonly Citation[] })[],
): JsonObject | undefined {
  const chunks: JsonValue[] = [];
  const indices = new Map<string, number>();
  const supports: JsonValue[] = [];
  for (const { partIndex, text, citations } of parts) {
    for (const citation of citations) {
      const chunk = chunkOf(citation);
      if (chunk === undefined) continue;
      const key = JSON.stringify(chunk);
      const index = indices.get(key) ?? chunks.push(chunk) - 1;
      indices.set(key, index);
      supports.push({ segment: segmentOf(citation, { partIndex, text }), groundingChunkIndices: [index] });
    }
  }
  return chunks.length === 0 ? undefined : { groundingChunks: chunks, groundingSupports: supports };
}

/** Citations that Gemini cannot be told: those of other dialects that are no pages. */
export function isGroundable(citation: Citation): boolean {
  return citation.kind === "url" || (citation.origin === "gemini" && isObject(citation.value));
}

export function citationsOf(part: Part): readonly Citation[] {
  return part.kind === "text" ? (part.citations ?? []) : [];
}

export function withoutCitations(part: Part): Part {
  if (part.kind !== "text" || part.citations === undefined) return part;
  const { citations: _citations, ...rest } = part;
  return rest;
}

interface Segment {
  readonly partIndex?: number;
  readonly startIndex?: number;
  readonly endIndex?: number;
  readonly text?: string;
}

interface Stretch {
  readonly start?: number;
  readonly end?: number;
}

function supportFrom(support: JsonObject): {
  readonly segment: Segment;
  readonly indices: readonly number[];
} {
  const fields = fieldsFrom(support);
  const segment = fields.child("segment");
  const listed = fields.take("groundingChunkIndices", (value) => (isArray(value) ? value : undefined)) ?? [];
  const said = {
    partIndex: segment?.take("partIndex", numberOf),
    startIndex: segment?.take("startIndex", numberOf),
    endIndex: segment?.take("endIndex", numberOf),
    text: segment?.take("text", textOf),
  };
  return { segment: compactSegment(said), indices: listed.filter((index) => typeof index === "number") };
}

function compactSegment(said: { readonly [Name in keyof Segment]: Segment[Name] | undefined }): Segment {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** Offsets are in bytes there, and 0 is left out; an end that is left out is no stretch. */
function stretchOf({ startIndex = 0, endIndex, text: quoted }: Segment, text: string): Stretch {
  if (endIndex === undefined) return {};
  const start = utf16Offset(text, startIndex);
  const end = utf16Offset(text, endIndex);
  const isRight = start !== undefined && end !== undefined && start <= end;
  if (isRight && (quoted === undefined || text.slice(start, end) === quoted)) return { start, end };
  // Some answers count from elsewhere; what is quoted says where it is.
  const found = quoted === undefined || quoted === "" ? -1 : text.indexOf(quoted);
  return found < 0 || quoted === undefined ? {} : { start: found, end: found + quoted.length };
}

function groundingFrom(
  chunk: JsonObject | undefined,
  target: GroundedText | undefined,
  stretch: Stretch,
): readonly Grounding[] {
  if (chunk === undefined || target === undefined) return [];
  const page = objectOf(chunk["web"]);
  const url = textOf(page?.["uri"]);
  if (page === undefined || url === undefined) {
    return [{ partIndex: target.partIndex, citation: { kind: "unknown", origin: "gemini", value: chunk } }];
  }
  const { uri: _uri, title: said, ...rest } = page;
  const title = textOf(said);
  const extras = Object.keys(rest).length === 0 ? {} : { extras: { gemini: rest } };
  const titled = title === undefined ? {} : { title };
  return [{ partIndex: target.partIndex, citation: { kind: "url", url, ...titled, ...stretch, ...extras } }];
}

function chunkOf(citation: Citation): JsonObject | undefined {
  if (citation.kind === "unknown") return isGroundable(citation) ? objectOf(citation.value) : undefined;
  const { url, title, extras } = citation;
  return { web: compact({ ...extras?.gemini, uri: url, title }) };
}

function segmentOf(citation: Citation, { partIndex, text }: GroundedText): JsonObject {
  if (citation.kind === "unknown" || citation.start === undefined || citation.end === undefined) {
    return { partIndex };
  }
  const { start, end } = citation;
  const startIndex = utf8Length(text.slice(0, start));
  const quoted = text.slice(start, end);
  return { partIndex, startIndex, endIndex: startIndex + utf8Length(quoted), text: quoted };
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Where in the text its first `bytes` bytes end; undefined where that is inside of a character, or behind the text. */
function utf16Offset(text: string, bytes: number): number | undefined {
  let at = 0;
  let left = bytes;
  while (left > 0 && at < text.length) {
    const point = text.codePointAt(at) ?? 0;
    left -= utf8Size(point);
    at += point > 0xffff ? 2 : 1;
  }
  return left === 0 ? at : undefined;
}

function utf8Size(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

function objectsFrom(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  if (!isArray(value)) return undefined;
  const objects = value.filter((element) => isObject(element));
  return objects.length === value.length ? objects : undefined;
}
