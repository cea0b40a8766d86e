import { describe, expect, test } from "bun:test";
import type { ResponseCreateParams } from "openai/resources/responses/responses";
import type { OpenProof, RequestTarget } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Proof } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { everything } from "../../test/everything.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";

/** As it comes off the wire. */
function sent(body: unknown): JsonValue {
  return parseJson(JSON.stringify(body)) ?? null;
}

function decoded(body: unknown, open: OpenProof = () => undefined): NeutralRequest {
  const result = decodeRequest(sent(body), { open });
  if (result.kind === "fault") throw new Error(`fault at ${result.path}: expected ${result.expected}`);
  return result.value;
}

function encoded(request: NeutralRequest): JsonObject {
  const { model, isStreamed } = request;
  const target: RequestTarget = { model, isStreamed, capabilities: everything };
  const { body, losses } = encodeRequest(request, target);
  expect(losses).toEqual([]);
  return body;
}

/** Without what only remembers how something was spelled. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    if (key.startsWith("$")) return [];
    const kept = meaning(field);
    const isEmptied = (key === "extras" || key === "responses") && Object.keys(Object(kept)).length === 0;
    return isEmptied ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function turnsOf(body: unknown): unknown {
  return meaning(decoded(body).turns);
}

describe("what is said in more than one way", () => {
  const user: Turn = { role: "user", parts: [{ kind: "text", text: "Hi" }] };
  const spellings: readonly (readonly [name: string, body: ResponseCreateParams, turns: unknown])[] = [
    ["a bare text", { model: "m", input: "Hi" }, [user]],
    ["an easy message", { model: "m", input: [{ role: "user", content: "Hi" }] }, [user]],
    [
      "a message with all its fields",
      {
        model: "m",
        input: [
          {
            type: "message",
            role: "user",
            status: "completed",
            content: [{ type: "input_text", text: "Hi" }],
          },
        ],
      },
      [user],
    ],
    ["no input", { model: "m", previous_response_id: "resp_1" }, []],
    [
      "instructions",
      { model: "m", instructions: "Be brief.", input: "Hi" },
      [{ role: "system", parts: [{ kind: "text", text: "Be brief." }] }, user],
    ],
    [
      "a system message in the list",
      {
        model: "m",
        input: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hi" },
        ],
      },
      [{ role: "system", parts: [{ kind: "text", text: "Be brief." }] }, user],
    ],
    [
      "an assistant's message as it was given",
      {
        model: "m",
        input: [
          {
            type: "message",
            id: "msg_1",
            role: "assistant",
            status: "completed",
            phase: "final_answer",
            content: [
              { type: "output_text", text: "It is.", annotations: [], logprobs: [] },
              { type: "refusal", refusal: "No." },
            ],
          },
        ],
      },
      [
        {
          role: "assistant",
          id: "msg_1",
          phase: "final_answer",
          parts: [
            { kind: "text", text: "It is." },
            { kind: "refusal", text: "No." },
          ],
        },
      ],
    ],
  ];

  test.each(spellings)("%s is understood, and said again in the same way", (_name, body, turns) => {
    expect(turnsOf(body)).toEqual(turns);
    expect<JsonValue>(encoded(decoded(body))).toEqual(sent(body));
  });
});

describe("thinking", () => {
  test.each([
    [
      "its summary",
      {
        summary: [
          { type: "summary_text", text: "One." },
          { type: "summary_text", text: "Two." },
        ],
      },
      { text: "One.\n\nTwo.", form: "summary" },
    ],
    [
      "itself, which counts for more than its summary",
      {
        summary: [{ type: "summary_text", text: "Short." }],
        content: [{ type: "reasoning_text", text: "Long." }],
      },
      { text: "Long.", form: "full" },
    ],
    ["nothing but an id", { summary: [] }, { text: "" }],
  ])("comes as %s", (_name, item, part) => {
    const input = [{ type: "reasoning", id: "rs_1", ...item }];
    expect(turnsOf({ input })).toEqual([
      { role: "assistant", parts: [{ kind: "thinking", id: "rs_1", ...part }] },
    ]);
  });

  const proof: Proof = { dialect: "messages", value: "c2ln", scope: "a" };
  const item = {
    type: "reasoning",
    id: "rs_seed_0",
    summary: [{ type: "summary_text", text: "Hm." }],
    encrypted_content: "hf1.token",
  };

  test("of another provider has its proof opened, and no id that its own provider would not know", () => {
    const { turns } = decoded({ input: [item] }, () => proof);
    expect(turns).toEqual([
      { role: "assistant", parts: [{ kind: "thinking", text: "Hm.", form: "summary", proof }] },
    ]);
  });

  test("loses a token that does not open, and is gone where it was nothing else", () => {
    const input = [item, { ...item, summary: [] }, { role: "user", content: "Go on." }];
    const result = decodeRequest(sent({ input }), { open: () => undefined });
    expect(result).toMatchObject({
      kind: "decoded",
      losses: [
        { path: "turns[0].parts[0].proof", action: "dropped" },
        { path: "turns[1].parts[0].proof", action: "dropped" },
      ],
      value: {
        turns: [
          { role: "assistant", parts: [{ kind: "thinking", text: "Hm.", form: "summary" }] },
          { role: "user", parts: [{ kind: "text", text: "Go on." }] },
        ],
      },
    });
    expect(JSON.stringify(result)).not.toContain("hf1.");
  });
});

describe("what only this dialect knows", () => {
  test.each([
    ["user", { type: "compaction_trigger" }],
    ["user", { type: "computer_call_output", call_id: "c", output: { type: "computer_screenshot" } }],
    ["user", { type: "mcp_approval_response", approval_request_id: "a", approve: true }],
    ["user", { type: "message", role: "critic", content: [{ type: "input_text", text: "Hm." }] }],
    ["assistant", { type: "item_reference", id: "msg_1" }],
    ["assistant", { id: "msg_1" }],
    ["assistant", { type: "web_search_call", id: "ws_1", status: "completed" }],
    ["assistant", { type: "compaction", encrypted_content: "opaque" }],
    ["assistant", { type: "configuration_update", tools: { add: [] } }],
    ["assistant", { type: "tool_search_call", arguments: {}, execution: "client" }],
    ["assistant", { type: "additional_tools", role: "developer", tools: [] }],
    ["assistant", { type: "function_call", call_id: "c" }],
  ] as const)("is kept whole in a turn of the %s: %j", (role, item) => {
    const input = [item, { type: "message", role: "user", content: "Hi" }];
    const request = decoded({ input });
    expect(request.turns[0]).toMatchObject({
      role,
      parts: [{ kind: "unknown", origin: "responses", value: item }],
    });
    expect(encoded(request)).toEqual({ input });
  });

  test("leaves what can be read of it to others", () => {
    const input = [{ type: "agent_message", content: [{ type: "input_text", text: "Done." }] }];
    expect(decoded({ input }).turns[0]?.parts).toMatchObject([{ kind: "unknown", text: "Done." }]);
  });

  test("does not make a part of a message one of the conversation", () => {
    const input = [{ role: "user", content: [{ type: "input_hologram", text: "It turns." }] }];
    const request = decoded({ input });
    expect(request.turns).toMatchObject([{ role: "user", parts: [{ kind: "unknown", text: "It turns." }] }]);
    const changed = { ...request, turns: request.turns.map(({ role, parts }) => ({ role, parts })) };
    expect(encoded(changed)["input"]).toEqual([{ type: "message", ...input[0] }]);
  });

  test("is in the extras where it is a field", () => {
    const body = {
      model: "m",
      input: [],
      previous_response_id: "resp_1",
      conversation: { id: "conv_1" },
      background: true,
      prompt: { id: "pmpt_1" },
      store: true,
      include: ["file_search_call.results"],
      truncation: "auto",
      top_logprobs: 2,
    };
    const { model: _model, input: _input, ...fields } = body;
    expect(meaning(decoded(body).extras)).toEqual({ responses: fields });
  });
});

test("tools that a search has found are the request's own to others, and told once to this dialect", () => {
  const weather = { type: "function", name: "weather", parameters: { type: "object" }, strict: false };
  const later = { ...weather, name: "later", defer_loading: true };
  const body = {
    model: "m",
    input: [
      { type: "tool_search_output", execution: "client", call_id: "c", tools: [weather, later] },
      { type: "message", role: "user", content: "Hi" },
    ],
    tools: [{ type: "tool_search", execution: "client" }, later],
  };
  const request = decoded(body);
  expect(request.tools?.map(({ name }) => name)).toEqual(["tool_search", "later", "weather"]);
  expect(encoded(request)).toEqual(body);
});

test.each([
  [null, "", "an object"],
  [[], "", "an object"],
  [{ input: 7 }, "input", "a text or a list of items"],
  [{ input: {} }, "input", "a text or a list of items"],
  [{ input: ["Hi"] }, "input[0]", "an item"],
])("%j cannot be understood", (body, path, expected) => {
  expect(decodeRequest(body, { open: () => undefined })).toEqual({ kind: "fault", path, expected });
});
