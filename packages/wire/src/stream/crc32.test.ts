import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { crc32 } from "./crc32.ts";

test.each([
  ["", 0],
  ["123456789", 0xcbf43926],
  ["The quick brown fox jumps over the lazy dog", 0x414fa339],
])("the checksum of %j is known", (text, sum) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(sum);
});

test("it is what the platform reckons, in one go or in two", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200, size: "max" }), fc.nat(200), (bytes, cut) => {
      const middle = Math.min(cut, bytes.length);
      const sum = Bun.hash.crc32(bytes);
      expect(crc32(bytes)).toBe(sum);
      expect(crc32(bytes, middle, bytes.length, crc32(bytes, 0, middle))).toBe(sum);
    }),
  );
});
