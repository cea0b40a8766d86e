// The laws of reading and splicing a body, checked by the property tests and by the fuzzer.

import {
  type BodyFault,
  type RoutingFields,
  modelSizeLimit,
  readRoutingFields,
} from "../src/routing-fields.ts";
import { joinPieces, spliceModel } from "../src/splice-model.ts";
import { referenceReading } from "./reference-reader.ts";

type Parsed = { readonly accepted: false } | { readonly accepted: true; readonly value: unknown };

/** The first law that a body breaks, as a sentence; undefined if it keeps all of them. */
export function brokenLaw(body: Uint8Array): string | undefined {
  const original = body.slice();
  const read = readRoutingFields(body);
  const parsed = parse(body);
  return (
    (parsed.accepted ? disagreement(read, parsed.value) : undefined) ??
    leniency(read, body) ??
    (read.kind === "fault" ? misplacement(read, body) : badSplice(read, body, parsed)) ??
    (equal(body, original) ? undefined : "the body was changed")
  );
}

/** What JSON.parse accepts is read as JSON.parse reads it, apart from the documented refusals. */
function disagreement(read: RoutingFields | BodyFault, value: unknown): string | undefined {
  const reason = read.kind === "fault" ? read.reason : undefined;
  if (!isObject(value)) {
    return reason === "not-an-object" ? undefined : `not an object, but ${JSON.stringify(read)}`;
  }
  const { model, stream = null } = value;
  const lookalike = Object.keys(value).some((key) => key !== "model" && key.toLowerCase() === "model");
  if (lookalike) {
    return reason === "ambiguous-key" ? undefined : `a lookalike of model, but ${JSON.stringify(read)}`;
  }
  const typed =
    (model === undefined || typeof model === "string") && (stream === null || typeof stream === "boolean");
  if (!typed) return reason === "wrong-type" ? undefined : `a wrong type, but ${JSON.stringify(read)}`;
  if (read.kind === "fault") {
    const refusable =
      reason === "repeated-key" || (reason === "too-long" && (model?.length ?? 0) * 12 > modelSizeLimit);
    return refusable ? undefined : `valid, but ${JSON.stringify(read)}`;
  }
  const agrees = read.model === model && read.stream === (stream ?? false);
  return agrees ? undefined : `parsed ${JSON.stringify({ model, stream })}, read ${JSON.stringify(read)}`;
}

/** Exactly the bodies of the reference are read, valid or not. */
function leniency(read: RoutingFields | BodyFault, body: Uint8Array): string | undefined {
  const expected = referenceReading(body);
  if (expected === undefined) {
    return read.kind === "fault" ? undefined : `to be refused, but ${JSON.stringify(read)}`;
  }
  const agrees = read.kind === "fields" && read.model === expected.model && read.stream === expected.stream;
  return agrees ? undefined : `expected ${JSON.stringify(expected)}, but ${JSON.stringify(read)}`;
}

function misplacement({ offset, expected }: BodyFault, body: Uint8Array): string | undefined {
  const inside = Number.isInteger(offset) && offset >= 0 && offset <= body.length;
  return inside && expected !== "" ? undefined : `fault at ${offset} of ${body.length}`;
}

/** Splicing changes the model for every kind of reader, and nothing else. */
function badSplice(fields: RoutingFields, body: Uint8Array, parsed: Parsed): string | undefined {
  const name = 'näme "😀"\\\u0001';
  const spliced = spliceModel(body, fields, name);
  const joined = joinPieces(spliced);
  if (joined.length !== spliced.sizeBytes) {
    return `${spliced.sizeBytes} bytes announced, ${joined.length} made`;
  }
  if (!equal(outside(spliced.pieces), cut(body, fields))) return "bytes outside of the model have changed";
  const again = readRoutingFields(joined);
  const model = fields.model === undefined ? undefined : name;
  if (again.kind === "fault" || again.model !== model || again.stream !== fields.stream) {
    return `after splicing: ${JSON.stringify(again)}`;
  }
  if (!parsed.accepted || !isObject(parsed.value)) return undefined;
  const expected = model === undefined ? parsed.value : { ...parsed.value, model };
  const now = parse(joined);
  const same = now.accepted && JSON.stringify(now.value) === JSON.stringify(expected);
  return same ? undefined : `after splicing, JSON.parse gives ${JSON.stringify(now)}`;
}

function outside(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.filter((_, index) => index % 2 === 0).flatMap((piece) => [...piece]));
}

function cut(body: Uint8Array, { modelAt }: RoutingFields): Uint8Array {
  return body.filter((_, at) => !modelAt.some(({ start, end }) => at >= start && at < end));
}

function parse(body: Uint8Array): Parsed {
  try {
    return {
      accepted: true,
      value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown,
    };
  } catch {
    return { accepted: false };
  }
}

function isObject(value: unknown): value is { readonly model?: unknown; readonly stream?: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
