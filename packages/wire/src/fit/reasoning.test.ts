import { describe, expect, test } from "bun:test";
import { assistant, call, requestOf, result, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Capabilities } from "../capabilities.ts";
import type { DialectName } from "../dialect-name.ts";
import type { NeutralRequest, Reasoning } from "../model/request.ts";
import { fit } from "./fit.ts";

const claude: Partial<Capabilities> = {
  thinking: "adaptive",
  efforts: ["low", "medium", "high", "xhigh", "max"],
  canTurnThinkingOff: true,
  forcedToolWithThinking: false,
};
const always: Partial<Capabilities> = { ...claude, canTurnThinkingOff: false };
const budgeted: Partial<Capabilities> = {
  thinking: "budget",
  efforts: [],
  canTurnThinkingOff: true,
  forcedToolWithThinking: false,
};
const gpt: Partial<Capabilities> = {
  thinking: "effort",
  efforts: ["low", "medium", "high", "xhigh"],
  canTurnThinkingOff: true,
};
const neverOff: Partial<Capabilities> = { ...gpt, canTurnThinkingOff: false };
const flash: Partial<Capabilities> = {
  thinking: "effort",
  efforts: ["minimal", "low", "medium", "high"],
  canTurnThinkingOff: false,
};
const none: Partial<Capabilities> = { thinking: "none" };

function after(
  reasoning: Reasoning,
  dialect: DialectName,
  lacks: Partial<Capabilities>,
  said: Partial<NeutralRequest> = {},
) {
  return fit(requestOf({ reasoning, ...said }), targetOf(dialect, lacks));
}

describe("is said in the target's terms", () => {
  test.each<[Reasoning, DialectName, Partial<Capabilities>, Reasoning | undefined]>([
    // Effort, budget and mode, to a model that decides by itself.
    [{ effort: "high" }, "messages", claude, { mode: "auto", effort: "high" }],
    [{ effort: "minimal" }, "messages", claude, { mode: "auto", effort: "low" }],
    [{ mode: "on", budgetTokens: 20_000 }, "messages", claude, { mode: "auto", effort: "high" }],
    [{ mode: "auto", effort: "max" }, "messages", claude, { mode: "auto", effort: "max" }],
    [{ mode: "off" }, "messages", claude, { mode: "off" }],
    [{ mode: "off", effort: "max" }, "messages", claude, { mode: "off", effort: "high" }],
    [{ mode: "off" }, "messages", always, { mode: "auto", effort: "low" }],
    // To one that takes a budget.
    [{ effort: "medium" }, "messages", budgeted, { mode: "on", budgetTokens: 8192 }],
    [{ mode: "auto" }, "messages", budgeted, { mode: "on", budgetTokens: 8192 }],
    [{ mode: "on", budgetTokens: 100 }, "messages", budgeted, { mode: "on", budgetTokens: 1024 }],
    [{ mode: "auto", show: "summary" }, "gemini", budgeted, { mode: "auto", show: "summary" }],
    [
      { mode: "off" },
      "gemini",
      { ...budgeted, canTurnThinkingOff: false },
      { mode: "on", budgetTokens: 128 },
    ],
    [
      { effort: "medium" },
      "messages",
      { ...budgeted, efforts: ["low", "medium", "high"] },
      { mode: "on", effort: "medium", budgetTokens: 8192 },
    ],
    // To one that takes an effort.
    [{ mode: "on", budgetTokens: 1500 }, "responses", gpt, { effort: "low" }],
    [{ mode: "on", budgetTokens: 9000 }, "responses", gpt, { effort: "medium" }],
    [{ mode: "on", budgetTokens: 24_000 }, "responses", gpt, { effort: "high" }],
    [{ mode: "on", budgetTokens: 60_000 }, "responses", gpt, { effort: "xhigh" }],
    [{ mode: "auto", effort: "max" }, "responses", gpt, { effort: "xhigh" }],
    [{ mode: "auto" }, "responses", gpt, undefined],
    [{ mode: "on" }, "chat", gpt, { effort: "medium" }],
    [{ mode: "off", effort: "high" }, "responses", gpt, { mode: "off" }],
    [{ mode: "off" }, "responses", neverOff, { effort: "low" }],
    [{ effort: "max" }, "gemini", flash, { effort: "high" }],
    // To one that does not think.
    [{ effort: "high" }, "chat", none, undefined],
    [{ mode: "off" }, "chat", none, undefined],
  ])("%o in %s", (reasoning, dialect, lacks, expected) => {
    const { request } = after(reasoning, dialect, lacks);
    expect(request.reasoning).toEqual(expected);
  });
});

