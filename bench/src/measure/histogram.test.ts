import { expect, test } from "bun:test";
import { Histogram } from "./histogram.ts";

test("a quantile is within one percent of the value that was recorded", () => {
  for (const ms of [0.0123, 0.1, 0.77, 5, 123.4, 60_000]) {
    const histogram = new Histogram();
    histogram.record(ms);
    expect(Math.abs(histogram.quantileUs(0.5) / (ms * 1000) - 1)).toBeLessThan(0.01);
  }
});

test("quantiles split the values by rank", () => {
  const histogram = new Histogram();
  for (let ms = 1; ms <= 100; ms++) histogram.record(ms);
  expect(histogram.quantileUs(0.5) / 1000).toBeCloseTo(50, 0);
  expect(histogram.quantileUs(0.99) / 1000).toBeCloseTo(99, 0);
  expect(histogram.quantileUs(1) / 1000).toBeCloseTo(100, 0);
});

test("nothing recorded has no quantile, and clearing forgets", () => {
  const histogram = new Histogram();
  histogram.record(1);
  histogram.clear();
  expect(histogram.total).toBe(0);
  expect(histogram.quantileUs(0.5)).toBeNaN();
});
