import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { StreamEvent } from "../model/event.ts";
import { createSequencer } from "./sequencer.ts";
import type { Sequencer } from "./sequencer.ts";

const text = { kind: "text" } as const;
const call = (name: string) => ({ kind: "tool-call", id: name, name, inputKind: "json" }) as const;

/** What is emitted, an event a word: `+0` starts part 0, `0:a` grows it, `0"` cites in it, `-0` ends it. */
function sequenced(play: (parts: Sequencer<string>) => void): { said: string[]; overflows: number } {
  const said: string[] = [];
  let overflows = 0;
  play(
    createSequencer<string>(
      (event) => said.push(wordFor(event)),
      () => overflows++,
    ),
  );
  return { said, overflows };
}

function wordFor(event: StreamEvent): string {
  switch (event.kind) {
    case "part-start":
      return `+${event.index}`;
    case "text-delta":
    case "thinking-delta":
    case "input-delta":
      return `${event.index}:${event.text}`;
    case "citation-add":
      return `${event.index}"`;
    case "part-end":
      return event.proof === undefined ? `-${event.index}` : `-${event.index}(${event.proof.value})`;
    default:
      throw new Error(`a sequencer says nothing of kind ${event.kind}`);
  }
}

describe("a sequencer", () => {
  test("passes parts on at once as long as they come one after the other", () => {
    const said: string[] = [];
    const parts = createSequencer<string>(
      (event) => said.push(wordFor(event)),
      () => {},
    );
    parts.start("a", text);
    expect(said).toEqual(["+0"]);
    parts.grow("a", "x");
    expect(said).toEqual(["+0", "0:x"]);
    parts.end("a");
    parts.start("b", text);
    expect(said).toEqual(["+0", "0:x", "-0", "+1"]);
  });

  test("keeps a second part back until the first has ended", () => {
    const { said } = sequenced((parts) => {
      parts.start("a", call("a"));
      parts.start("b", call("b"));
      parts.grow("b", "2");
      parts.grow("a", "1");
      parts.end("b");
      parts.grow("a", "1");
      parts.end("a");
    });
    expect(said).toEqual(["+0", "0:1", "0:1", "-0", "+1", "1:2", "-1"]);
  });

  test("lets what was kept back go on at once when its turn has come", () => {
    const { said } = sequenced((parts) => {
      for (const key of ["a", "b", "c"]) parts.start(key, call(key));
      parts.grow("c", "3");
      parts.grow("b", "2");
      parts.end("a");
      parts.grow("b", "2");
      parts.grow("c", "3");
      parts.end("b");
      parts.grow("c", "3");
    });
    expect(said).toEqual(["+0", "-0", "+1", "1:2", "1:2", "-1", "+2", "2:3", "2:3", "2:3"]);
  });

  test("skips over parts that ended while they waited", () => {
    const { said } = sequenced((parts) => {
      for (const key of ["a", "b", "c"]) parts.start(key, call(key));
      parts.end("b");
      parts.end("c");
      parts.end("a");
      parts.start("d", text);
    });
    expect(said).toEqual(["+0", "-0", "+1", "-1", "+2", "-2", "+3"]);
  });

  test("gives each part one start and one end, however often it is told", () => {
    const { said } = sequenced((parts) => {
      parts.start("a", text);
      parts.start("a", call("a"));
      parts.end("a");
      parts.end("a");
      parts.start("a", text);
      parts.grow("a", "late");
      parts.endAll();
    });
    expect(said).toEqual(["+0", "-0"]);
  });

  test("says nothing for a part that was never begun, nor for an empty text", () => {
    const { said } = sequenced((parts) => {
      parts.grow("a", "x");
      parts.end("a");
      parts.start("b", text);
      parts.grow("b", "");
    });
    expect(said).toEqual(["+0"]);
  });

  test("ends with the proof, and cites in the part that was named", () => {
    const { said } = sequenced((parts) => {
      parts.start("a", { kind: "thinking" });
      parts.start("b", text);
      parts.cite("b", { kind: "url", url: "https://example.org/" });
      parts.end("b");
      parts.end("a", { dialect: "chat", value: "p" });
    });
    expect(said).toEqual(["+0", "-0(p)", "+1", '1"', "-1"]);
  });

  test("tells each kind of part in its own kind of delta", () => {
    const kinds: string[] = [];
    const parts = createSequencer<string>(
      (event) => kinds.push(event.kind),
      () => {},
    );
    for (const [key, head] of [
      ["a", text],
      ["b", { kind: "refusal" } as const],
      ["c", { kind: "thinking" } as const],
      ["d", call("d")],
    ] as const) {
      parts.start(key, head);
      parts.grow(key, "x");
      parts.end(key);
    }
    expect(kinds.filter((kind) => kind.endsWith("delta"))).toEqual([
      "text-delta",
      "text-delta",
      "thinking-delta",
      "input-delta",
    ]);
  });

  test("knows which parts were begun, and how many", () => {
    sequenced((parts) => {
      parts.start("a", text);
      parts.end("a");
      parts.start("b", text);
      expect(parts.count()).toBe(2);
      expect(parts.has("a")).toBe(true);
      expect(parts.has("c")).toBe(false);
    });
  });

  test("holds no more than its bound, says so once, and is silent after that", () => {
    const megabyte = "x".repeat(1024 * 1024);
    const { said, overflows } = sequenced((parts) => {
      parts.start("a", text);
      parts.start("b", text);
      for (let count = 0; count < 80; count++) parts.grow("b", megabyte);
      parts.grow("a", "late");
      parts.endAll();
    });
    expect(overflows).toBe(1);
    // Not compared as a list: a failure would print all of it.
    expect(said.map((event) => event.slice(0, 2)).join(" ")).toBe("+0");
  });

  test("counts what it holds, not what has passed through", () => {
    const megabyte = "x".repeat(1024 * 1024);
    const { said, overflows } = sequenced((parts) => {
      for (let count = 0; count < 5; count++) {
        parts.start(`first ${count}`, text);
        parts.start(`second ${count}`, text);
        for (let times = 0; times < 30; times++) parts.grow(`second ${count}`, megabyte);
        parts.grow(`first ${count}`, megabyte.repeat(2));
        parts.endAll();
      }
    });
    expect(overflows).toBe(0);
    expect(said).toHaveLength(5 * (2 + 31 + 2));
  });

  test("whatever is interleaved, parts come in the order of their starts, whole, each between its start and its end", () => {
    type Step = readonly ["start" | "grow" | "end", number];
    const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom("start", "grow", "end"), fc.nat({ max: 4 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const expected = new Map<number, { text: string; isEnded: boolean }>();
        const { said } = sequenced((parts) => {
          for (const [at, [kind, key]] of steps.entries()) {
            const known = expected.get(key);
            if (kind === "start") {
              parts.start(`${key}`, text);
              if (known === undefined) expected.set(key, { text: "", isEnded: false });
            } else if (kind === "grow") {
              parts.grow(`${key}`, `${at},`);
              if (known?.isEnded === false) known.text += `${at},`;
            } else {
              parts.end(`${key}`);
              if (known !== undefined) known.isEnded = true;
            }
          }
          parts.endAll();
        });
        const told = [...expected.values()].flatMap(({ text: whole }, index) => {
          const deltas = whole.split(",").filter((piece) => piece !== "");
          return [`+${index}`, ...deltas.map((piece) => `${index}:${piece},`), `-${index}`];
        });
        expect(said).toEqual(told);
      }),
      { seed: Number(process.env["SEED"] ?? 5), numRuns: Number(process.env["RUNS"] ?? 300) },
    );
  });
});
