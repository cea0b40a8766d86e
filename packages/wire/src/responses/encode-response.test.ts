import { describe, expect, test } from "bun:test";
import type { Response, ResponseOutputMessage } from "openai/resources/responses/responses";
import type { ReplyContext } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { NeutralResponse } from "../model/response.ts";
import { decodeRequest } from "./decode-request.ts";
import { decodeResponse } from "./decode-response.ts";
import { encodeResponse } from "./encode-response.ts";

function request(body: JsonValue): NeutralRequest {
  const decoded = decodeRequest(body, { open: () => undefined });
  if (decoded.kind === "fault") throw new Error(decoded.expected);
  return decoded.value;
}

const context: ReplyContext = {
  request: request({ model: "gpt-5.6", input: "Hi" }),
  model: "gpt-5.6",
  idSeed: "seed",
  createdAt: 1_700_000_000,
  seal: ({ dialect, value, isForNext }) => `hf1.${dialect}.${value}${isForNext === true ? ".next" : ""}`,
  scope: "here",
};

function answer(parts: readonly Part[], more: Partial<NeutralResponse> = {}): NeutralResponse {
  return {
    origin: "messages",
    id: "msg_1",
    model: "claude-opus-5",
    parts,
    finish: { reason: "end" },
    ...more,
  };
}

function encode(
  response: NeutralResponse,
  asked: Partial<ReplyContext> = {},
): { readonly body: Readonly<Record<string, unknown>>; readonly losses: readonly string[] } {
  const { body, losses } = encodeResponse(response, { ...context, ...asked });
  return { body, losses: losses.map(({ action, path }) => `${action} ${path}`) };
}

const text: Part = { kind: "text", text: "Hello." };
const message: ResponseOutputMessage = {
  id: "msg_seed_0",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text: "Hello.", annotations: [], logprobs: [] }],
};

/** Every field that Open Responses requires, which is more than the SDK's type does. */
const whole = {
  id: "resp_seed",
  object: "response",
  created_at: 1_700_000_000,
  completed_at: 1_700_000_000,
  status: "completed",
  incomplete_details: null,
  model: "gpt-5.6",
  previous_response_id: null,
  instructions: null,
  output: [message],
  error: null,
  tools: [],
  tool_choice: "auto",
  truncation: "disabled",
  parallel_tool_calls: true,
  text: { format: { type: "text" } },
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_logprobs: 0,
  temperature: 1,
  reasoning: { effort: null, summary: null },
  usage: {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 6, cache_write_tokens: 1 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 2 },
    total_tokens: 15,
  },
  max_output_tokens: null,
  max_tool_calls: null,
  store: false,
  background: false,
  service_tier: "default",
  metadata: {},
  safety_identifier: null,
  prompt_cache_key: null,
} satisfies Omit<Response, "output_text"> & { readonly [field: string]: unknown };

const usage = {
  inputTokens: 3,
  cacheReadTokens: 6,
  cacheWriteTokens: 1,
  outputTokens: 5,
  reasoningTokens: 2,
};

test("an answer has every field that strict clients need", () => {
  expect(encode(answer([text], { usage }))).toEqual({ body: whole, losses: [] });
  expect(Object.keys(whole)).toHaveLength(31);
  const typed: unknown = whole;
  // What the SDK's type wants is among them.
  const needed: readonly (keyof Response)[] = [
    "id",
    "created_at",
    "error",
    "incomplete_details",
    "instructions",
  ];
  for (const key of needed) expect(typed).toHaveProperty(key);
});

test("an answer of which no usage is known says so in numbers", () => {
  expect(encode(answer([text])).body["usage"]).toEqual({
    input_tokens: 0,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: 0,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 0,
  });
});

