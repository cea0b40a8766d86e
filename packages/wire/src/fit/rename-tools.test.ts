import { describe, expect, test } from "bun:test";
import { assistant, call, requestOf, result, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Part } from "../model/part.ts";
import type { Tool } from "../model/tool.ts";
import { fit } from "./fit.ts";

function fn(name: string, namespace?: string): Tool {
  return { kind: "function", name, ...(namespace === undefined ? {} : { namespace }) };
}

function wireNames(
  tools: Tool[],
  target = targetOf("messages", { toolNameLength: 64, toolNameDots: false }),
): string[] {
  return (fit(requestOf({ origin: "responses", tools }), target).request.tools ?? []).map(({ name }) => name);
}

describe("names at the provider", () => {
  test.each([
    ["plain", fn("look_up-1"), "look_up-1"],
    ["in a namespace", fn("read", "mcp__files"), "mcp__files__read"],
    ["in Codex's implicit namespace", fn("exec", "functions"), "exec"],
    ["with other letters", fn("läuft.jetzt"), /^l_uft_jetzt_[0-9a-z]{7}$/],
    ["too long", fn("x".repeat(80)), /^x{56}_[0-9a-z]{7}$/],
    ["empty", fn(""), /^tool_[0-9a-z]{7}$/],
  ])("%s", (_title, tool, expected) => {
    expect(wireNames([tool])[0]).toMatch(expected);
  });

  test("with dots stay where dots may stand", () => {
    expect(wireNames([fn("a.b:c")], targetOf("gemini"))).toEqual(["a.b:c"]);
  });

  test("begin with a letter for Gemini", () => {
    expect(wireNames([fn("1st")], targetOf("gemini"))[0]).toMatch(/^_1st_/);
  });

  test("that would be the same are told apart, the same way whatever else is there", () => {
    const [first, second] = wireNames([fn("a__b"), fn("b", "a")]);
    expect(first).toBe("a__b");
    expect(second).toMatch(/^a__b_[0-9a-z]{7}$/);
    expect(wireNames([fn("a__b"), fn("b", "a"), fn("c")]).slice(0, 2)).toEqual([first ?? "", second ?? ""]);
  });

  test("keep their namespaces where the provider has them", () => {
    const tools = [fn("read", "mcp__files"), fn("exec", "functions")];
    const fitted = fit(requestOf({ origin: "responses", tools }), targetOf("responses"));
    expect(fitted.request.tools).toEqual(tools);
    expect(fitted.tools.size).toBe(0);
  });
});

test("a name is the same in definition, choice, call and result", () => {
  const called: Part = {
    kind: "tool-call",
    id: "1",
    name: "read",
    namespace: "mcp",
    inputKind: "json",
    input: "{}",
  };
  const fitted = fit(
    requestOf({
      origin: "responses",
      tools: [fn("read", "mcp")],
      toolChoice: { kind: "tool", name: "read", namespace: "mcp" },
      turns: [user("Go"), assistant(called), user({ ...result("1"), name: "read" })],
    }),
    targetOf("messages"),
  );
  const name = "mcp__read";
  expect(fitted.request.tools?.[0]).toMatchObject({ name });
  expect(fitted.request.toolChoice).toEqual({ kind: "tool", name });
  expect(fitted.request.turns[1]?.parts[0]).toEqual(call("1", name));
  expect(fitted.request.turns[2]?.parts[0]).toEqual({ ...result("1"), name });
  expect([...fitted.tools]).toEqual([[name, { name: "read", namespace: "mcp", inputKind: "json" }]]);
  expect(fitted.losses).toEqual([]);
});

test("a call without Codex's implicit namespace is one of the tool that has it", () => {
  const turns = [user("Go"), assistant(call("1", "exec")), user(result("1"))];
  const fitted = fit(
    requestOf({ origin: "responses", tools: [fn("exec", "functions")], turns }),
    targetOf("messages"),
  );
  expect(fitted.request.turns[1]?.parts[0]).toEqual(call("1", "exec"));
  expect([...fitted.tools]).toEqual([["exec", { name: "exec", namespace: "functions", inputKind: "json" }]]);
});

test("names of tools that are gone since are fitted in old calls all the same", () => {
  const turns = [user("Go"), assistant(call("1", "was.here")), user(result("1"))];
  const fitted = fit(requestOf({ turns }), targetOf("messages", { toolNameDots: false }));
  expect(fitted.request.turns[1]?.parts[0]).toMatchObject({ name: expect.stringMatching(/^was_here_/) });
});

describe("freeform tools", () => {
  const tool: Tool = {
    kind: "freeform",
    name: "apply_patch",
    description: "Patches.",
    format: { type: "grammar", syntax: "lark", definition: "start: begin" },
  };
  const called: Part = {
    kind: "tool-call",
    id: "1",
    name: "apply_patch",
    inputKind: "freeform",
    input: '*** "Begin"\n',
  };
  const answered: Part = {
    kind: "tool-result",
    callId: "1",
    inputKind: "freeform",
    content: [{ kind: "text", text: "ok" }],
  };
  const request = requestOf({
    origin: "responses",
    tools: [tool],
    turns: [user("Go"), assistant(called), user(answered)],
  });

  test.each(["messages", "gemini"] as const)(
    "are functions of one text in %s, in definition and history",
    (dialect) => {
      const fitted = fit(request, targetOf(dialect));
      expect(fitted.request.tools?.[0]).toMatchObject({
        kind: "function",
        description: expect.stringContaining("lark grammar:\nstart: begin"),
        schema: { type: "object", properties: { input: { type: "string" } }, required: ["input"] },
      });
      expect(fitted.request.turns[1]?.parts[0]).toMatchObject({
        inputKind: "json",
        input: '{"input":"*** \\"Begin\\"\\n"}',
      });
      expect(fitted.request.turns[2]?.parts[0]).toMatchObject({ inputKind: "json" });
      expect(fitted.losses.map(({ path }) => path)).toEqual(["tools[0]"]);
      expect([...fitted.tools]).toEqual([["apply_patch", { name: "apply_patch", inputKind: "freeform" }]]);
    },
  );

  test("stay what they are where the provider has them", () => {
    const fitted = fit(request, targetOf("chat"));
    expect(fitted.request.tools).toEqual([tool]);
    expect(fitted.request.turns[1]?.parts[0]).toEqual(called);
  });
});

test("a tool that is defined twice is defined once", () => {
  const { request, losses } = fit(requestOf({ tools: [fn("a"), fn("b"), fn("a")] }), targetOf("chat"));
  expect(request.tools?.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(losses).toEqual([expect.objectContaining({ path: "tools[2]", action: "dropped" })]);
});
