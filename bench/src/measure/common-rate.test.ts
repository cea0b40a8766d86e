import { expect, test } from "bun:test";
import { commonRate } from "./common-rate.ts";
import type { Sample } from "./sample.ts";

function speed(subject: string, requests: number): Sample {
  return {
    subject,
    round: 1,
    seconds: 1,
    requests,
    events: requests,
    cpuNs: 1,
    p50Us: 1,
    p99Us: 1,
    memory: { rssBytes: 1, pssBytes: 1, peakRssBytes: 1 },
    cores: { subject: 1, load: 1, subjectWaited: 0, loadWaited: 0, stolen: 0 },
  };
}

test("the slowest yardstick's best round decides, whatever else is slower", () => {
  const samples = [
    speed("nginx", 900),
    speed("holdfast", 300),
    speed("holdfast", 600),
    speed("fetch-hop", 100),
  ];
  expect(commonRate(samples, 0.5)).toBe(300);
});

test("without a yardstick the proxies decide, and without those whoever is there", () => {
  expect(commonRate([speed("direct", 10), speed("fetch-hop", 100)], 0.7)).toBe(70);
  expect(commonRate([speed("direct", 10)], 0.7)).toBe(7);
});