test("an effort alone is no wish to think where messages said it", () => {
  const said = { origin: "messages" } as const;
  expect(after({ effort: "high" }, "messages", claude, said).request.reasoning).toEqual({ effort: "high" });
  const both = { ...budgeted, efforts: ["low", "medium", "high"] } as const;
  expect(after({ effort: "high" }, "messages", both, said).request.reasoning).toEqual({ effort: "high" });
});

test("a budget leaves room for the answer, and a short answer has none to think", () => {
  const budget = { mode: "on", budgetTokens: 8000 } as const;
  expect(after(budget, "messages", budgeted, { maxOutputTokens: 4000 }).request.reasoning).toEqual({
    mode: "on",
    budgetTokens: 3999,
  });
  expect(after(budget, "messages", budgeted, { maxOutputTokens: 800 }).request.reasoning).toEqual({
    mode: "off",
  });
});

describe("in the middle of a tool loop", () => {
  const turns = [
    user("Go"),
    assistant({ kind: "thinking", text: "Hm.", proof: { dialect: "responses", value: "x" } }, call("1")),
    user(result("1")),
  ];
  const reasoning: Reasoning = { mode: "on", budgetTokens: 4000 };

  test("Claude with a budget does not think when another provider began", () => {
    const { request, losses } = after(
      reasoning,
      "messages",
      { ...budgeted, unprovenThinking: "never" },
      { turns },
    );
    expect(request.reasoning).toBeUndefined();
    expect(losses).toContainEqual(expect.objectContaining({ path: "reasoning", action: "dropped" }));
  });

  test("it thinks on when it began itself, and when the loop is over", () => {
    const own = [
      user("Go"),
      assistant({ kind: "thinking", text: "Hm.", proof: { dialect: "messages", value: "x" } }, call("1")),
      user(result("1")),
    ];
    const target = { ...budgeted, unprovenThinking: "never" } as const;
    expect(
      after(reasoning, "messages", target, { origin: "messages", turns: own }).request.reasoning,
    ).toEqual(reasoning);
    const inTurns = own.flatMap((turn) => turn.parts.map((part) => ({ ...turn, parts: [part] })));
    expect(
      after(reasoning, "messages", target, { origin: "messages", turns: inTurns }).request.reasoning,
    ).toEqual(reasoning);
    const over = [...turns, assistant("Done."), user("And now?")];
    expect(after(reasoning, "messages", target, { turns: over }).request.reasoning).toEqual(reasoning);
  });
});

describe("and tools", () => {
  const tools = [{ kind: "function", name: "look" }] as const;

  test.each([
    ["thinking is on", { mode: "auto" }, claude, "auto"],
    ["thinking is never off", undefined, always, "auto"],
    ["thinking is off", { mode: "off" }, claude, "any"],
    ["nothing is said, and it may be off", undefined, claude, "any"],
    ["an effort asked for thinking", { effort: "high" }, claude, "auto"],
    ["both go together", { mode: "auto" }, { ...claude, forcedToolWithThinking: true }, "any"],
  ] as const)("a forced choice where %s", (_title, reasoning, lacks, expected) => {
    const said = {
      tools,
      toolChoice: { kind: "any" },
      ...(reasoning === undefined ? {} : { reasoning }),
    } as const;
    const { request } = fit(requestOf(said), targetOf("messages", lacks));
    expect(request.toolChoice).toEqual({ kind: expected });
  });

  test("chat completions that refuse tools beside thinking are asked not to think", () => {
    const picky = { ...gpt, chatToolsNeedThinkingOff: true };
    expect(fit(requestOf({ tools }), targetOf("chat", picky)).request.reasoning).toEqual({ mode: "off" });
    expect(fit(requestOf({ tools }), targetOf("responses", picky)).request.reasoning).toBeUndefined();
    expect(fit(requestOf(), targetOf("chat", picky)).request.reasoning).toBeUndefined();
    const never = { ...picky, canTurnThinkingOff: false };
    expect(fit(requestOf({ tools }), targetOf("chat", never)).request.reasoning).toBeUndefined();
  });
});
