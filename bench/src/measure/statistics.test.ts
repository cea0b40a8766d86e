import { expect, test } from "bun:test";
import type { Sample } from "./sample.ts";
import { summarise } from "./statistics.ts";

function sample(subject: string, round: number, more: Partial<Sample> = {}): Sample {
  return {
    subject,
    round,
    seconds: 2,
    requests: 1000,
    events: 1000,
    cpuNs: 10_000_000,
    p50Us: 100,
    p99Us: 200,
    memory: { rssBytes: 1, pssBytes: 1, peakRssBytes: 1 },
    cores: { subject: 0.5, load: 0.5, subjectWaited: 0, loadWaited: 0, stolen: 0 },
    ...more,
  };
}

test("the median of an even number of values lies between the middle ones", () => {
  const samples = [4, 1, 3, 2].map((p50Us, index) => sample("ours", index, { p50Us }));
  expect(summarise(samples)[0]?.p50Us).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(summarise(samples.slice(1))[0]?.p50Us).toEqual({ median: 2, min: 1, max: 3 });
});

test("ratios are taken within a round, then the median of them", () => {
  const samples = [
    sample("nginx", 1),
    sample("ours", 1, { cpuNs: 11_000_000 }),
    sample("nginx", 2, { cpuNs: 20_000_000 }),
    sample("ours", 2, { cpuNs: 20_000_000 }),
    sample("nginx", 3),
    sample("ours", 3, { cpuNs: 12_000_000 }),
  ];
  const ours = summarise(samples).find(({ subject }) => subject === "ours");
  expect(ours?.ratio).toEqual({ median: 1.1, min: 1, max: 1.2 });
  expect(ours?.cpuUsPerRequest.median).toBe(12);
  expect(ours?.requestsPerSecond.median).toBe(500);
});

test("a rejected sample counts for nothing but its rejection, on either side of a ratio", () => {
  const rejected = "somebody else ran there";
  const samples = [
    sample("nginx", 1, { rejected }),
    sample("ours", 1),
    sample("nginx", 2),
    sample("ours", 2, { rejected, cpuNs: 99_000_000 }),
    sample("ours", 2, { cpuNs: 15_000_000 }),
  ];
  const ours = summarise(samples).find(({ subject }) => subject === "ours");
  expect(ours).toMatchObject({ valid: 2, rejected: 1, ratio: { median: 1.5, min: 1.5, max: 1.5 } });
});

test("what a proxy adds is measured against nothing in between, which has no ratio itself", () => {
  const samples = [
    sample("direct", 1, { p50Us: 40, cpuNs: 0 }),
    sample("nginx", 1),
    sample("ours", 1, { p50Us: 90 }),
  ];
  const [direct, nginx, ours] = summarise(samples);
  expect(direct?.ratio).toBeUndefined();
  expect(nginx?.addedP50Us?.median).toBe(60);
  expect(ours?.addedP50Us?.median).toBe(50);
});

test("a subject without a valid round is in the table all the same", () => {
  const [ours] = summarise([sample("ours", 1, { rejected: "noise" })]);
  expect(ours).toMatchObject({ subject: "ours", valid: 0, rejected: 1 });
  expect(ours?.cpuUsPerEvent.median).toBeNaN();
});
