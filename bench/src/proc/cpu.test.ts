import { expect, test } from "bun:test";
import { cpuBetween, TICK_NS } from "./cpu.ts";
import type { CpuReading } from "./cpu.ts";

type Threads = Readonly<Record<number, readonly [ranNs: number, waitedNs: number]>>;

function reading(processes: Readonly<Record<number, { ticks?: number; threads: Threads }>>): CpuReading {
  return new Map(
    Object.entries(processes).map(([pid, { ticks = 0, threads }]) => [
      Number(pid),
      {
        ticks,
        threads: new Map(
          Object.entries(threads).map(([tid, [ranNs, waitedNs]]) => [Number(tid), { ranNs, waitedNs }]),
        ),
      },
    ]),
  );
}

test("all threads of all processes count, and those that began in between count whole", () => {
  const before = reading({ 1: { threads: { 1: [100, 0] } }, 5: { threads: { 5: [1000, 0] } } });
  const after = reading({
    1: { threads: { 1: [150, 0], 2: [7, 0] } },
    5: { threads: { 5: [1300, 0] } },
    8: { threads: { 8: [11, 0] } },
  });
  expect(cpuBetween(before, after).ranNs).toBe(50 + 7 + 300 + 11);
});

test("the time of a thread that has ended comes from the sum of its process", () => {
  const before = reading({ 1: { ticks: 10, threads: { 1: [100, 0], 2: [50, 0] } } });
  const after = reading({ 1: { ticks: 13, threads: { 1: [200, 0] } } });
  expect(cpuBetween(before, after).ranNs).toBe(3 * TICK_NS);
});

test("waiting for the tree's own threads is nobody else's fault", () => {
  const before = reading({ 1: { threads: { 1: [0, 0], 2: [0, 0] } } });
  const after = reading({ 1: { threads: { 1: [900, 100], 2: [80, 500] } } });
  expect(cpuBetween(before, after).waitedNs).toBe(20);
});
