import { describe, expect, test } from "bun:test";
import type { ToolUnion } from "@anthropic-ai/sdk/resources/messages";
import type { Tool as ResponsesTool } from "openai/resources/responses/responses";
import { assistant, call, requestOf, targetOf, user } from "../../test/fit-fixtures.ts";
import { objectOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { ServerTool, Tool } from "../model/tool.ts";
import { fit } from "./fit.ts";

const search: ServerTool = {
  kind: "server",
  origin: "messages",
  does: "web-search",
  name: "web_search",
  value: {
    type: "web_search_20260318",
    name: "web_search",
    max_uses: 5,
    allowed_domains: ["example.com"],
    user_location: { type: "approximate", city: "Bern" },
  } satisfies ToolUnion,
};
const openaiSearch: ServerTool = {
  kind: "server",
  origin: "responses",
  does: "web-search",
  name: "web_search",
  value: {
    type: "web_search",
    filters: { allowed_domains: ["example.com"] },
    search_context_size: "low",
  } satisfies ResponsesTool,
};

function toolsAfter(tools: Tool[], target = targetOf("chat")) {
  const { request, losses } = fit(requestOf({ origin: "messages", tools }), target);
  return { tools: request.tools, losses };
}

describe("web search", () => {
  test.each([
    [
      search,
      "responses",
      {
        type: "web_search",
        filters: { allowed_domains: ["example.com"] },
        user_location: { type: "approximate", city: "Bern" },
      },
    ],
    [search, "gemini", { googleSearch: {} }],
    [
      openaiSearch,
      "messages",
      { type: "web_search_20250305", name: "web_search", allowed_domains: ["example.com"] },
    ],
  ] as const)("is said as the provider says it (%#)", (tool, dialect, value) => {
    const { tools, losses } = toolsAfter([tool], targetOf(dialect));
    expect(tools).toEqual([expect.objectContaining({ kind: "server", origin: dialect, value })]);
    expect(losses).toEqual([expect.objectContaining({ path: "tools[0]", action: "approximated" })]);
  });

  test("is told which sites to keep to or which to avoid, not both", () => {
    const both = { ...search.value, blocked_domains: ["example.org"] };
    const { tools } = toolsAfter([{ ...openaiSearch, value: both }], targetOf("messages"));
    expect(tools).toEqual([
      expect.objectContaining({ value: expect.not.objectContaining({ blocked_domains: expect.anything() }) }),
    ]);
  });

  test.each([
    ["chat, which has no tool for it", targetOf("chat")],
    ["a provider that runs none", targetOf("responses", { webSearch: false })],
  ] as const)("is dropped for %s", (_title, target) => {
    const { tools, losses } = toolsAfter([search], target);
    expect(tools).toBeUndefined();
    expect(losses).toEqual([expect.objectContaining({ path: "tools[0]", action: "dropped" })]);
  });

  test("is dropped for Gemini where functions stand beside it", () => {
    const { tools } = toolsAfter([search, { kind: "function", name: "look" }], targetOf("gemini"));
    expect(tools?.map(({ name }) => name)).toEqual(["look"]);
  });

  test("in a dialect's own words stays as it is", () => {
    expect(toolsAfter([search], targetOf("messages"))).toEqual({ tools: [search], losses: [] });
  });
});

describe("a tool that the client runs", () => {
  test.each([
    ["messages", { type: "bash_20250124", name: "bash" }, "bash", ["command", "restart"]],
    [
      "messages",
      { type: "text_editor_20250728", name: "str_replace_based_edit_tool" },
      "str_replace_based_edit_tool",
      ["command", "path"],
    ],
    ["messages", { type: "memory_20250818", name: "memory" }, "memory", ["command", "path"]],
    ["responses", { type: "apply_patch" }, "apply_patch", ["operation"]],
    ["responses", { type: "shell", environment: { type: "local" } }, "shell", ["commands"]],
    ["responses", { type: "local_shell" }, "local_shell", ["command"]],
  ] as const)("is a function elsewhere: %s %o", (origin, value, name, properties) => {
    const declared: ServerTool = { kind: "server", origin, name: "name" in value ? value.name : "", value };
    const { tools, losses } = toolsAfter([declared], targetOf("gemini"));
    expect(tools).toEqual([expect.objectContaining({ kind: "function", name })]);
    const [tool] = tools ?? [];
    const schema = objectOf(tool?.kind === "function" ? tool.schema : undefined);
    const names = Object.keys(objectOf(schema?.["properties"]) ?? {});
    expect(names).toEqual(expect.arrayContaining([...properties]));
    expect(losses).toEqual([expect.objectContaining({ path: "tools[0]", action: "approximated" })]);
  });
});

test.each([
  ["messages", { type: "code_execution_20260521", name: "code_execution" }],
  ["responses", { type: "file_search", vector_store_ids: ["vs_1"] }],
  ["responses", { type: "shell", environment: { type: "container_auto" } }],
  ["gemini", { urlContext: {} }],
] as const)(
  "a tool that runs at its provider is dropped elsewhere, and its choice with it: %s %o",
  (origin, value) => {
    const declared: ServerTool = { kind: "server", origin, name: "it", value };
    const request = requestOf({
      origin,
      tools: [declared, { kind: "function", name: "look" }],
      toolChoice: { kind: "tool", name: "it" },
    });
    const { request: fitted, losses } = fit(request, targetOf("chat"));
    expect(fitted.tools).toEqual([{ kind: "function", name: "look" }]);
    expect(fitted.toolChoice).toEqual({ kind: "auto" });
    expect(losses.map(({ path, action }) => `${action} ${path}`)).toEqual([
      "dropped tools[0]",
      "approximated toolChoice",
    ]);
  },
);

test("calls of responses' own tools and their results are those of the functions", () => {
  const item = (value: JsonObject): Part => ({ kind: "unknown", origin: "responses", value });
  const patch = { type: "update_file", path: "a.ts", diff: "@@" };
  const request = requestOf({
    origin: "responses",
    tools: [{ kind: "server", origin: "responses", name: "", value: { type: "apply_patch" } }],
    turns: [
      user("Go"),
      assistant(
        item({ type: "apply_patch_call", id: "apc_1", call_id: "c1", operation: patch, status: "completed" }),
        item({ type: "shell_call", call_id: "c2", action: { commands: ["ls"], timeout_ms: null } }),
        item({
          type: "local_shell_call",
          id: "l",
          call_id: "c3",
          action: { type: "exec", command: ["ls"], env: {} },
        }),
      ),
      user(
        item({ type: "apply_patch_call_output", call_id: "c1", status: "failed", output: "no such file" }),
        item({
          type: "shell_call_output",
          call_id: "c2",
          output: [{ stdout: "a\n", stderr: "oh", outcome: { type: "exit", exit_code: 1 } }],
        }),
        item({ type: "local_shell_call_output", id: "c3", output: "b" }),
      ),
    ],
  });
  const { turns } = fit(request, targetOf("messages")).request;
  expect(turns[1]).toEqual(
    assistant(
      call("c1", "apply_patch", JSON.stringify({ operation: patch })),
      call("c2", "shell", '{"commands":["ls"],"timeout_ms":null}'),
      call("c3", "local_shell", '{"command":["ls"],"env":{}}'),
    ),
  );
  expect(turns[2]?.parts).toEqual([
    {
      kind: "tool-result",
      callId: "c1",
      inputKind: "json",
      content: [{ kind: "text", text: "no such file" }],
      isError: true,
    },
    {
      kind: "tool-result",
      callId: "c2",
      inputKind: "json",
      content: [{ kind: "text", text: "a\n\noh\nexit code 1" }],
    },
    { kind: "tool-result", callId: "c3", inputKind: "json", content: [{ kind: "text", text: "b" }] },
  ]);
  expect(fit(request, targetOf("responses")).request.turns).toEqual(request.turns);
});
