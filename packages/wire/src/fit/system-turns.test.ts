import { describe, expect, test } from "bun:test";
import { assistant, requestOf, system, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Turn } from "../model/request.ts";
import { fit } from "./fit.ts";
import { fitSystemTurns } from "./system-turns.ts";

const billing = "x-anthropic-billing-header: cc_version=2.1.329; cc_entrypoint=cli;";

describe("a system turn behind the first other one", () => {
  const turns: Turn[] = [system("Be brief."), user("Hi"), system("It is late."), assistant("Hello")];
  test.each([
    ["native", { role: "system", parts: [{ kind: "text", text: "It is late." }] }],
    ["developer", { role: "developer", parts: [{ kind: "text", text: "It is late." }] }],
    [
      "user",
      { role: "user", parts: [{ kind: "text", text: "<system-message>\nIt is late.\n</system-message>" }] },
    ],
  ] as const)("%s", (midSystem, expected) => {
    const { request, losses } = fitSystemTurns(requestOf({ turns }), targetOf("chat", { midSystem }));
    expect(request.turns[2]).toEqual(expected);
    expect(request.turns[0]).toEqual(system("Be brief."));
    expect(losses.length).toBe(midSystem === "native" ? 0 : 1);
    if (midSystem !== "native") expect(losses[0]?.path).toStartWith("turns[2]");
  });
});

test("a developer becomes the system where nobody knows developers", () => {
  const turns: Turn[] = [{ role: "developer", parts: [{ kind: "text", text: "Be brief." }] }, user("Hi")];
  const { request } = fitSystemTurns(requestOf({ turns }), targetOf("messages", { developerRole: false }));
  expect(request.turns[0]).toEqual(system("Be brief."));
});

describe("Claude Code's billing block", () => {
  const request = requestOf({
    origin: "messages",
    turns: [system(billing, "You are Claude Code."), user("Hi")],
  });

  test("reaches Anthropic as it is", () => {
    const { request: fitted, losses } = fit(request, targetOf("messages", { billingBlock: true }));
    expect(fitted.turns[0]).toEqual(system(billing, "You are Claude Code."));
    expect(losses).toEqual([]);
  });

  test.each(["messages", "chat", "responses", "gemini"] as const)("reaches nobody else: %s", (dialect) => {
    const { request: fitted, losses } = fit(request, targetOf(dialect));
    expect(fitted.turns[0]).toEqual(system("You are Claude Code."));
    expect(losses).toContainEqual(expect.objectContaining({ path: "turns[0].parts[0]", action: "dropped" }));
  });
});

test("a system turn is still a leading one when all before it had to go", () => {
  const turns: Turn[] = [assistant({ kind: "thinking", text: "Hm." }), system("Be brief."), user("Hi")];
  const { request } = fit(
    requestOf({ turns }),
    targetOf("chat", { midSystem: "user", unprovenThinking: "never" }),
  );
  expect(request.turns).toEqual([system("Be brief."), user("Hi")]);
});
