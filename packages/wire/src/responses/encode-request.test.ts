import { describe, expect, test } from "bun:test";
import type { ResponseCreateParamsStreaming } from "openai/resources/responses/responses";
import { objectOf, parseJson } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { NeutralRequest, Role, Turn } from "../model/request.ts";
import { everything } from "../../test/everything.ts";
import { encodeRequest } from "./encode-request.ts";

/** What every request says that comes from another dialect. */
const usual = { model: "gpt-5.6", store: false, include: ["reasoning.encrypted_content" as const] };

function encode(request: Partial<NeutralRequest>): {
  readonly body: JsonObject;
  readonly losses: readonly string[];
} {
  const { isStreamed = false } = request;
  const { body, losses } = encodeRequest(
    { origin: "messages", model: "claude", isStreamed, turns: [], ...request },
    { model: "gpt-5.6", isStreamed, capabilities: everything },
  );
  return { body, losses: losses.map(({ action, path }) => `${action} ${path}`) };
}

function said(role: Role, ...parts: readonly Part[]): Turn {
  return { role, parts };
}

function text(words: string): Part {
  return { kind: "text", text: words };
}

function parsed(body: unknown): JsonObject {
  return objectOf(parseJson(JSON.stringify(body))) ?? {};
}

// The SDK wants an id and a status of every message of the assistant; clients that keep no items send neither.
test("an agent's session crosses from Messages", () => {
  const body = {
    ...usual,
    stream: true,
    max_output_tokens: 32_000,
    instructions: "You are an agent.",
    reasoning: { effort: "high", summary: "auto" },
    parallel_tool_calls: true,
    tool_choice: "required",
    tools: [
      {
        type: "function",
        name: "Bash",
        description: "Runs a command.",
        parameters: { type: "object" },
        strict: false,
      },
    ],
    input: [
      { type: "message", role: "user", content: [{ type: "input_text", text: "List the files." }] },
      { type: "message", role: "system", content: [{ type: "input_text", text: "Plan mode is on." }] },
      {
        type: "message",
        role: "assistant",
        content: [{ type: "output_text", text: "I will.", annotations: [] }],
      },
      { type: "function_call", call_id: "toolu_1", name: "Bash", arguments: '{"command":"ls"}' },
      { type: "function_call_output", call_id: "toolu_1", output: "a.ts" },
      { type: "message", role: "user", content: [{ type: "input_text", text: "And now?" }] },
    ],
  } satisfies Omit<ResponseCreateParamsStreaming, "input"> & { readonly input: unknown };
  const { body: written, losses } = encode({
    isStreamed: true,
    turns: [
      said("system", text("You are an agent.")),
      said("user", text("List the files.")),
      said("system", text("Plan mode is on.")),
      said("assistant", text("I will."), {
        kind: "tool-call",
        id: "toolu_1",
        name: "Bash",
        inputKind: "json",
        input: '{"command":"ls"}',
      }),
      said(
        "user",
        { kind: "tool-result", callId: "toolu_1", inputKind: "json", content: [text("a.ts")] },
        text("And now?"),
      ),
    ],
    tools: [{ kind: "function", name: "Bash", description: "Runs a command.", schema: { type: "object" } }],
    toolChoice: { kind: "any" },
    parallelToolCalls: true,
    maxOutputTokens: 32_000,
    reasoning: { effort: "high", show: "summary" },
  });
  expect(written).toEqual(parsed(body));
  expect(losses).toEqual([]);
});

describe("the system's words", () => {
  test.each<[string, readonly Turn[], JsonObject]>([
    [
      "are instructions where they are one text",
      [said("system", text("A"))],
      { instructions: "A", input: [] },
    ],
    [
      "are an item where they are several texts: nothing is joined",
      [said("system", text("A"), text("B"))],
      {
        input: [
          {
            type: "message",
            role: "system",
            content: [
              { type: "input_text", text: "A" },
              { type: "input_text", text: "B" },
            ],
          },
        ],
      },
    ],
    [
      "are an item where they mark what is worth keeping",
      [said("system", { kind: "text", text: "A", cache: {} })],
      {
        input: [
          {
            type: "message",
            role: "system",
            content: [{ type: "input_text", text: "A", prompt_cache_breakpoint: { mode: "explicit" } }],
          },
        ],
      },
    ],
    [
      "of a developer stay a developer's",
      [said("developer", text("A"))],
      { input: [{ type: "message", role: "developer", content: [{ type: "input_text", text: "A" }] }] },
    ],
  ])("%s", (_name, turns, body) => {
    expect(encode({ turns })).toEqual({ body: { ...usual, ...body }, losses: [] });
  });
});