test("an answer repeats what it was asked with, in full, and not what only a provider could know", () => {
  const asked = {
    model: "gpt-5.6",
    instructions: "Be brief.",
    input: [{ type: "additional_tools", tools: [{ type: "custom", name: "hidden" }] }],
    tools: [
      { type: "function", name: "get" },
      { type: "custom", name: "exec" },
    ],
    tool_choice: "required",
    parallel_tool_calls: false,
    temperature: 0.2,
    max_output_tokens: 99,
    max_tool_calls: 3,
    reasoning: { effort: "low" },
    text: { verbosity: "low", format: { type: "json_schema", name: "n", schema: {} } },
    metadata: { a: "b" },
    previous_response_id: "resp_0",
    prompt_cache_key: "k",
    safety_identifier: "u",
    truncation: "auto",
    top_logprobs: null,
    store: true,
    background: true,
    service_tier: "priority",
  };
  expect(encode(answer([text], { usage }), { request: request(asked) }).body).toEqual({
    ...whole,
    instructions: "Be brief.",
    tools: [
      { type: "function", name: "get", description: null, parameters: null, strict: true },
      { type: "custom", name: "exec" },
    ],
    tool_choice: "required",
    parallel_tool_calls: false,
    temperature: 0.2,
    max_output_tokens: 99,
    max_tool_calls: 3,
    reasoning: { effort: "low", summary: null },
    text: {
      verbosity: "low",
      format: { type: "json_schema", name: "n", schema: {}, description: null, strict: false },
    },
    metadata: { a: "b" },
    previous_response_id: "resp_0",
    prompt_cache_key: "k",
    safety_identifier: "u",
    truncation: "auto",
  });
});

