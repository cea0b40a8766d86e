import { describe, expect, test } from "bun:test";
import { ScriptError, faultCases, scenarioFrom } from "../index.ts";
import { scriptOf } from "../scenario.ts";

/** As a YAML reader hands it over. */
const plain = {
  seed: 7,
  providers: [
    {
      name: "primary",
      dialects: ["messages", "chat"],
      models: ["claude-sonnet-5"],
      region: "us-east-1",
      tls: true,
      keys: ["sk-a"],
      accounts: [{ name: "other", keys: ["sk-b"] }],
      strict: true,
      prefill: "rejected",
      rules: [{ when: { nth: { from: 2, to: 3 } }, answer: "It is Paris." }, { answer: { kind: "echo" } }],
    },
    { name: "spare" },
  ],
  faults: [
    { fault: "refused", providers: "prim*", when: { during: { fromMs: 1000, toMs: 2000 } } },
    { fault: { kind: "status", status: 529 }, when: { share: 0.25, flapping: { onMs: 10, offMs: 20 } } },
    { fault: "region-down", region: "us-east-1" },
  ],
};

test("a scenario is what plain data says, with short forms written out", () => {
  const scenario: unknown = scenarioFrom(plain);
  expect(scenario).toEqual({
    ...plain,
    providers: [
      {
        ...plain.providers[0],
        rules: [
          { when: { nth: { from: 2, to: 3 } }, answer: { kind: "said", text: "It is Paris." } },
          { answer: { kind: "echo" } },
        ],
      },
      { name: "spare" },
    ],
    faults: [
      { ...plain.faults[0], fault: { kind: "refused" } },
      plain.faults[1],
      { ...plain.faults[2], fault: { kind: "region-down" } },
    ],
  });
  const again: unknown = scenarioFrom(scenario);
  expect(again).toEqual(scenario);
});

test("faults hit the providers that they name, before the providers' own rules", () => {
  const scenario = scenarioFrom(plain);
  const kinds = scenario.providers.map((provider) =>
    (scriptOf(provider, scenario).rules ?? []).map(({ fault, answer }) => fault?.kind ?? answer?.kind),
  );
  expect(kinds).toEqual([["refused", "status", "region-down", "said", "echo"], ["status"]]);
});

test("a provider's account is its own unless it says otherwise, and its chance too", () => {
  const scenario = scenarioFrom({ providers: [{ name: "a" }, { name: "b", account: "shared" }] });
  const scripts = scenario.providers.map((provider) => scriptOf(provider, scenario));
  expect(scripts.map(({ account }) => account)).toEqual(["a", "shared"]);
  expect(scripts[0]?.seed).not.toBe(scripts[1]?.seed);
});

test("every case of the alphabet can be read", () => {
  const faults = faultCases({ model: "m", key: "k", field: "f" }).map(({ fault, when = {} }) => ({
    fault,
    when,
  }));
  expect(scenarioFrom({ providers: [], faults }).faults).toEqual(faults);
});

describe("what is wrong is said with its path", () => {
  test.each<[value: unknown, ...problems: string[]]>([
    [null, "It is null; it is an object."],
    [{}, "It has no `providers`."],
    [{ providers: {} }, "providers is {}; it is a list."],
    [{ providers: [{}] }, "providers[0] has no `name`."],
    [
      { providers: [{ name: "A b" }] },
      'providers[0].name is "A b"; it is lower-case letters, digits and hyphens, as in a host name.',
    ],
    [{ providers: [{ name: "a" }, { name: "a" }] }, 'providers[1].name is "a", as another\'s is.'],
    [
      { providers: [{ name: "a", colour: 1 }] },
      "providers[0].colour is not known here; known are `rules`, `dialects`, `models`, `keys`, `accounts`, `account`, `strict`, `prefill`, `seed`, `name`, `region`, `tls`.",
    ],
    [
      { providers: [{ name: "a", dialects: ["grpc"] }] },
      'providers[0].dialects[0] is "grpc"; it is one of `messages`, `chat`, `responses`, `gemini`.',
    ],
    [
      { providers: [{ name: "a", rules: [{ answer: { kind: "said" } }] }] },
      "providers[0].rules[0].answer has no `text`.",
    ],
    [
      { providers: [{ name: "a", rules: [{ answer: { kind: "sung" } }] }] },
      'providers[0].rules[0].answer.kind is "sung"; it is one of `said`, `structured`, `echo`, `bytes`.',
    ],
    [
      { providers: [], faults: [{ fault: "explosion" }] },
      'faults[0].fault.kind is "explosion"; it is one of `refused`, ',
    ],
    [{ providers: [], faults: [{ fault: { kind: "stall" } }] }, "faults[0].fault has no `afterEvents`."],
    [
      { providers: [], faults: [{ fault: { kind: "silence", afterEvents: 1 } }] },
      "faults[0].fault.afterEvents is not known here; known are `kind`.",
    ],
    [
      { providers: [], faults: [{ fault: { kind: "tls-failure", certificate: "old" } }] },
      'faults[0].fault.certificate is "old"; it is one of `wrong-host`, `expired`, `untrusted`.',
    ],
    [
      { providers: [], faults: [{ fault: "refused", when: { model: "m", nth: 1 } }] },
      "faults[0].when.model cannot be asked before there is a request: refused is bound to time alone.",
      "faults[0].when.nth cannot be asked",
    ],
    [
      { providers: [], faults: [{ fault: "silence", when: { share: 2, during: { fromMs: "soon" } } }] },
      "faults[0].when.share is 2; it is a number from 0 to 1.",
      'faults[0].when.during.fromMs is "soon"; it is a time in milliseconds.',
    ],
    [
      { providers: [], faults: [{ fault: "silence", when: { flapping: { onMs: 0, offMs: 0 } } }] },
      "faults[0].when.flapping takes no time.",
    ],
    [{ seed: -1, providers: [] }, "seed is -1; it is a whole number from 0."],
  ])("%j", (value, ...problems) => {
    let said = "";
    try {
      scenarioFrom(value);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      said = error.message;
      expect(error.details.problems).toHaveLength(problems.length);
    }
    for (const problem of problems) expect(said).toContain(problem);
  });
});
