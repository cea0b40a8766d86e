import { describe, expect, test } from "bun:test";
import type { Response } from "openai/resources/responses/responses";
import type { FailedAnswer } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Finish } from "../model/response.ts";
import { decodeResponse } from "./decode-response.ts";

function decode(body: unknown): ReturnType<typeof decodeResponse> {
  return decodeResponse(parseJson(JSON.stringify(body)) ?? null, { scope: "here" });
}

/** Without the memory of how it was spelled. */
function meaning(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, field: unknown) => {
      if (key !== "extras" || typeof field !== "object" || field === null) return field;
      const own = Object.entries({ ...Reflect.get(field, "responses") }).filter(
        ([name]) => !name.startsWith("$"),
      );
      return own.length === 0 ? undefined : { responses: Object.fromEntries(own) };
    }),
  );
}

const fileCitation = { type: "file_citation", file_id: "file_1", filename: "a.txt", index: 0 } as const;

/** As OpenAI gives it, with all its echoes. */
const body = {
  id: "resp_1",
  object: "response",
  created_at: 1_741_476_777,
  completed_at: 1_741_476_778,
  status: "completed",
  background: false,
  error: null,
  incomplete_details: null,
  instructions: "Be brief.",
  max_output_tokens: null,
  model: "gpt-5.6-2026-09-01",
  output: [
    { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "gAAA" },
    {
      id: "msg_1",
      type: "message",
      status: "completed",
      role: "assistant",
      phase: "final_answer",
      content: [
        {
          type: "output_text",
          text: "It is.",
          annotations: [
            { type: "url_citation", url: "https://a.example", title: "A", start_index: 0, end_index: 2 },
            fileCitation,
          ],
          logprobs: [],
        },
        { type: "output_text", text: "So.", annotations: [] },
      ],
    },
    {
      id: "ws_1",
      type: "web_search_call",
      status: "completed",
      action: { type: "search", queries: ["q"] },
    },
    {
      id: "fc_1",
      type: "function_call",
      status: "completed",
      call_id: "call_1",
      name: "get",
      arguments: '{"a":1}',
    },
  ],
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: "medium", summary: null },
  service_tier: "default",
  text: { format: { type: "text" }, verbosity: "medium" },
  temperature: 1,
  tool_choice: "auto",
  tools: [],
  top_p: 1,
  truncation: "disabled",
  usage: {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 },
    output_tokens: 6,
    output_tokens_details: { reasoning_tokens: 2 },
    total_tokens: 16,
  },
  metadata: {},
} satisfies Omit<Response, "output_text" | "output"> & { readonly output: readonly unknown[] };

test("an answer is read, and what it repeats of the request is none of it", () => {
  const decoded = decode({ ...body, new_field: 1 });
  expect(decoded).toMatchObject({ kind: "decoded", losses: [] });
  expect(meaning(decoded.kind === "decoded" ? decoded.value : decoded)).toEqual({
    origin: "responses",
    id: "resp_1",
    model: "gpt-5.6-2026-09-01",
    createdAt: 1_741_476_777,
    finish: { reason: "tool-calls" },
    parts: [
      {
        kind: "thinking",
        text: "",
        id: "rs_1",
        proof: { dialect: "responses", value: "gAAA", scope: "here" },
      },
      {
        kind: "text",
        text: "It is.",
        phase: "final_answer",
        citations: [
          { kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 },
          { kind: "unknown", origin: "responses", value: fileCitation },
        ],
      },
      { kind: "text", text: "So.", phase: "final_answer" },
      { kind: "unknown", origin: "responses", value: body.output[2] },
      { kind: "tool-call", id: "call_1", itemId: "fc_1", name: "get", inputKind: "json", input: '{"a":1}' },
    ],
    usage: { inputTokens: 5, cacheReadTokens: 4, cacheWriteTokens: 1, outputTokens: 6, reasoningTokens: 2 },
    extras: { responses: { new_field: 1 } },
  });
});

describe("an ending", () => {
  const refused = [{ type: "message", role: "assistant", content: [{ type: "refusal", refusal: "No." }] }];

  test.each<[JsonObject, Finish]>([
    [{ status: "completed", output: [] }, { reason: "end" }],
    [{ output: [] }, { reason: "end" }],
    [{ status: "completed", output: refused }, { reason: "refusal" }],
    [
      { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, output: [] },
      { reason: "max-tokens" },
    ],
    [
      { status: "incomplete", incomplete_details: { reason: "content_filter" }, output: [] },
      { reason: "content-filter" },
    ],
    [{ status: "incomplete", output: [] }, { reason: "max-tokens" }],
  ])("%j is %j", (answer, finish) => {
    expect(decode(answer)).toMatchObject({ kind: "decoded", value: { finish } });
  });

  test.each<[JsonObject, Partial<FailedAnswer["failure"]>]>([
    [
      { status: "failed", error: { code: "server_error", message: "Sorry." }, output: [] },
      { kind: "provider-error", message: "Sorry." },
    ],
    [{ object: "response", status: "failed", error: null, output: [] }, { kind: "provider-error" }],
    [
      { error: { code: "insufficient_quota", message: "No funds.", type: "insufficient_quota" } },
      { kind: "billing" },
    ],
    [{ error: "overloaded" }, { kind: "overloaded" }],
    [
      { status: "cancelled", output: [] },
      { kind: "answer-broken", code: "cancelled" },
    ],
    [
      { status: "queued", output: [] },
      { kind: "answer-broken", code: "queued" },
    ],
    [
      { status: "in_progress", output: [] },
      { kind: "answer-broken", code: "in_progress" },
    ],
  ])("%j is a failure", (answer, failure) => {
    expect(decode(answer)).toMatchObject({ kind: "failed", failure });
  });
});

test.each([
  [null, "", "an object"],
  ["Hi", "", "an object"],
  [{}, "output", "a list"],
  [{ output: "Hi" }, "output", "a list"],
])("%j is no answer", (answer, path, expected) => {
  expect(decode(answer)).toEqual({ kind: "fault", path, expected });
});

test("a message of nothing is not lost", () => {
  const output = [{ type: "message", role: "assistant", content: [] }];
  expect(decode({ output })).toMatchObject({ value: { parts: [{ kind: "unknown", value: output[0] }] } });
});
