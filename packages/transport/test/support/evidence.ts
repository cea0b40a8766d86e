// What a failed call must have to show.

import { expect } from "bun:test";
import type { Failure, FailureKind, Processed } from "../../src/index.ts";
import type { Heard } from "./recorded-call.ts";
import { until } from "./until.ts";

export interface Evidence {
  readonly kind: FailureKind;
  readonly reason: string;
  readonly processed: Processed;
  /** The phases that were over, in order. */
  readonly phases: readonly (keyof Failure["phases"])[];
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly isReused?: boolean;
  readonly address: string | undefined;
}

/** Checks everything that a failure says, and that it was said once. */
export async function expectFailure(heard: Heard, expected: Evidence): Promise<void> {
  await until("the call has ended", () => heard.isOver);
  const { failure } = heard;
  if (failure === undefined) throw new Error("the call did not fail");
  const { phases, elapsedMs, ...rest } = failure;
  expect({ ...rest, phases: Object.keys(phases) }).toEqual({
    isReused: false,
    ...expected,
    phases: [...expected.phases],
  });
  const times = [0, ...Object.values(phases), elapsedMs];
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(heard.events.filter((event) => event === "end" || event === "failed")).toEqual(["failed"]);
}
