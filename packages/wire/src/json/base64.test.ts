import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { decodeBase64 } from "./base64.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

// RFC 4648, section 10.
test.each([
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foob", "Zm9vYg=="],
  ["fooba", "Zm9vYmE="],
  ["foobar", "Zm9vYmFy"],
  ["\u00ff\u00fe\u00fd", "//79"],
])("%j is %j in base64", (text, encoded) => {
  expect(decodeBase64(encoded)).toEqual(latin1(text));
  expect(decodeBase64(encoded.replaceAll("=", ""))).toEqual(latin1(text));
});

test("what the platform writes is read", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: "max" }), (bytes) => {
      expect(decodeBase64(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
    }),
  );
});

test.each([
  "Z",
  "Zm9vY",
  "Zg=",
  "Zg===",
  "Z===",
  "====",
  "=",
  "Zm=v",
  "Zm9v\n",
  "Zm 9v",
  "Zm9-",
  "Zm9_",
  "Zm9ł",
  "Zm9\u00e9",
])("%j is not base64", (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test("whatever it reads, the platform reads the same", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("AZaz09+/=-_ \n")) });
  fc.assert(
    fc.property(text, (given) => {
      const bytes = decodeBase64(given);
      if (bytes !== undefined) expect(Buffer.from(atob(given), "latin1")).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 3000 },
  );
});
