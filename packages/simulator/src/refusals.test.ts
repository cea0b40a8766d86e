import { afterEach, describe, expect, test } from "bun:test";
import { ask, questions } from "../test/http-client.ts";
import type { Question } from "../test/http-client.ts";
import { parse } from "../test/understood.ts";
import { startProvider } from "./index.ts";
import type { Script, SimulatedProvider } from "./index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

interface Case {
  readonly title: string;
  readonly question: Question;
  readonly script?: Script;
  readonly status: number;
  /** Type for messages; type and code for chat. */
  readonly error: string;
}

const version = { "anthropic-version": "2023-06-01" };
const keyed: Script = { keys: ["sk-good"] };
const { messages, chat } = questions;

function signedIn(question: Question, headers: Record<string, string>): Question {
  return { ...question, headers: { ...question.headers, ...headers } };
}

const messagesCases: readonly Case[] = [
  { title: "no key", question: messages(), script: keyed, status: 401, error: "authentication_error" },
  {
    title: "a wrong key",
    question: signedIn(messages(), { "x-api-key": "sk-bad" }),
    script: keyed,
    status: 401,
    error: "authentication_error",
  },
  {
    title: "a model that does not exist",
    question: messages(),
    script: { models: ["other"] },
    status: 404,
    error: "not_found_error",
  },
  {
    title: "an unknown path",
    question: { path: "/v1/nothing", headers: version },
    status: 404,
    error: "not_found_error",
  },
  {
    title: "the wrong method",
    question: { ...messages(), method: "GET", body: "" },
    status: 405,
    error: "invalid_request_error",
  },
  {
    title: "a body that is not JSON",
    question: { ...messages(), body: "{" },
    status: 400,
    error: "invalid_request_error",
  },
  {
    title: "no version",
    question: { ...messages(), headers: {} },
    status: 400,
    error: "invalid_request_error",
  },
  {
    title: "no limit of tokens",
    question: messages({ max_tokens: undefined }),
    status: 400,
    error: "invalid_request_error",
  },
  {
    title: "no model",
    question: messages({ model: undefined }),
    status: 400,
    error: "invalid_request_error",
  },
  {
    title: "no messages",
    question: messages({ messages: undefined }),
    status: 400,
    error: "invalid_request_error",
  },
];

const chatCases: readonly Case[] = [
  { title: "no key", question: chat(), script: keyed, status: 401, error: "invalid_request_error null" },
  {
    title: "a wrong key",
    question: signedIn(chat(), { authorization: "Bearer sk-bad" }),
    script: keyed,
    status: 401,
    error: "invalid_request_error invalid_api_key",
  },
  {
    title: "a key in the other vendor's field",
    question: signedIn(chat(), { "x-api-key": "sk-good" }),
    script: keyed,
    status: 401,
    error: "invalid_request_error null",
  },
  {
    title: "a model that does not exist",
    question: chat(),
    script: { models: ["other"] },
    status: 404,
    error: "invalid_request_error model_not_found",
  },
  {
    title: "an unknown path",
    question: { path: "/v1/nothing" },
    status: 404,
    error: "invalid_request_error null",
  },
  {
    title: "the wrong method",
    question: { ...chat(), method: "DELETE" },
    status: 405,
    error: "invalid_request_error method_not_supported",
  },
  {
    title: "a body that is no object",
    question: { ...chat(), body: "[]" },
    status: 400,
    error: "invalid_request_error null",
  },
  {
    title: "no model",
    question: chat({ model: undefined }),
    status: 400,
    error: "invalid_request_error null",
  },
  {
    title: "no messages",
    question: chat({ messages: undefined }),
    status: 400,
    error: "invalid_request_error missing_required_parameter",
  },
];

test.each([...messagesCases])(
  "messages: $title is $status $error",
  async ({ question, script, status, error }) => {
    provider = await startProvider({ script: script ?? {} });
    const answer = await ask(provider.port, question);
    expect(answer.status).toBe(status);
    const body = parse(answer.text);
    expect(body).toMatchObject({
      type: "error",
      error: { type: error },
      request_id: answer.headers["request-id"],
    });
    expect(Object.keys(body)).toEqual(["type", "error", "request_id"]);
  },
);

test.each([...chatCases])("chat: $title is $status $error", async ({ question, script, status, error }) => {
  provider = await startProvider({ script: script ?? {} });
  const answer = await ask(provider.port, question);
  expect(answer.status).toBe(status);
  const [type, code] = error.split(" ");
  const body = parse(answer.text);
  expect(body).toMatchObject({ error: { type, code: code === "null" ? null : code } });
  expect(Object.keys(body)).toEqual(["error"]);
});

test.each([
  ["messages, in its own field", signedIn(messages(), { "x-api-key": "sk-good" })],
  ["messages, as a bearer", signedIn(messages(), { authorization: "Bearer sk-good" })],
  ["chat", signedIn(chat(), { authorization: "Bearer sk-good" })],
  ["models", { method: "GET", path: "/v1/models", headers: { authorization: "bearer sk-good" } }],
])("an accepted key opens %s", async (_where, question) => {
  provider = await startProvider({ script: keyed });
  expect((await ask(provider.port, question)).status).toBe(200);
});

test("HEAD is 404 without a body, as agents that look whether the host is up expect", async () => {
  provider = await startProvider();
  const answer = await ask(provider.port, { method: "HEAD", path: "/" });
  expect(answer).toMatchObject({ status: 404, text: "" });
});

describe("a body beyond the limit", () => {
  test.each([
    ["messages", messages(), { type: "error", error: { type: "request_too_large" } }],
    ["chat", chat(), { error: { code: "request_too_large" } }],
  ] as const)("is 413 in %s, and is not kept", async (_dialect, question, expected) => {
    provider = await startProvider({ limits: { bodyBytes: 1000 } });
    const answer = await ask(provider.port, { ...question, body: "x".repeat(1001) });
    expect(answer.status).toBe(413);
    expect(parse(answer.text)).toMatchObject(expected);
    expect(provider.requests[0]?.body.length).toBeLessThanOrEqual(1000);
    expect(provider.requests[0]?.isWhole).toBe(false);
  });
});
