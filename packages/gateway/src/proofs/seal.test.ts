import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { dialectNames } from "@holdfast/wire";
import type { Proof } from "@holdfast/wire";
import { createProofSealer } from "./seal.ts";

const key = new Uint8Array(32).fill(7);
const { seal, open } = createProofSealer([key]);

const proof: fc.Arbitrary<Proof> = fc
  .record({
    dialect: fc.constantFrom(...dialectNames),
    value: fc.string({ unit: "binary", maxLength: 400 }),
    scope: fc.constantFrom("a/m", "b/m"),
    rest: fc.constantFrom<Partial<Proof>>({}, { isRedacted: true }, { isForNext: true }),
  })
  .map(({ rest, ...fields }) => ({ ...fields, ...rest }));

describe("a sealed proof", () => {
  test("opens to what it was, and is the same token every time", () => {
    fc.assert(
      fc.property(proof, (value) => {
        const token = seal(value);
        expect(token).toMatch(/^hf1\.[\w-]+$/);
        expect(open(token)).toEqual(value);
        expect(seal(value)).toBe(token);
      }),
      { seed: 1 },
    );
  });

  test("does not open once a single bit is another", () => {
    const token = Buffer.from(
      seal({ dialect: "messages", value: "secret", scope: "a/m" }).slice(4),
      "base64url",
    );
    for (let bit = 0; bit < token.length * 8; bit++) {
      const changed = Buffer.from(token);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(open(`hf1.${changed.toString("base64url")}`)).toBeUndefined();
    }
  });

  test.each(["", "hf1.", "hf1.AAAA", "hf2.AAAA", `hf1.${"A".repeat(400)}`, "hf1.\u0000"])(
    "%p does not open",
    (token) => {
      expect(open(token)).toBeUndefined();
    },
  );

  test("opens with an older key, and not with a stranger's", () => {
    const token = seal({ dialect: "gemini", value: "v" });
    expect(createProofSealer([randomBytes(32), key]).open(token)).toEqual({ dialect: "gemini", value: "v" });
    expect(createProofSealer([randomBytes(32)]).open(token)).toBeUndefined();
  });

  test("says nothing about what is in it", () => {
    expect(seal({ dialect: "messages", value: "secret-signature", scope: "a/m" })).not.toContain("secret");
  });
});
