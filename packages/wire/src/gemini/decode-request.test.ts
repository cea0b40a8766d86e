import { describe, expect, test } from "bun:test";
import type { RequestContext } from "../dialect.ts";
import type { JsonValue } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";
import { curlExample, geminiCliRouter, geminiCliTurn, opencodeTurn } from "../../test/gemini-bodies.ts";
import { decodeRequest } from "./decode-request.ts";
import { withoutNotes } from "./spelling.ts";

const context: RequestContext = { open: () => undefined, model: "gemini-3-pro", isStreamed: true };

/** Without the notes on spelling. */
function requestFrom(body: JsonValue, given: RequestContext = context): NeutralRequest {
  const decoded = decodeRequest(body, given);
  if (decoded.kind === "fault") throw new Error(`${decoded.path}: expected ${decoded.expected}`);
  const { turns, ...rest } = withoutNotes(decoded.value);
  return {
    ...rest,
    turns: turns.map((turn) => ({
      ...withoutNotes(turn),
      parts: turn.parts.map((part) => withoutNotes(part)),
    })),
  };
}

describe("Gemini CLI", () => {
  test("asks its router for JSON with types in upper case, which are JSON Schema's everywhere else", () => {
    expect(requestFrom(geminiCliRouter)).toEqual({
      origin: "gemini",
      model: "gemini-3-pro",
      isStreamed: true,
      turns: [
        { role: "system", parts: [{ kind: "text", text: "You are a task router." }] },
        {
          role: "user",
          parts: [{ kind: "text", text: "This is the Gemini CLI. We are setting up the context." }],
        },
        { role: "user", parts: [{ kind: "text", text: "list the files" }] },
      ],
      maxOutputTokens: 1024,
      sampling: { temperature: 0, topP: 1 },
      reasoning: { mode: "on", budgetTokens: 512 },
      output: {
        kind: "json-schema",
        schema: {
          type: "object",
          properties: {
            reasoning: { type: "string" },
            model_choice: { type: "string", enum: ["flash", "pro"] },
          },
          required: ["reasoning", "model_choice"],
        },
      },
    });
  });

  test("sends results in a user's turn, errors under a key of their own, and a stand-in for a signature", () => {
    const { turns, tools, reasoning } = requestFrom(geminiCliTurn);
    expect(turns.slice(2)).toEqual([
      {
        role: "assistant",
        parts: [
          { kind: "thinking", text: "**Listing**", form: "summary" },
          {
            kind: "tool-call",
            id: "ls-17",
            name: "list_directory",
            inputKind: "json",
            input: '{"path":"."}',
          },
          {
            kind: "tool-call",
            id: "ls-18",
            name: "list_directory",
            inputKind: "json",
            input: '{"path":"src"}',
          },
        ],
      },
      {
        role: "user",
        parts: [
          {
            kind: "tool-result",
            callId: "ls-17",
            name: "list_directory",
            inputKind: "json",
            content: [{ kind: "text", text: "a.ts" }],
          },
          {
            kind: "tool-result",
            callId: "ls-18",
            name: "list_directory",
            inputKind: "json",
            content: [{ kind: "text", text: "no such folder" }],
            isError: true,
          },
        ],
      },
    ]);
    expect(tools).toMatchObject([{ kind: "function", name: "list_directory", schema: { type: "object" } }]);
    expect(reasoning).toEqual({ effort: "high", show: "summary" });
  });
});

test("opencode leaves ids out: calls and results get the same one", () => {
  const { turns, tools, toolChoice, reasoning } = requestFrom(opencodeTurn);
  expect(turns[2]?.parts).toEqual([
    {
      kind: "tool-call",
      id: "call_0",
      name: "bash",
      inputKind: "json",
      input: '{"command":"ls"}',
      proof: { dialect: "gemini", value: "c2ln" },
    },
  ]);
  expect(turns[3]?.parts).toEqual([
    {
      kind: "tool-result",
      callId: "call_0",
      name: "bash",
      inputKind: "json",
      content: [{ kind: "text", text: "a.ts\nb.ts" }],
    },
  ]);
  expect(tools).toEqual([
    {
      kind: "function",
      name: "bash",
      description: "Runs a command.",
      schema: {
        type: "object",
        properties: { command: { type: ["string", "null"] } },
        required: ["command"],
      },
    },
  ]);
  expect(toolChoice).toEqual({ kind: "auto" });
  expect(reasoning).toEqual({ show: "summary" });
});

test("snake case and single objects mean what camel case and lists mean", () => {
  expect(requestFrom(curlExample)).toEqual({
    origin: "gemini",
    model: "gemini-3-pro",
    isStreamed: true,
    turns: [
      { role: "system", parts: [{ kind: "text", text: "You are a cat." }] },
      { role: "user", parts: [{ kind: "text", text: "Hello there" }] },
    ],
    tools: [
      {
        kind: "server",
        name: "googleSearch",
        origin: "gemini",
        does: "web-search",
        value: { google_search: {} },
      },
    ],
    maxOutputTokens: 800,
    sampling: { stop: ["Title"] },
    reasoning: { mode: "off" },
  });
});

