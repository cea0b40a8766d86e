import { describe, expect, test } from "bun:test";
import { disturbedBy, limitedBy } from "./reject.ts";
import type { Judged } from "./reject.ts";
import type { CoreUse } from "./sample.ts";

function judged(cores: Partial<CoreUse>, more: Partial<Judged> = {}): Judged {
  const calm: CoreUse = { subject: 0.6, load: 0.6, subjectWaited: 0, loadWaited: 0, stolen: 0 };
  return { cores: { ...calm, ...cores }, isDirect: false, achievedPerSecond: 1000, ...more };
}

describe("the limit", () => {
  test.each([
    ["both cores have time left", judged({}), undefined],
    ["the subject is saturated and the load is not", judged({ subject: 0.99, load: 0.8 }), undefined],
    ["both are saturated", judged({ subject: 0.97, load: 0.99 }), undefined],
    ["only the load is saturated", judged({ subject: 0.8, load: 0.97 }), "the load's core was the limit"],
    ["nothing is in between", judged({ subject: 0, load: 1 }, { isDirect: true }), undefined],
    ["the rate is reached", judged({}, { ratePerSecond: 1010 }), undefined],
    ["a saturated subject misses the rate", judged({ subject: 0.99 }, { ratePerSecond: 2000 }), undefined],
    ["the rate is missed without need", judged({}, { ratePerSecond: 2000 }), "the rate was missed"],
  ])("%s", (_, input, reason) => {
    if (reason === undefined) expect(limitedBy(input)).toBeUndefined();
    else expect(limitedBy(input)).toContain(reason);
  });
});

describe("others on the cores", () => {
  test.each([
    ["nobody", judged({ subjectWaited: 0.01, loadWaited: 0.01 }), undefined],
    ["beside the subject", judged({ subjectWaited: 0.2 }), "on the subject's core"],
    ["beside the load", judged({ loadWaited: 0.2 }), "on the load's core"],
    ["outside the machine", judged({ stolen: 0.1 }), "the hypervisor"],
  ])("%s", (_, input, reason) => {
    if (reason === undefined) expect(disturbedBy(input)).toBeUndefined();
    else expect(disturbedBy(input)).toContain(reason);
  });
});
