// When the pieces of a late answer come, in virtual time.

import { describe, expect, test } from "bun:test";
import { requestFor } from "../../test/questions.ts";
import type { Form } from "../../test/questions.ts";
import { createVirtualClock, createVirtualProvider } from "../index.ts";
import type { Fault } from "../index.ts";

interface Times {
  /** All in milliseconds since the call. */
  head: number;
  readonly pieces: number[];
}

function timesOf(fault: Fault | undefined, form: Form): Times {
  const clock = createVirtualClock({ startAt: 0 });
  const answer = { kind: "said", text: "one two three", delayMs: 50 } as const;
  const rule = fault === undefined ? { answer } : { answer, fault };
  const provider = createVirtualProvider({ rules: [rule] }, clock, {
    network: { oneWayMs: 0, dnsMs: 0, tlsMs: 0 },
  });
  const times: Times = { head: -1, pieces: [] };
  provider.origin.call(
    {
      method: "POST",
      target: "/v1/chat/completions",
      body: { kind: "whole", pieces: [requestFor("chat", form).body] },
    },
    {
      head: () => (times.head = clock.now()),
      data: () => times.pieces.push(clock.now()),
      end: () => undefined,
      failed: ({ kind }) => {
        throw new Error(kind);
      },
    },
  );
  clock.run();
  return times;
}

test("a healthy answer comes after its delay, at its pace", () => {
  expect(timesOf(undefined, "streamed")).toEqual({ head: 50, pieces: [50, 50, 50, 50, 50, 50, 50] });
});

describe("slow-first-content", () => {
  test("tells at once that there will be an answer, and the rest later", () => {
    const late = timesOf({ kind: "slow-first-content", delayMs: 900 }, "streamed");
    expect(late).toEqual({ head: 50, pieces: [50, 950, 950, 950, 950, 950, 950] });
  });

  test("delays a whole answer altogether", () => {
    expect(timesOf({ kind: "slow-first-content", delayMs: 900 }, "whole")).toEqual({
      head: 950,
      pieces: [950],
    });
  });
});

describe("slow-drip", () => {
  test("puts its pace between events", () => {
    expect(timesOf({ kind: "slow-drip", paceMs: 100 }, "streamed")).toEqual({
      head: 50,
      pieces: [50, 150, 250, 350, 450, 550, 650],
    });
  });

  test("drips a whole answer, too", () => {
    const { pieces } = timesOf({ kind: "slow-drip", paceMs: 100 }, "whole");
    expect(pieces).toEqual(Array.from({ length: 16 }, (_, index) => 50 + index * 100));
  });
});

describe("latency", () => {
  test("multiplies delay and pace", () => {
    const late = timesOf({ kind: "latency", factor: 10, baseMs: 10 }, "streamed");
    expect(late).toEqual({ head: 500, pieces: [500, 550, 600, 650, 700, 750, 800] });
  });

  test("takes a delay of its own where the answer has less", () => {
    expect(timesOf({ kind: "latency" }, "whole")).toEqual({ head: 2_000, pieces: [2_000] });
  });
});
