import { describe, expect, test } from "bun:test";
import type { Condition } from "./index.ts";
import { holdsAt, nextChange } from "./windows.ts";

const rows: readonly { when: Pick<Condition, "during" | "flapping">; holds: number[]; changes: number[] }[] =
  [
    { when: {}, holds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], changes: [] },
    { when: { during: { fromMs: 3 } }, holds: [3, 4, 5, 6, 7, 8, 9], changes: [3] },
    { when: { during: { toMs: 3 } }, holds: [0, 1, 2], changes: [3] },
    { when: { during: { fromMs: 2, toMs: 5 } }, holds: [2, 3, 4], changes: [2, 5] },
    { when: { flapping: { onMs: 2, offMs: 3 } }, holds: [0, 1, 5, 6], changes: [2, 5, 7] },
    {
      when: { during: { fromMs: 1, toMs: 8 }, flapping: { onMs: 2, offMs: 3 } },
      holds: [1, 2, 6, 7],
      changes: [1, 3, 6, 8],
    },
  ];

describe.each(rows.map((row) => ({ ...row, title: JSON.stringify(row.when) })))(
  "$title",
  ({ when, holds, changes }) => {
    test(`holds at ${holds.join(", ")}`, () => {
      expect(Array.from({ length: 10 }, (_, at) => at).filter((at) => holdsAt(when, at))).toEqual(holds);
    });

    test(`changes at ${changes.join(", ")}`, () => {
      const seen: number[] = [];
      for (let at = nextChange(when, 0); at !== undefined && at < 10; at = nextChange(when, at)) {
        seen.push(at);
      }
      expect(seen).toEqual(changes);
    });
  },
);
