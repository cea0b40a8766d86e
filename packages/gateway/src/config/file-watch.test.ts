import { describe, expect, test } from "bun:test";
import { createFileWatch } from "./file-watch.ts";
import type { FileWatch } from "./file-watch.ts";

interface Stand {
  readonly watch: FileWatch;
  /** What the file looks like; undefined: it is missing. */
  state: string | undefined;
  readonly changes: (string | undefined)[];
  readonly looks: () => number;
  readonly timers: () => number;
  /** Lets time pass, in steps that no timer is shorter than. */
  readonly pass: (ms: number) => Promise<void>;
}

function stand(state: string | undefined = "first"): Stand {
  let now = 0;
  let looks = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const changes: (string | undefined)[] = [];
  const watch = createFileWatch({
    look() {
      looks++;
      return Promise.resolve(made.state);
    },
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onChange: () => changes.push(made.state),
  });
  const made: Stand = {
    watch,
    state,
    changes,
    looks: () => looks,
    timers: () => timers.size,
    async pass(ms) {
      for (const end = now + ms; now < end;) {
        now += 10;
        for (const timer of Array.from(timers).filter(({ at }) => at <= now)) {
          timers.delete(timer);
          timer.run();
        }
        for (let i = 0; i < 5; i++) await Promise.resolve();
      }
    },
  };
  return made;
}

/** One whose first sight has been told. */
async function settled(): Promise<Stand> {
  const made = stand();
  await made.pass(1_000);
  expect(made.changes.splice(0)).toEqual(["first"]);
  return made;
}

describe("a watched file", () => {
  test("is told of once as it is found, since it may have changed while nobody looked", async () => {
    const made = stand();
    await made.pass(60_000);
    expect(made.changes).toEqual(["first"]);
  });

  test("is told of when it has changed, once, and soon", async () => {
    const made = await settled();
    made.state = "second";
    made.watch.nudge();
    await made.pass(300);
    expect(made.changes).toEqual(["second"]);
    await made.pass(60_000);
    expect(made.changes).toEqual(["second"]);
  });

  test("is told of when it is whole, not while an editor writes it", async () => {
    const made = await settled();
    for (const half of ["", "sec", "second"]) {
      made.state = half;
      made.watch.nudge();
      await made.pass(90);
    }
    expect(made.changes).toEqual([]);
    await made.pass(300);
    expect(made.changes).toEqual(["second"]);
  });

  test("is not told of where it was missing for a moment and is the same again", async () => {
    const made = await settled();
    made.state = undefined;
    made.watch.nudge();
    await made.pass(1_000);
    made.state = "first";
    await made.pass(10_000);
    expect(made.changes).toEqual([]);
  });

  test("is told of where it was missing for a moment and another one has come", async () => {
    const made = await settled();
    made.state = undefined;
    made.watch.nudge();
    await made.pass(1_000);
    made.state = "second";
    await made.pass(300);
    expect(made.changes).toEqual(["second"]);
  });

  test("is told of once where it stays missing, and again when it is back", async () => {
    const made = await settled();
    made.state = undefined;
    made.watch.nudge();
    await made.pass(60_000);
    expect(made.changes).toEqual([undefined]);
    made.state = "first";
    made.watch.nudge();
    await made.pass(300);
    expect(made.changes).toEqual([undefined, "first"]);
  });

  test("is found to have changed also where nobody says so", async () => {
    const made = await settled();
    made.state = "second";
    await made.pass(6_000);
    expect(made.changes).toEqual(["second"]);
  });

  test("is looked at in a folder that never rests, and not for every event in it", async () => {
    const made = await settled();
    const before = made.looks();
    made.state = "second";
    for (let i = 0; i < 100; i++) {
      made.watch.nudge();
      await made.pass(10);
    }
    expect(made.changes).toEqual(["second"]);
    expect(made.looks() - before).toBeLessThanOrEqual(11);
  });

  test("counts as missing where it cannot be looked at", async () => {
    const timers: (() => void)[] = [];
    let changes = 0;
    createFileWatch({
      look: () => Promise.reject(new Error("EACCES")),
      after: (_, run) => {
        timers.push(run);
        return () => undefined;
      },
      onChange: () => changes++,
    });
    for (let i = 0; i < 50; i++) {
      timers.shift()?.();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
    expect(changes).toBe(1);
  });

  test("is left alone after the end, also by a look that was under way", async () => {
    const made = await settled();
    made.state = "second";
    made.watch.nudge();
    await made.pass(110);
    made.watch.stop();
    made.watch.nudge();
    await made.pass(10_000);
    expect([made.changes, made.timers()]).toEqual([[], 0]);
  });
});
