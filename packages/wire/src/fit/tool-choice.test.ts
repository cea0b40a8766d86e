import { describe, expect, test } from "bun:test";
import { requestOf, targetOf } from "../../test/fit-fixtures.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { Tool, ToolChoice } from "../model/tool.ts";
import { fit } from "./fit.ts";

const look: Tool = { kind: "function", name: "look" };
const write: Tool = { kind: "function", name: "write", namespace: "fs" };

function after(said: Partial<NeutralRequest>, target = targetOf("messages", { namespaces: false })) {
  const { request, losses } = fit(requestOf({ tools: [look, write], ...said }), target);
  return {
    choice: request.toolChoice,
    tools: request.tools?.map(({ name }) => name),
    losses: losses.map(({ path, action }) => `${action} ${path}`),
  };
}

describe("a choice", () => {
  test.each<[ToolChoice, ToolChoice, string[]]>([
    [{ kind: "any" }, { kind: "any" }, []],
    [{ kind: "tool", name: "look" }, { kind: "tool", name: "look" }, []],
    [{ kind: "tool", name: "write", namespace: "fs" }, { kind: "tool", name: "fs__write" }, []],
    [{ kind: "tool", name: "write" }, { kind: "auto" }, ["approximated toolChoice"]],
    [{ kind: "tool", name: "look", namespace: "functions" }, { kind: "tool", name: "look" }, []],
    [{ kind: "tool", name: "gone" }, { kind: "auto" }, ["approximated toolChoice"]],
    [
      { kind: "unknown", origin: "responses", value: { type: "mcp" } },
      { kind: "auto" },
      ["approximated toolChoice"],
    ],
  ])("%o becomes %o", (said, choice, losses) => {
    expect(after({ toolChoice: said })).toEqual({ choice, tools: ["look", "fs__write"], losses });
  });

  test("among nothing is none", () => {
    expect(after({ tools: [], toolChoice: { kind: "any" }, parallelToolCalls: false })).toEqual({
      choice: undefined,
      tools: undefined,
      losses: ["dropped toolChoice", "dropped parallelToolCalls"],
    });
  });
});

describe("tools that are allowed", () => {
  const toolChoice: ToolChoice = { kind: "allowed", mode: "any", names: ["write"] };

  test.each(["responses", "gemini", "chat"] as const)("are named to %s", (dialect) => {
    const { choice, tools } = after({ toolChoice }, targetOf(dialect, { namespaces: false }));
    expect(choice).toEqual({ ...toolChoice, names: ["fs__write"] });
    expect(tools).toEqual(["look", "fs__write"]);
  });

  test.each([
    ["messages", targetOf("messages")],
    ["a chat server other than OpenAI's", targetOf("chat", { freeformTools: false, namespaces: false })],
  ] as const)("are the only ones that %s hears of", (_title, target) => {
    expect(after({ toolChoice }, target)).toEqual({
      choice: { kind: "any" },
      tools: ["fs__write"],
      losses: ["approximated toolChoice"],
    });
  });
});

test("a model that calls no tools is no road for a request with tools", () => {
  expect(after({}, targetOf("chat", { tools: false }))).toEqual({
    choice: undefined,
    tools: undefined,
    losses: ["refused tools"],
  });
});

test("whether to call several at once is not said where it cannot be", () => {
  expect(
    after({ parallelToolCalls: false }, targetOf("chat", { parallelToolControl: false })).losses,
  ).toEqual(["dropped parallelToolCalls"]);
});
