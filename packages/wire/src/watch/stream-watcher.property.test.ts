import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { chooseFrom } from "../../test/json-writer.ts";
import { mutate } from "../../test/mutation.ts";
import { cut } from "../../test/stream-writer.ts";
import { lawBrokenByCutting, lawBrokenByWatching } from "../../test/watch-laws.ts";
import { writeWatchedStream } from "../../test/watch-writer.ts";
import { dialectNames } from "../dialect-name.ts";

const choices = fc.array(fc.nat(0xffff), { maxLength: 400, size: "max" });

describe.each(dialectNames)("a watched stream of %s", (dialect) => {
  test("is seen as if every event had been parsed", () => {
    fc.assert(
      fc.property(choices, (written) => {
        const bytes = writeWatchedStream(dialect, chooseFrom(written));
        expect(lawBrokenByWatching(dialect, [bytes])).toBeUndefined();
      }),
      { numRuns: 600 },
    );
  });

  test("is seen so at any time, however it is cut", () => {
    fc.assert(
      fc.property(choices, choices, (written, cuts) => {
        const bytes = writeWatchedStream(dialect, chooseFrom(written)).subarray(0, 300);
        expect(lawBrokenByWatching(dialect, cut(bytes, chooseFrom(cuts)))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  test("is seen the same however it is cut, damaged or not", () => {
    fc.assert(
      fc.property(choices, choices, (written, cuts) => {
        const choose = chooseFrom(cuts);
        const bytes = mutate(writeWatchedStream(dialect, chooseFrom(written)), choose);
        expect(lawBrokenByCutting(dialect, cut(bytes, choose))).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});
