import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chooseBySeed, times } from "./choose.ts";
import { attacks } from "./desync-attacks.data.ts";
import { concat, latin1, textOf } from "./latin1.ts";
import { writeRequest } from "./message-writer.ts";
import { mutate } from "./mutation.ts";
import { inOurWords, objection, surplusOf } from "./node-comparison.ts";
import { startNode, startOurs, tell } from "./peers.ts";
import type { Account, Peer } from "./peers.ts";

const peers: { node?: Peer; ours?: Peer } = {};

beforeAll(async () => {
  peers.ours = startOurs();
  peers.node = await startNode();
});

afterAll(async () => {
  await peers.node?.stop();
  await peers.ours?.stop();
});

describe("every attack that Node refuses is refused, or the row says why not", () => {
  for (const { family, spelling, bytes, unlikeNode } of attacks) {
    test(`${family}: ${spelling}`, async () => {
      const { node, ours } = await askBoth(latin1(bytes));
      const surplus = surplusOf(node, ours);
      expect(surplus).toBe(
        unlikeNode === undefined ? undefined : (surplus ?? "nothing, so no reason is needed"),
      );
      const common = Math.min(node.reports.length, ours.reports.length);
      expect(ours.reports.slice(0, common)).toEqual(inOurWords(node.reports.slice(0, common)));
    });
  }
});

// SEED=8 looks elsewhere.
const seed = Number(process.env["SEED"] ?? 7);

describe(`of requests from seed ${seed}`, () => {
  test("valid ones are read as Node reads them", async () => {
    const choose = chooseBySeed(seed);
    const streams = times(1000, () => concat(...times(1 + choose(2), () => writeRequest(choose).bytes)));
    await inParallel(streams, compare);
  });

  test("damaged ones that Node refuses are refused, and the others are read as Node reads them", async () => {
    const choose = chooseBySeed(seed + 1);
    const streams = times(3000, () =>
      mutate(concat(...times(1 + choose(2), () => writeRequest(choose).bytes)), choose),
    );
    await inParallel(streams, compare);
  });
});

async function compare(stream: Uint8Array): Promise<void> {
  const { node, ours } = await askBoth(stream);
  const text = textOf(stream);
  expect({ text, objection: objection(stream, node, ours) }).toEqual({ text, objection: undefined });
}

async function askBoth(stream: Uint8Array): Promise<{ readonly node: Account; readonly ours: Account }> {
  if (peers.node === undefined || peers.ours === undefined) throw new Error("the servers are not running");
  const [node, ours] = await Promise.all([tell(peers.node.port, stream), tell(peers.ours.port, stream)]);
  return { node, ours };
}

const LANES = 16;

async function inParallel(
  streams: readonly Uint8Array[],
  run: (stream: Uint8Array) => Promise<void>,
): Promise<void> {
  const waiting = streams.values();
  const lane = async (): Promise<void> => {
    for (const stream of waiting) await run(stream);
  };
  await Promise.all(times(LANES, lane));
}
