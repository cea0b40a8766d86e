import { expect, test } from "bun:test";
import { streamWorkload, wholeWorkload } from "../workloads/workload.ts";
import type { Workload } from "../workloads/workload.ts";
import { EventTimes } from "./event-times.ts";
import { Load } from "./load.ts";
import { startUpstream } from "./upstream.ts";

interface Setting {
  /** What the load asks for and expects. */
  readonly asked: Workload;
  /** What the upstream expects and answers. */
  readonly served: Workload;
  readonly isPaced?: boolean;
}

/** Runs until something has been answered, or found wrong on either side. */
async function outcomeOf({ asked, served, isPaced = false }: Setting): Promise<string> {
  const times = new EventTimes(4, 100);
  const outcome = Promise.withResolvers<string>();
  const upstream = startUpstream({
    workload: served,
    times,
    onWrong: (error) => outcome.resolve(`wrong request: ${String(error)}`),
  });
  const { port } = upstream;
  const load = new Load({
    workload: asked,
    times,
    port,
    connections: 4,
    isPaced,
    onWrong: (error) => outcome.resolve(`wrong answer: ${String(error)}`),
  });
  await load.open();
  load.start(isPaced ? { spreadMs: 4 } : {});
  const timer = setInterval(() => {
    if (load.tally.requests > 20) outcome.resolve("right");
  }, 1);
  const result = await outcome.promise;
  clearInterval(timer);
  if (result === "right") {
    await load.stop(5_000);
    expect(load.latencies.total).toBe(isPaced ? load.tally.events : load.tally.requests);
    expect(load.latencies.quantileUs(0.5)).toBeGreaterThan(0);
  }
  load.close();
  upstream.stop();
  return result;
}

const json = wholeWorkload("json", 1_500);
const stream = streamWorkload("stream", 10, 2);

test.each([
  ["whole answers", { asked: json, served: json }],
  ["streams", { asked: stream, served: stream }],
  ["paced streams", { asked: stream, served: stream, isPaced: true }],
])("%s come back right to the byte and are timed", async (_, setting) => {
  expect(await outcomeOf(setting)).toBe("right");
});

test("another answer than the expected one is noticed", async () => {
  const short: Workload = {
    ...stream,
    answer: { kind: "stream", events: [Buffer.from("data: x\n\n")], intervalMs: 1 },
  };
  expect(await outcomeOf({ asked: stream, served: short })).toContain("wrong answer");
});

test("another request than the expected one is noticed", async () => {
  expect(await outcomeOf({ asked: wholeWorkload("long", 90_000), served: json })).toContain("wrong request");
});
