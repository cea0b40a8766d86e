import { describe, expect, test } from "bun:test";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { decodeError } from "./decode-error.ts";

function failure(
  status: number | undefined,
  body: unknown,
  fields: Readonly<Record<string, string>> = {},
): CanonicalFailure {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return decodeError({ status, body: text, field: (name) => fields[name] });
}

const openai = (code: string | null, message: string, type = "invalid_request_error"): object => ({
  error: { message, type, param: null, code },
});

describe("the kind of an error", () => {
  test.each<readonly [string, number | undefined, unknown, FailureKind]>([
    [
      "a context that is full",
      400,
      openai("context_length_exceeded", "This model's maximum context length is 128000 tokens."),
      "context-too-long",
    ],
    [
      "the same, of llama.cpp",
      400,
      {
        error: {
          code: 400,
          message: "the request exceeds the available context size",
          type: "exceed_context_size_error",
        },
      },
      "context-too-long",
    ],
    [
      "the same, of vLLM",
      400,
      {
        object: "error",
        message: "This model's maximum context length is 4096 tokens",
        type: "BadRequestError",
        code: 400,
      },
      "context-too-long",
    ],
    [
      "the same, behind a router to Anthropic",
      400,
      openai(null, "prompt is too long: 210000 tokens > 200000 maximum"),
      "context-too-long",
    ],
    ["the same, as a 500", 500, "the prompt exceeds the context window", "context-too-long"],
    [
      "a wrong key",
      401,
      openai("invalid_api_key", "Incorrect API key provided: sk-abcd****wxyz."),
      "bad-key",
    ],
    [
      "Google's wrong key, a 400",
      400,
      [
        {
          error: {
            code: 400,
            message: "API key not valid. Please pass a valid API key.",
            status: "INVALID_ARGUMENT",
          },
        },
      ],
      "bad-key",
    ],
    ["no access", 403, openai(null, "You are not allowed to sample from this model"), "forbidden"],
    [
      "no money",
      429,
      openai("insufficient_quota", "You exceeded your current quota", "insufficient_quota"),
      "billing",
    ],
    [
      "no money, without a code",
      429,
      { error: { message: "You exceeded your current quota, please check your plan" } },
      "billing",
    ],
    ["no money, of OpenRouter", 402, { error: { code: 402, message: "Insufficient credits" } }, "billing"],
    ["too fast", 429, openai("rate_limit_exceeded", "Rate limit reached", "tokens"), "rate-limited"],
    [
      "too much for a minute, a 413 of Groq's",
      413,
      openai("rate_limit_exceeded", "Request too large for model", "tokens"),
      "rate-limited",
    ],
    ["too large", 413, "", "too-large"],
    ["no such model", 404, openai("model_not_found", "The model `x` does not exist"), "unknown-model"],
    ["no such model, of Ollama", 404, { error: "model 'x' not found" }, "unknown-model"],
    ["no such deployment", 404, { error: { code: "DeploymentNotFound", message: "Gone." } }, "unknown-model"],
    ["no such model, a 400 of DeepSeek's", 400, { error: { message: "Model Not Exist" } }, "unknown-model"],
    [
      "no such model, a 400 of Mistral's",
      400,
      { message: "Invalid model: x", code: "1500" },
      "unknown-model",
    ],
    ["no such path", 404, "404 page not found", "unknown-path"],
    ["no such file", 404, openai(null, "No such File object: file-1"), "unknown-state"],
    ["no such file, with a 400", 400, openai("file_not_found", "gone"), "unknown-state"],
    ["Azure's filter", 400, openai("content_filter", "The response was filtered"), "content-policy"],
    [
      "a filter in words",
      400,
      { error: { message: "Your request was rejected by our safety system." } },
      "content-policy",
    ],
    ["a bad field", 400, openai("invalid_value", "Invalid value for this model"), "bad-request"],
    [
      "FastAPI's complaint",
      422,
      { detail: [{ loc: ["body", "x"], msg: "Extra inputs are not permitted" }] },
      "bad-request",
    ],
    ["overload", 503, openai(null, "That model is currently overloaded", "server_error"), "overloaded"],
    ["overload, as a 500", 500, openai(null, "The server is overloaded", "server_error"), "overloaded"],
    [
      "overload of another dialect",
      undefined,
      { error: { type: "overloaded_error", message: "Overloaded" } },
      "overloaded",
    ],
    ["a fault", 500, openai(null, "The server had an error", "server_error"), "provider-error"],
    [
      "money, in the words of a 500",
      500,
      openai(null, "Insufficient credits", "server_error"),
      "provider-error",
    ],
    ["a key, in the words of a 502", 502, "Invalid API key", "provider-error"],
    ["a gateway's page", 502, "<html><h1>502 Bad Gateway</h1></html>", "provider-error"],
    ["nothing at all", 500, "", "provider-error"],
    ["a slow one", 504, "", "provider-silent"],
    ["one that Cloudflare cannot reach", 522, "<html>", "provider-unreachable"],
    [
      "an error in a stream, with a status for a code",
      undefined,
      { error: { code: 503, message: "no" } },
      "overloaded",
    ],
    ["an error under a good status", 200, { error: { code: 429, message: "no" } }, "rate-limited"],
    ["an error in a stream, without any code", undefined, { error: { message: "boom" } }, "provider-error"],
  ])("%s", (_what, status, body, kind) => {
    expect(failure(status, body).kind).toBe(kind);
  });
});

