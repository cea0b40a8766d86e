import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { BodyCollector } from "./body-collector.ts";

function piecesOf(whole: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < whole.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    pieces.push(whole.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

function collected(pieces: readonly Uint8Array[], limit = Number.POSITIVE_INFINITY): BodyCollector {
  const collector = new BodyCollector(limit);
  for (const piece of pieces) collector.add(piece);
  return collector;
}

/** Bytes that tell when they are out of place. */
function numbered(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

/** Memory that buffers of these pieces hold on to, outside of the pieces themselves. */
function heldBytes(run: () => BodyCollector): number {
  Bun.gc(true);
  const before = process.memoryUsage().arrayBuffers;
  const collector = run();
  Bun.gc(true);
  const held = process.memoryUsage().arrayBuffers - before;
  expect(collector.whole().length).toBeGreaterThan(0);
  return held;
}

describe("a body", () => {
  test("is the same whole, however it is cut", () => {
    const sizes = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 3_000, max: 70_000 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300_000 }), sizes, (length, cuts) => {
        const whole = numbered(length);
        const collector = collected(piecesOf(whole, cuts));
        expect(Buffer.compare(collector.whole(), whole)).toBe(0);
        expect(Buffer.compare(collector.whole(), whole)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test("that never came is empty", () => {
    expect(collected([]).whole()).toHaveLength(0);
  });

  test("that came in one piece is that piece, not a copy", () => {
    const piece = numbered(100);
    expect(collected([piece]).whole()).toBe(piece);
  });

  test("does not change when its sender's buffer does, beyond the pieces that are kept as they are", () => {
    const buffer = numbered(10);
    const collector = collected([numbered(5_000), buffer]);
    buffer.fill(0);
    expect([...collector.whole().subarray(5_000)]).toEqual([...numbered(10)]);
  });
});

describe("the limit", () => {
  test.each([
    [[10], 10, true],
    [[11], 10, false],
    [[5, 5], 10, true],
    [[5, 6], 10, false],
    [[5_000, 5_000], 10_000, true],
    [[5_000, 5_001], 10_000, false],
    [[1], 0, false],
  ])("pieces of %j bytes under a limit of %d: taken is %p", (sizes, limit, isTaken) => {
    const collector = new BodyCollector(limit);
    const answers = sizes.map((size) => collector.add(numbered(size)));
    expect(answers).toEqual([...answers.slice(0, -1).fill(true), isTaken]);
  });

  test("gives the memory back once it is passed", () => {
    const collector = new BodyCollector(1_000_000);
    collector.add(numbered(900_000));
    expect(collector.add(numbered(200_000))).toBe(false);
    expect(collector.whole()).toHaveLength(0);
  });
});

describe("memory", () => {
  const megabyte = 1_048_576;

  test("a megabyte in pieces of one byte takes little more than a megabyte", () => {
    const byte = Uint8Array.of(7);
    const held = heldBytes(() => {
      const collector = new BodyCollector(megabyte);
      for (let i = 0; i < megabyte; i++) collector.add(byte);
      return collector;
    });
    expect(held).toBeLessThan(1.5 * megabyte);
  });

  test("small pieces between large ones do not cost a buffer each", () => {
    const byte = Uint8Array.of(7);
    const large = new Uint8Array(4096);
    const held = heldBytes(() => {
      const collector = new BodyCollector(64 * megabyte);
      for (let i = 0; i < 1_000; i++) {
        collector.add(large);
        collector.add(byte);
      }
      return collector;
    });
    expect(held).toBeLessThan(megabyte);
  });
});
