// The law of the seed: a scenario, a seed and a clock are all that decides what happens, and when.

import { expect, test } from "bun:test";
import { ask } from "../../test/heard.ts";
import { dialects, requestFor } from "../../test/questions.ts";
import { createVirtualClock, createVirtualScenario } from "../index.ts";
import type { Scenario } from "../index.ts";

const scenario = (seed: number): Scenario => ({
  seed,
  providers: [
    {
      name: "first",
      region: "east",
      rules: [{ answer: { kind: "said", text: "a b c d", delayMs: 20, paceMs: 7 } }],
    },
    { name: "second", region: "west" },
  ],
  faults: [
    { fault: { kind: "status", status: 529 }, when: { share: 0.3 } },
    { fault: { kind: "close-early", afterBytes: 300 }, providers: "fir*", when: { share: 0.3 } },
    { fault: { kind: "region-down" }, region: "west", when: { during: { fromMs: 1_000, toMs: 2_000 } } },
    { fault: { kind: "refused" }, providers: "first", when: { flapping: { onMs: 50, offMs: 400 } } },
  ],
});

/** What 60 requests hear, and when, one line each. */
function story(seed: number): string[] {
  const clock = createVirtualClock({ seed });
  const { pool } = createVirtualScenario(scenario(seed), clock, { jitterMs: 5 });
  const lines: string[] = [];
  for (let i = 0; i < 60; i++) {
    clock.after(i * 37, () => {
      const dialect = dialects[i % 4] ?? "chat";
      const name = i % 3 === 0 ? "second" : "first";
      const heard = ask(
        pool.origin({ scheme: "http", host: `${name}.invalid`, port: 80 }),
        requestFor(dialect, "streamed"),
      );
      clock.after(5_000, () =>
        lines.push(
          `${i} ${name} ${heard.status} ${heard.end} ${heard.body.length} ${heard.failure?.elapsedMs}`,
        ),
      );
    });
  }
  clock.advance(20_000);
  return lines;
}

test("the same seed tells the same story, another seed another", () => {
  expect(story(1)).toHaveLength(60);
  expect(story(1)).toEqual(story(1));
  expect(story(1)).not.toEqual(story(2));
});

test("every kind of trouble in the scenario turns up in its story", () => {
  const all = story(3).join("\n");
  for (const part of [" 529 end", " refused ", "reset-in-body", " 200 end", "second 500 end"]) {
    expect(all).toContain(part);
  }
});

test("nobody lives at an unknown name", () => {
  const clock = createVirtualClock();
  const virtual = createVirtualScenario(scenario(1), clock);
  const heard = ask(
    virtual.pool.origin({ scheme: "http", host: "third.invalid", port: 80 }),
    requestFor("chat"),
  );
  clock.run();
  expect(heard.end).toBe("dns");
  expect(virtual.baseUrlOf("first")).toBe("http://first.invalid");
});