describe("the words of an error", () => {
  test("are the provider's, with its code and the field at fault", () => {
    const body = {
      error: {
        message: "Unknown parameter.",
        type: "invalid_request_error",
        param: "foo",
        code: "unknown_parameter",
      },
    };
    expect(failure(400, body)).toEqual({
      kind: "bad-request",
      message: "Unknown parameter.",
      code: "unknown_parameter",
      param: "foo",
    });
  });

  test("are found wherever a server puts them", () => {
    const bodies = [
      { error: "a" },
      { message: "a" },
      { detail: "a" },
      { detail: [{ msg: "a" }] },
      { error: { message: "a" } },
      [{ error: { message: "a" } }],
    ];
    expect(bodies.map((body) => failure(400, body).message)).toEqual(bodies.map(() => "a"));
    expect(failure(404, " page not found\n").message).toBe("page not found");
  });

  test("do not name the operator's keys and accounts", () => {
    const { message } = failure(
      429,
      openai(null, "Key sk-proj-abc123DEF of org-Abc123xyz in proj_abc123 hit a limit; see org-wide limits"),
    );
    expect(message).toBe("Key sk-… of org-… in proj_… hit a limit; see org-wide limits");
  });

  test("are ours where the provider has none, and never long", () => {
    expect(failure(502, "<html>").message).toBe(
      "The provider reported an error with status 502 and gave no reason.",
    );
    expect(failure(undefined, "{}").message).toBe(
      "The provider reported an error in its answer and gave no reason.",
    );
    expect(failure(400, { error: { message: "x".repeat(100_000) } }).message.length).toBeLessThanOrEqual(
      2000,
    );
  });
});

describe("when to come again", () => {
  const wait = (fields: Readonly<Record<string, string>>, body: unknown = ""): number | undefined =>
    failure(429, body, fields).retryAfterMs;

  test.each<readonly [string, Readonly<Record<string, string>>, unknown, number | undefined]>([
    ["in milliseconds", { "retry-after-ms": "1500", "retry-after": "9" }, "", 1500],
    ["in seconds", { "retry-after": "2" }, "", 2000],
    ["in parts of one", { "retry-after": "0.5" }, "", 500],
    ["at once", { "retry-after": "0" }, "", 0],
    ["in the past", { "retry-after": "-1" }, "", undefined],
    ["as a date", { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, "", undefined],
    [
      "in Google's details",
      {},
      [{ error: { code: 429, message: "m", details: [{ "@type": "x" }, { retryDelay: "34s" }] } }],
      34_000,
    ],
    ["in the message", {}, openai(null, "Rate limit reached. Please try again in 6m0.5s."), 360_500],
    ["in a few milliseconds", {}, openai(null, "Please try again in 20ms."), 20],
    ["nowhere", {}, openai(null, "Rate limit reached."), undefined],
  ])("%s", (_where, fields, body, expected) => {
    expect(wait(fields, body)).toEqual(expected);
  });
});
