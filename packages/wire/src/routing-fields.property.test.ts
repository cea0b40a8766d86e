import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { chooseFrom, writeBody } from "../test/json-writer.ts";
import { brokenLaw } from "../test/laws.ts";
import { mutate } from "../test/mutation.ts";
import { readRoutingFields } from "./routing-fields.ts";

const choices = fc.array(fc.nat(0xffff), { maxLength: 300, size: "max" });
const body = choices.map((list) => new TextEncoder().encode(writeBody(chooseFrom(list))));
const damaged = fc.tuple(body, choices).map(([whole, list]) => mutate(whole, chooseFrom(list)));
const jsonObject = fc.dictionary(
  fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("model", "stream")),
  fc.jsonValue(),
);

describe("reading and splicing keep their laws", () => {
  test("for JSON in every spelling", () => {
    fc.assert(fc.property(body, holds), { numRuns: 3000 });
  });

  test("for damaged JSON", () => {
    fc.assert(fc.property(damaged, holds), { numRuns: 6000 });
  });

  test("for whatever JSON.stringify writes", () => {
    const spaced = fc.tuple(jsonObject, fc.constantFrom(undefined, 2, "\t"));
    const text = spaced.map(([value, space]) => new TextEncoder().encode(JSON.stringify(value, null, space)));
    fc.assert(fc.property(text, holds), { numRuns: 1000 });
  });

  test("for random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), holds), { numRuns: 2000 });
    const inside = fc.array(fc.constantFrom(...new TextEncoder().encode('{}[]",:\\ 1tmodel')), {
      maxLength: 40,
    });
    const braced = inside.map((list) => Uint8Array.from([0x7b, ...list, 0x7d]));
    fc.assert(fc.property(braced, holds), { numRuns: 4000 });
  });
});

test("the writer writes valid JSON, most of it readable, with repeated and missing fields", () => {
  const seen = { read: 0, refused: 0, repeated: 0, missing: 0, streamed: 0 };
  for (const sample of fc.sample(body, { numRuns: 500, seed: 1 })) {
    expect(() => JSON.parse(new TextDecoder().decode(sample)) as unknown).not.toThrow();
    const read = readRoutingFields(sample);
    seen[read.kind === "fault" ? "refused" : "read"]++;
    if (read.kind === "fault") continue;
    if (read.modelAt.length > 1) seen.repeated++;
    if (read.modelAt.length === 0) seen.missing++;
    if (read.stream) seen.streamed++;
  }
  expect(seen.read).toBeGreaterThan(250);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});

function holds(sample: Uint8Array): void {
  expect(brokenLaw(sample)).toBeUndefined();
}