test("fields that only Gemini has are kept where they stood", () => {
  const request = requestFrom({
    contents: "hi",
    cachedContent: "cachedContents/x",
    safetySettings: [],
    generationConfig: { responseModalities: ["TEXT"], temperature: "warm" },
    toolConfig: { retrievalConfig: {} },
  });
  expect(request.extras).toEqual({
    gemini: {
      cachedContent: "cachedContents/x",
      safetySettings: [],
      generationConfig: { responseModalities: ["TEXT"], temperature: "warm" },
      toolConfig: { retrievalConfig: {} },
    },
  });
  expect(request.sampling).toBeUndefined();
});

test.each<[what: string, contents: JsonValue, turns: NeutralRequest["turns"]]>([
  ["a bare text", "hi", [{ role: "user", parts: [{ kind: "text", text: "hi" }] }]],
  ["one content", { role: "model", parts: [] }, [{ role: "assistant", parts: [] }]],
  ["a part by itself", [{ text: "hi" }], [{ role: "user", parts: [{ kind: "text", text: "hi" }] }]],
  ["a role that once was for results", [{ role: "function", parts: [] }], [{ role: "user", parts: [] }]],
  ["no role", [{ parts: [{ text: "hi" }] }], [{ role: "user", parts: [{ kind: "text", text: "hi" }] }]],
  [
    "a system's content",
    [{ role: "system", parts: ["x"] }],
    [{ role: "system", parts: [{ kind: "text", text: "x" }] }],
  ],
])("%s can stand in contents", (_what, contents, turns) => {
  expect(requestFrom({ contents }).turns).toEqual(turns);
});

test("the model of the path counts, and one in the body where there is none", () => {
  expect(requestFrom({ contents: "", model: "models/other" }).model).toBe("gemini-3-pro");
  const body = { contents: "", model: "models/gemini-3-flash" };
  expect(requestFrom(body, { open: () => undefined }).model).toBe("gemini-3-flash");
});

describe("a token of ours in a signature", () => {
  const body = {
    contents: [
      {
        role: "model",
        parts: [
          { text: "Hm.", thought: true, thoughtSignature: "hf1.thought" },
          { functionCall: { id: "a", name: "run", args: {} } },
        ],
      },
    ],
  };

  test("is opened", () => {
    const proof = { dialect: "messages", value: "sig", scope: "there" } as const;
    const request = requestFrom(body, { open: (token) => (token === "hf1.thought" ? proof : undefined) });
    expect(request.turns[0]?.parts[0]).toMatchObject({ kind: "thinking", proof });
  });

  const call = { functionCall: { id: "a", name: "run", args: {} } };
  const pieces = [
    { text: "Let me ", thought: true },
    { text: "see.", thought: true },
    { text: "", thought: true, thoughtSignature: "hf1.thought" },
    call,
  ];
  test.each([
    ["in one turn", [{ role: "model", parts: pieces }]],
    ["in a turn for every piece", pieces.map((part) => ({ role: "model", parts: [part] }))],
  ])("proves the whole thinking that was streamed before it, %s", (_, contents) => {
    const proof = { dialect: "messages", value: "sig", scope: "there" } as const;
    const { turns } = requestFrom({ contents }, { open: () => proof });
    expect(turns).toMatchObject([
      {
        role: "assistant",
        parts: [
          { kind: "thinking", text: "Let me see.", proof },
          { kind: "tool-call", id: "a" },
        ],
      },
    ]);
  });

  test("proves no thinking that an empty text parts from its own", () => {
    const proof = { dialect: "responses", value: "sig", scope: "there" } as const;
    const parts = [
      { text: "Another.", thought: true },
      { text: "", thought: true },
      { text: "Hm.", thought: true },
      { text: "", thought: true, thoughtSignature: "hf1.thought" },
    ];
    const { turns } = requestFrom({ contents: [{ role: "model", parts }] }, { open: () => proof });
    expect(turns[0]?.parts).toMatchObject([{ text: "Another." }, { text: "" }, { text: "Hm.", proof }]);
  });

  test("is lost where it does not open, and nothing else is", () => {
    const decoded = decodeRequest(body, context);
    expect(decoded).toMatchObject({
      kind: "decoded",
      losses: [{ path: "turns[0].parts[0].proof", action: "dropped" }],
    });
    expect(requestFrom(body).turns[0]?.parts[0]).toEqual({ kind: "thinking", text: "Hm.", form: "summary" });
  });
});

test.each<[body: JsonValue, path: string, expected: string]>([
  [[], "", "an object"],
  [{}, "contents", "a list"],
  [{ contents: [1] }, "contents[0]", "an object"],
  [{ contents: [{ parts: [{}, null] }] }, "contents[0].parts[1]", "an object"],
])("%j cannot be understood", (body, path, expected) => {
  expect(decodeRequest(body, context)).toEqual({ kind: "fault", path, expected });
});