describe("the output", () => {
  const call: Part = { kind: "tool-call", id: "toolu_1", name: "get", inputKind: "json", input: "{}" };
  const functionCall = {
    type: "function_call",
    status: "completed",
    call_id: "toolu_1",
    name: "get",
    arguments: "{}",
  };
  const element = (words: string): object => ({
    type: "output_text",
    text: words,
    annotations: [],
    logprobs: [],
  });
  const messageOf = (index: number, ...content: readonly object[]): object => ({
    ...message,
    id: `msg_seed_${index}`,
    content,
  });

  test.each<[string, readonly Part[], readonly object[], readonly string[]]>([
    [
      "joins texts to one message",
      [text, { kind: "text", text: "You." }, { kind: "refusal", text: "No." }],
      [messageOf(0, element("Hello."), element("You."), { type: "refusal", refusal: "No." })],
      [],
    ],
    [
      "cuts messages where an item stands between, and counts ids by item",
      [text, call, text],
      [
        messageOf(0, element("Hello.")),
        { ...functionCall, id: "fc_seed_1" },
        messageOf(2, element("Hello.")),
      ],
      [],
    ],
    [
      "cuts messages where their phase changes",
      [
        { ...text, phase: "commentary" },
        { ...text, phase: "final_answer" },
      ],
      [
        { ...message, phase: "commentary" },
        { ...message, id: "msg_seed_1", phase: "final_answer" },
      ],
      [],
    ],
    [
      "gives ids to calls that have none",
      [{ ...call, id: "" }],
      [{ ...functionCall, id: "fc_seed_0", call_id: "call_seed_0" }],
      [],
    ],
    [
      "keeps namespaces and freeform calls",
      [{ ...call, inputKind: "freeform", input: "ls", namespace: "functions" }],
      [
        {
          id: "ctc_seed_0",
          type: "custom_tool_call",
          status: "completed",
          call_id: "toolu_1",
          name: "get",
          namespace: "functions",
          input: "ls",
        },
      ],
      [],
    ],
    [
      "seals the proofs of others, and that there was none",
      [
        { kind: "thinking", text: "Hm.", proof: { dialect: "messages", value: "sig", scope: "a" } },
        { kind: "thinking", text: "So.", form: "full" },
        {
          kind: "thinking",
          text: "",
          id: "rs_1",
          proof: { dialect: "responses", value: "gAAA", scope: "b" },
        },
      ],
      [
        {
          id: "rs_seed_0",
          type: "reasoning",
          summary: [{ type: "summary_text", text: "Hm." }],
          encrypted_content: "hf1.messages.sig",
        },
        {
          id: "rs_seed_1",
          type: "reasoning",
          summary: [],
          content: [{ type: "reasoning_text", text: "So." }],
          encrypted_content: "hf1.messages.",
        },
        { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "gAAA" },
      ],
      [],
    ],
    [
      "carries the proof of a call and of a text before it",
      [
        { ...call, proof: { dialect: "gemini", value: "s1" } },
        { ...text, proof: { dialect: "gemini", value: "s2" } },
      ],
      [
        { id: "rs_seed_0", type: "reasoning", summary: [], encrypted_content: "hf1.gemini.s1.next" },
        { ...functionCall, id: "fc_seed_1" },
        { id: "rs_seed_2", type: "reasoning", summary: [], encrypted_content: "hf1.gemini.s2.next" },
        messageOf(3, element("Hello.")),
      ],
      [],
    ],
    [
      "keeps what this dialect knows, and the words of what others do",
      [
        { kind: "unknown", origin: "responses", value: { type: "web_search_call", id: "ws_1" } },
        { kind: "unknown", origin: "messages", value: {}, text: "Sum." },
        { kind: "unknown", origin: "messages", value: {} },
        { kind: "image", source: { kind: "url", url: "https://a.example" } },
      ],
      [{ type: "web_search_call", id: "ws_1" }, messageOf(1, element("Sum."))],
      ["approximated parts[1]", "dropped parts[2]", "dropped parts[3]"],
    ],
  ])("%s", (_name, parts, output, losses) => {
    const finish = {
      reason: parts.some(({ kind }) => kind === "tool-call")
        ? "tool-calls"
        : parts.some(({ kind }) => kind === "refusal")
          ? "refusal"
          : "end",
    } as const;
    const encoded = encode(answer(parts, { finish }));
    expect(encoded.body["output"]).toEqual(output);
    expect(encoded.losses).toEqual(losses);
  });

  test("says of the last item that it was cut short where the answer was", () => {
    const { body } = encode(answer([text, call], { finish: { reason: "max-tokens" } }));
    expect(body).toMatchObject({
      status: "incomplete",
      completed_at: null,
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "completed" }, { status: "incomplete" }],
    });
  });

  test("says what is told of a refusal that no part has said", () => {
    const { body, losses } = encode(
      answer([], { finish: { reason: "refusal", explanation: "It would harm." } }),
    );
    expect(body).toMatchObject({
      status: "completed",
      output: [{ type: "message", content: [{ type: "refusal", refusal: "It would harm." }] }],
    });
    expect(losses).toEqual(["approximated parts", "dropped finish.explanation"]);
  });
});

test("an answer of this dialect that was changed keeps what nobody knows, and the rest is this gateway's", () => {
  const body = {
    id: "resp_9",
    object: "response",
    created_at: 5,
    status: "completed",
    model: "gpt-5.6-2026",
    output: [
      {
        type: "function_call",
        id: "fc_9",
        call_id: "c",
        name: "mcp__get",
        arguments: "{}",
        status: "completed",
        caller: { type: "direct" },
      },
    ],
    usage: null,
    moderation: { input: null },
    service_tier: "flex",
  };
  const decoded = decodeResponse(parseJson(JSON.stringify(body)) ?? null, { scope: "a" });
  if (decoded.kind !== "decoded") throw new Error(decoded.kind);
  const parts = decoded.value.parts.map((part) =>
    part.kind === "tool-call" ? { ...part, name: "get" } : part,
  );
  const changed = encode({ ...decoded.value, parts, usage });
  expect(changed.body).toEqual({
    ...whole,
    id: "resp_9",
    created_at: 5,
    completed_at: 5,
    moderation: { input: null },
    output: [{ ...body.output[0], name: "get" }],
  });
});
