import { describe, expect, test } from "bun:test";
import { EventStreamCodec, Int64 } from "@smithy/eventstream-codec";
import type { MessageHeaders, MessageHeaderValue } from "@smithy/eventstream-codec";
import * as fc from "fast-check";
import { textHeaders, writeFrame } from "../../test/frame-writer.ts";
import { chooseFrom } from "../../test/json-writer.ts";
import { cut, joined } from "../../test/stream-writer.ts";
import { createEventStreamParser } from "./event-stream.ts";
import type { EventStreamOptions, FrameFault } from "./event-stream.ts";
import type { HeaderValue } from "./frame-headers.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const amazons = new EventStreamCodec(
  (bytes) => decoder.decode(Uint8Array.from(bytes)),
  (text) => encoder.encode(text),
);
const choices = fc.array(fc.nat(0xffff), { maxLength: 200, size: "max" });

interface Read {
  readonly frames: readonly { readonly headers: Record<string, HeaderValue>; readonly payload: Uint8Array }[];
  readonly faults: readonly FrameFault[];
}

function read(chunks: readonly Uint8Array[], options?: EventStreamOptions): Read {
  const frames: { headers: Record<string, HeaderValue>; payload: Uint8Array }[] = [];
  const faults: FrameFault[] = [];
  const parser = createEventStreamParser(
    ({ headers, payload }) => frames.push({ headers: Object.fromEntries(headers), payload: payload.slice() }),
    (fault) => faults.push(fault),
    options,
  );
  for (const chunk of chunks) {
    const lent = chunk.slice();
    parser.push(lent);
    lent.fill(0xff);
  }
  return { frames, faults };
}

function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  const hex = bytes.toHex();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
});

const headerValue: fc.Arbitrary<MessageHeaderValue> = fc.oneof(
  fc.boolean().map((value) => ({ type: "boolean" as const, value })),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ type: "byte" as const, value })),
  fc.integer({ min: -32768, max: 32767 }).map((value) => ({ type: "short" as const, value })),
  fc.integer().map((value) => ({ type: "integer" as const, value })),
  fc.maxSafeInteger().map((value) => ({ type: "long" as const, value: Int64.fromNumber(value) })),
  fc.uint8Array({ maxLength: 300 }).map((value) => ({ type: "binary" as const, value })),
  fc.string({ unit: "grapheme" }).map((value) => ({ type: "string" as const, value })),
  fc.integer().map((value) => ({ type: "timestamp" as const, value: new Date(value * 1000) })),
  uuid.map((value) => ({ type: "uuid" as const, value })),
);

const headerName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((name) => name !== "__proto__");
const message = fc.record({
  headers: fc.dictionary(headerName, headerValue, { maxKeys: 6, noNullPrototype: true }),
  body: fc.uint8Array({ maxLength: 400, size: "max" }),
});

/** What we make of one of Amazon's values. */
function expectedValue(header: MessageHeaderValue): HeaderValue {
  if (header.type === "long") return BigInt(header.value.valueOf());
  return header.type === "timestamp" ? BigInt(header.value.getTime()) : header.value;
}

function expectedHeaders(headers: MessageHeaders): Record<string, HeaderValue> {
  return Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, expectedValue(header)]));
}

describe("frames", () => {
  test("that Amazon's own codec writes are read as they were meant, however they are cut", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), choices, (messages, cuts) => {
        const bytes = joined(messages.map((each) => amazons.encode(each)));
        const frames = messages.map(({ headers, body }) => ({
          headers: expectedHeaders(headers),
          payload: body,
        }));
        const expected = { frames, faults: [] };
        expect(read([bytes])).toEqual(expected);
        expect(read(cut(bytes, chooseFrom(cuts)))).toEqual(expected);
        expect(read(bytewise(bytes))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("with a bit turned over are a fault wherever that is, after the frames before it", () => {
    const first = writeFrame({ payload: encoder.encode("whole") });
    const second = writeFrame({ headers: textHeaders({ a: "b" }), payload: encoder.encode("damaged") });
    for (let bit = 0; bit < second.length * 8; bit++) {
      const damaged = second.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const bytes = joined([first, damaged, first]);
      const { frames, faults } = read([bytes]);
      expect(frames).toHaveLength(1);
      expect(faults).toHaveLength(1);
      expect(faults[0]?.offset).toBe(first.length);
      expect(["prelude-checksum", "frame-checksum"]).toContain(faults[0]?.reason ?? "none");
      expect(read(bytewise(bytes)).faults).toEqual(faults);
    }
  });

  test("that end too soon are neither frames nor faults", () => {
    const bytes = writeFrame({ headers: textHeaders({ a: "b" }), payload: encoder.encode("text") });
    for (let end = 0; end < bytes.length; end++) {
      expect(read([bytes.slice(0, end)])).toEqual({ frames: [], faults: [] });
    }
  });
});

const header = textHeaders({ name: "value" });

test.each<[string, Uint8Array, FrameFault["reason"]]>([
  ["a size below the smallest frame", writeFrame({ size: 15 }), "frame-size"],
  ["a size of nothing", writeFrame({ size: 0 }), "frame-size"],
  ["headers beyond the frame", writeFrame({ headersSize: 1 }), "frame-size"],
  ["a size beyond all bounds", writeFrame({ size: 0xffff_ffff }), "frame-size"],
  ["a header cut in its name", writeFrame({ headers: header.slice(0, 3) }), "malformed-headers"],
  ["a header without a type", writeFrame({ headers: header.slice(0, 5) }), "malformed-headers"],
  ["a header cut in its size", writeFrame({ headers: header.slice(0, 7) }), "malformed-headers"],
  ["a header cut in its value", writeFrame({ headers: header.slice(0, -1) }), "malformed-headers"],
  ["a header of an unknown type", writeFrame({ headers: Uint8Array.of(1, 0x61, 10) }), "malformed-headers"],
  [
    "a header that reaches into the payload",
    writeFrame({ headers: header, headersSize: header.length - 1 }),
    "malformed-headers",
  ],
])("%s is a fault, told once", (_, bytes, reason) => {
  for (const chunks of [[bytes, bytes], bytewise(joined([bytes, bytes]))]) {
    const { frames, faults } = read(chunks);
    expect(frames).toEqual([]);
    expect(faults).toEqual([{ kind: "fault", reason, offset: 0, expected: expect.any(String) }]);
  }
});

test("a frame beyond the limit is refused by its size, before its bytes have come", () => {
  const limited = { frameLimitBytes: 100 };
  expect(read([writeFrame({ payload: new Uint8Array(84) })], limited).frames).toHaveLength(1);
  const long = writeFrame({ payload: new Uint8Array(85) }).slice(0, 12);
  expect(read([long], limited).faults[0]?.reason).toBe("frame-size");
  const longest = writeFrame({ size: 16 * 1024 * 1024 + 1 }).slice(0, 12);
  expect(read([longest]).faults[0]).toMatchObject({
    reason: "frame-size",
    expected: "a frame of at most 16777216 bytes, not of 16777217",
  });
});
