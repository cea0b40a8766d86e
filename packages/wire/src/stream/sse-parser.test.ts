import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { chooseFrom } from "../../test/json-writer.ts";
import { referenceMessages } from "../../test/reference-sse.ts";
import { bytewise, lawBrokenByLimit, lawBrokenByReading, readSse } from "../../test/sse-laws.ts";
import { cut, joined, spellingFrom, writeEvent, writeRoughStream } from "../../test/stream-writer.ts";
import type { StreamMessage } from "../dialect.ts";
import { createSseParser } from "./sse-parser.ts";

const encoder = new TextEncoder();
const choices = fc.array(fc.nat(0xffff), { maxLength: 200, size: "max" });

/** The bytes in chunks of these sizes, over and over. */
function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 1) {
    chunks.push(bytes.slice(at, at + (sizes[chunks.length % sizes.length] ?? 1)));
  }
  return chunks;
}

describe("a stream's bytes become messages", () => {
  test.each<[string, string, readonly StreamMessage[]]>([
    ["a line of data", "data: x\n\n", [{ name: "", data: "x" }]],
    ["a name and data", "event: ping\ndata: {}\n\n", [{ name: "ping", data: "{}" }]],
    ["a name behind its data", "data: {}\nevent: ping\n\n", [{ name: "ping", data: "{}" }]],
    ["the last of two names", "event: a\nevent: b\ndata: x\n\n", [{ name: "b", data: "x" }]],
    ["a name that was taken back", "event: a\nevent\ndata: x\n\n", [{ name: "", data: "x" }]],
    ["several lines of data", "data: a\ndata:\ndata: b\n\n", [{ name: "", data: "a\n\nb" }]],
    ["no space behind the colon", "data:x\n\n", [{ name: "", data: "x" }]],
    ["only one space is taken away", "data:  x \n\n", [{ name: "", data: " x " }]],
    ["empty data", "data:\n\ndata\n\n", [1, 2].map(() => ({ name: "", data: "" }))],
    ["the standard's example", "data\n\ndata\ndata\n\ndata:", ["", "\n"].map((data) => ({ name: "", data }))],
    ["a name without data is no message", "event: ping\n\ndata: x\n\n", [{ name: "", data: "x" }]],
    [
      "comments, ids and retries say nothing",
      ": c\nid: 1\nretry: 9\n:\ndata: x\n\n",
      [{ name: "", data: "x" }],
    ],
    [
      "fields of other names",
      "dat: a\ndatax: b\n data: c\nData: d\neventx: e\ndata: x\n\n",
      [{ name: "", data: "x" }],
    ],
    ["a value with colons", "data: a: b:c\n\n", [{ name: "", data: "a: b:c" }]],
    ["a mark at the beginning", "\ufeffdata: x\n\n", [{ name: "", data: "x" }]],
    [
      "a second mark is a part of the field's name",
      "\ufeff\ufeffdata: x\n\ndata: y\n\n",
      [{ name: "", data: "y" }],
    ],
    [
      "a mark later is a part of the text",
      "\n\ufeffdata: x\n\ndata: \ufeffy\n\n",
      [{ name: "", data: "\ufeffy" }],
    ],
    ["line ends of all kinds", "data: a\rdata: b\r\ndata: c\n\r\n", [{ name: "", data: "a\nb\nc" }]],
    ["two CRs are two line ends", "data: a\r\rdata: b\n\n", ["a", "b"].map((data) => ({ name: "", data }))],
    ["an unfinished event is none", "data: a\n\ndata: b\n", [{ name: "", data: "a" }]],
    ["an unfinished line is none", "data: a\n\ndata: b", [{ name: "", data: "a" }]],
    ["nothing", "", []],
  ])("%s", (_, text, expected) => {
    const bytes = encoder.encode(text);
    expect(readSse([bytes]).messages).toEqual(expected);
    expect(readSse(bytewise(bytes)).messages).toEqual(expected);
    expect(referenceMessages(bytes)).toEqual([...expected]);
  });

  test("characters that are cut are whole again, and what is no UTF-8 becomes U+FFFD", () => {
    const bad = Uint8Array.of(0xe6, 0xbc, 0xff, 0xf0, 0x9f);
    const bytes = joined([encoder.encode("data: 漢😀"), bad, encoder.encode("\n\n")]);
    const expected = [{ name: "", data: "漢😀\ufffd\ufffd\ufffd" }];
    expect(readSse([bytes]).messages).toEqual(expected);
    expect(readSse(bytewise(bytes)).messages).toEqual(expected);
  });

  test("rough streams are read as the standard says, however they are cut", () => {
    fc.assert(
      fc.property(choices, choices, (written, cuts) => {
        const chunks = cut(writeRoughStream(chooseFrom(written)), chooseFrom(cuts));
        expect(lawBrokenByReading(chunks)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test("what was written in any spelling is what is read", () => {
    const text = fc.string({ unit: "binary" }).map((line) => line.replaceAll(/\r\n?/g, "\n"));
    const name = fc.constantFrom("ping", "a.b_c", "größe");
    const events = fc.array(fc.record({ name: fc.option(name, { nil: undefined }), data: text }));
    fc.assert(
      fc.property(events, choices, (list, spelled) => {
        const choose = chooseFrom(spelled);
        const spelling = spellingFrom(choose);
        const bytes = encoder.encode(list.map((event) => writeEvent(event, spelling)).join(""));
        const expected = list.map(({ name: given, data }) => ({
          name: given ?? "",
          data: data.toWellFormed(),
        }));
        expect(readSse(cut(bytes, choose)).messages).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test("long lines in large pieces are read as the standard says, and limited in the same place", () => {
    const unit = fc.constantFrom("x", "\n", "\r\n", "\n\n", "\r", "größe 漢字 😀", "\ufeff", "\u0000");
    const text = fc.array(fc.tuple(unit, fc.constantFrom(1, 1, 50, 900, 6000)), { maxLength: 8 });
    const size = fc.constantFrom(1, 300, 4095, 4096, 4097, 9000, 20_000);
    fc.assert(
      fc.property(
        text,
        fc.array(size, { minLength: 1 }),
        fc.constantFrom(5000, 40_000),
        (list, sizes, limit) => {
          const lines = list.map(([piece, times]) =>
            piece.includes("\n") ? piece : `data: ${piece.repeat(times)}`,
          );
          const bytes = encoder.encode(`\ufeff${lines.join("")}\n\n`);
          const chunks = pieces(bytes, sizes);
          expect(lawBrokenByReading(chunks)).toBeUndefined();
          expect(lawBrokenByLimit(chunks, limit)).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });

  test("random bytes are read as the standard says", () => {
    const byte = fc.oneof(fc.constantFrom(...encoder.encode("data:event \n\r")), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 120 }), choices, (list, cuts) => {
        expect(lawBrokenByReading(cut(Uint8Array.from(list), chooseFrom(cuts)))).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });
});

describe("an event beyond its limit", () => {
  test.each([
    ["data that ends within it", "data: 345678901234\n\n", 1, 0],
    ["one byte too many", "data: 3456789012345\n\n", 0, 1],
    ["a line that does not end", `data: ${"x".repeat(100)}`, 0, 1],
    ["many lines", "data: 1\n".repeat(4), 0, 1],
    ["comments, which count as well", ": 4567890\n: 4567890\n:\n\n", 0, 1],
    ["many short events", "data: 1\n\n".repeat(50), 50, 0],
    ["short events before a long one", `${"data: 1\n\n".repeat(3)}data: 3456789012345\n\ndata: 1\n\n`, 3, 1],
    ["the second byte of a line end", "data: 3456789\r\ndata\r\n\r\n", 0, 1],
    ["bytes and not characters", "data: 漢漢漢漢漢\n\n", 0, 1],
  ])("%s", (_, text, messages, overflows) => {
    const bytes = encoder.encode(text);
    for (const chunks of [[bytes], bytewise(bytes), [bytes.subarray(0, 21), bytes.subarray(21)]]) {
      const parsed = readSse(chunks, 20);
      expect(parsed.messages).toHaveLength(messages);
      expect(parsed.overflows).toBe(overflows);
    }
  });

  test("is found at the same place however the stream is cut", () => {
    fc.assert(
      fc.property(choices, choices, fc.integer({ min: 1, max: 60 }), (written, cuts, limit) => {
        const chunks = cut(writeRoughStream(chooseFrom(written)), chooseFrom(cuts));
        expect(lawBrokenByLimit(chunks, limit)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["", 24_015],
    ["\ufeff", 24_018],
  ])("is measured by its bytes where it came in pieces of any size (%j)", (mark, size) => {
    const bytes = encoder.encode(`${mark}data: ${"x".repeat(12_000)}\ndata: ${"y".repeat(12_000)}\n\n`);
    expect(bytes).toHaveLength(size);
    for (const chunks of [
      [bytes],
      pieces(bytes, [5000]),
      pieces(bytes, [11_000]),
      pieces(bytes, [14_000]),
      bytewise(bytes),
    ]) {
      // A mark at the beginning is none of the event's.
      expect(readSse(chunks, 24_015)).toMatchObject({ messages: [{ name: "" }], overflows: 0 });
      expect(readSse(chunks, 24_014)).toEqual({ messages: [], overflows: 1 });
    }
  });

  test("is one of more than 16 MiB", () => {
    const line = encoder.encode(`data: ${"x".repeat(16 * 1024 * 1024 - 8)}\n`);
    const blank = encoder.encode("\n");
    expect(readSse([line, blank])).toMatchObject({ overflows: 0, messages: [{ name: "" }] });
    expect(readSse([encoder.encode(":"), encoder.encode("\n"), line, blank])).toEqual({
      overflows: 1,
      messages: [],
    });
  });
});

test("a long line in many pieces is not copied again and again", () => {
  const piece = encoder.encode("x".repeat(50));
  let size = 0;
  const parser = createSseParser(
    ({ data }) => {
      size = data.length;
    },
    () => undefined,
  );
  parser.push(encoder.encode("data: "));
  for (let count = 0; count < 200_000; count++) parser.push(piece);
  parser.push(encoder.encode("\n\n"));
  expect(size).toBe(10_000_000);
});
