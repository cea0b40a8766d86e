import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { createHeldBytes } from "./held-bytes.ts";

const size = fc.oneof(fc.nat(20), fc.constantFrom(0, 255, 256, 257, 4000, 4095, 4096, 4097, 9000));

test("what is added in pieces of any size comes back as it was added", () => {
  fc.assert(
    fc.property(fc.array(fc.array(size, { maxLength: 12 }), { maxLength: 4 }), (rounds) => {
      const held = createHeldBytes();
      for (const sizes of rounds) {
        const added: number[] = [];
        for (const [index, count] of sizes.entries()) {
          const bytes = new Uint8Array(count + 2).fill(index + 1);
          held.add(bytes, 1, count + 1);
          // The caller may use its memory again.
          bytes.fill(0);
          added.push(...Array.from({ length: count }, () => index + 1));
          expect(held.size()).toBe(added.length);
          if (index % 3 === 0) expect([...held.view()]).toEqual(added);
        }
        expect([...held.take()]).toEqual(added);
        expect(held.size()).toBe(0);
      }
    }),
    { numRuns: 100 },
  );
});
