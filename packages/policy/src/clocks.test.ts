import { describe, expect, test } from "bun:test";
import { createClocks, usualClocks } from "./clocks.ts";

const small = { cell: "p/m", inputTokens: 1_000, asksForThinking: false };

describe("the first-content deadline", () => {
  test.each([
    [0, false, 10_000],
    [10_000, false, 11_000],
    [200_000, false, 30_000],
    [0, true, 60_000],
    [100_000, true, 70_000],
  ])("with %d tokens, thinking %p, is %d ms while nothing is known", (inputTokens, asksForThinking, ms) => {
    const { firstContentMs } = createClocks(usualClocks).clocksFor({
      cell: "p/m",
      inputTokens,
      asksForThinking,
    });
    expect(firstContentMs).toBe(ms);
  });

  test("is learned once two thousand answers are known, and only for what is like them", () => {
    const clocks = createClocks(usualClocks);
    for (let i = 0; i < 1_999; i++) clocks.learnFirstContent(small, 2_000 + i);
    expect(clocks.clocksFor(small).firstContentMs).toBe(10_100);
    clocks.learnFirstContent(small, 4_000);
    const learned = clocks.clocksFor(small).firstContentMs;
    expect(learned).toBeGreaterThan(7_900);
    expect(learned).toBeLessThan(9_000);
    expect(clocks.clocksFor({ ...small, inputTokens: 100_000 }).firstContentMs).toBe(20_000);
    expect(clocks.clocksFor({ ...small, cell: "p/other" }).firstContentMs).toBe(10_100);
  });

  test("stays within reason whatever is learned", () => {
    const clocks = createClocks(usualClocks);
    for (let i = 0; i < 3_000; i++) clocks.learnFirstContent(small, 5);
    expect(clocks.clocksFor(small).firstContentMs).toBe(3_000);
    for (let i = 0; i < 30_000; i++) clocks.learnFirstContent(small, 900_000);
    expect(clocks.clocksFor(small).firstContentMs).toBe(120_000);
  });
});

describe("the progress clocks", () => {
  test("are loose for thinking, because healthy reasoning is silent for long", () => {
    const { textProgressMs, thinkingProgressMs } = createClocks(usualClocks).clocksFor(small);
    expect([textProgressMs, thinkingProgressMs]).toEqual([20_000, 120_000]);
  });

  test("never kill faster than fifteen seconds", () => {
    const clocks = createClocks(usualClocks);
    for (let i = 0; i < 2_500; i++) clocks.learnGap("p/m", "text", 80);
    expect(clocks.clocksFor(small).textProgressMs).toBe(15_000);
  });
});

test("all clocks run faster together", () => {
  const set = createClocks({ ...usualClocks, speed: 100 }).clocksFor({ ...small, inputTokens: 0 });
  expect(set).toEqual({
    firstContentMs: 100,
    silenceMs: 1_800,
    textProgressMs: 200,
    thinkingProgressMs: 1_200,
  });
});

test("a client that makes up names costs no memory and no knowledge of the newest", () => {
  const clocks = createClocks({ ...usualClocks, samples: 1 });
  for (let i = 0; i < 10_000; i++) clocks.learnFirstContent({ ...small, cell: `p/${i}` }, 50_000);
  expect(clocks.clocksFor({ ...small, cell: "p/9999" }).firstContentMs).toBeGreaterThan(90_000);
});
