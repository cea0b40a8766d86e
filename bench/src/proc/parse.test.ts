import { expect, test } from "bun:test";
import { coreTimesFrom, memoryBytesFrom, processStatFrom, threadTimesFrom } from "./parse.ts";

test("a process's name may hold spaces and parentheses", () => {
  const fields = "S 7 1 1 0 -1 4194560 1 0 0 0 120 30 0 0 20 0 11 0 4711 1 2";
  expect(processStatFrom(`42 (a (b) c) ${fields}`)).toEqual({ parent: 7, ticks: 150, startedAt: 4711 });
});

test("a thread's times are nanoseconds on a core and in wait for one", () => {
  expect(threadTimesFrom("123456789 4200 17\n")).toEqual({ ranNs: 123_456_789, waitedNs: 4200 });
});

test("the eighth number of a core's line is what the hypervisor took", () => {
  const text = "cpu  9 9 9 9 9 9 9 99 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu10 1 2 3 4 5 6 7 80 0 0\n";
  expect(coreTimesFrom(text, 0)).toEqual({ stolen: 8 });
  expect(coreTimesFrom(text, 10)).toEqual({ stolen: 80 });
  expect(() => coreTimesFrom(text, 1)).toThrow("no core 1");
});

test("memory is found by the whole name of its line", () => {
  const text = "Pss_Anon:   3 kB\nPss:        2 kB\nRss:        7 kB\n";
  expect(memoryBytesFrom(text, "Pss")).toBe(2048);
  expect(memoryBytesFrom(text, "Swap")).toBeUndefined();
});
