import { describe, expect, test } from "bun:test";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { failureKinds } from "../failure.ts";
import { decodeError } from "./decode-error.ts";
import { encodeError } from "./encode-error.ts";

function read(
  status: number | undefined,
  body: object | string,
  fields: Record<string, string> = {},
): CanonicalFailure {
  return decodeError({
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    field: (name) => fields[name],
  });
}

const said = (type: string, message: string, details?: object): object => ({
  type: "error",
  error: { type, message, ...(details === undefined ? {} : { details }) },
  request_id: "req_1",
});

describe("Anthropic", () => {
  test.each<[number | undefined, object, FailureKind]>([
    [400, said("invalid_request_error", "max_tokens: Field required"), "bad-request"],
    [
      400,
      said("invalid_request_error", "prompt is too long: 205351 tokens > 200000 maximum"),
      "context-too-long",
    ],
    [
      400,
      said(
        "invalid_request_error",
        "input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000",
      ),
      "context-too-long",
    ],
    [413, said("request_too_large", "Prompt is too long"), "context-too-long"],
    [413, said("request_too_large", "Request exceeds the maximum size"), "too-large"],
    [
      400,
      said("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
      "billing",
    ],
    [400, said("invalid_request_error", "Output blocked by content filtering policy"), "content-policy"],
    [401, said("authentication_error", "invalid x-api-key"), "bad-key"],
    [402, said("billing_error", "Payment required"), "billing"],
    [403, said("permission_error", "Your organization has been disabled."), "forbidden"],
    [404, said("not_found_error", "model: claude-opus-9"), "unknown-model"],
    [404, said("not_found_error", "File not found: file_1"), "unknown-state"],
    [404, said("not_found_error", "Not found", { error_code: "thread_not_found" }), "unknown-state"],
    [404, said("not_found_error", "Not Found"), "unknown-path"],
    [400, said("invalid_request_error", "model: Field required"), "bad-request"],
    [429, said("rate_limit_error", "This request would exceed your account's rate limit."), "rate-limited"],
    [429, said("rate_limit_error", "Limit", { error_code: "enforced_spend_limit_reached" }), "billing"],
    [500, said("api_error", "Internal server error"), "provider-error"],
    [504, said("timeout_error", "Timeout"), "provider-silent"],
    [529, said("overloaded_error", "Overloaded"), "overloaded"],
    [undefined, said("overloaded_error", "Overloaded"), "overloaded"],
    [
      undefined,
      said("invalid_request_error", "Output blocked by content filtering policy"),
      "content-policy",
    ],
    [400, { type: "invalid_request_error", message: "max_tokens: Field required" }, "bad-request"],
  ])("%p %j", (status, body, kind) => {
    expect(read(status, body).kind).toBe(kind);
  });

  test("keeps its words, its code and the field at fault", () => {
    expect(
      read(400, said("invalid_request_error", "messages.1.content: Invalid signature", { error_code: "x" })),
    ).toEqual({
      kind: "bad-request",
      message: "messages.1.content: Invalid signature",
      code: "x",
      param: "messages.1.content",
      details: { error_code: "x" },
    });
  });
});

describe("those who serve its models", () => {
  test.each<[string, number, object | string, FailureKind, string]>([
    [
      "Amazon",
      400,
      { message: "Input is too long for requested model." },
      "context-too-long",
      "Input is too long for requested model.",
    ],
    ["Amazon, late", 408, { message: "Slow" }, "request-timeout", "Slow"],
    [
      "Google",
      429,
      [{ error: { code: 429, message: "Quota", status: "RESOURCE_EXHAUSTED" } }],
      "rate-limited",
      "Quota",
    ],
    [
      "Google, of a model",
      404,
      { error: { code: 404, message: "Publisher Model `x` was not found", status: "NOT_FOUND" } },
      "unknown-model",
      "Publisher Model `x` was not found",
    ],
    ["Azure", 404, { error: { code: "DeploymentNotFound", message: "No" } }, "unknown-model", "No"],
    [
      "a server of open models",
      400,
      { error: { type: "BadRequestError", message: "This model's maximum context length is 4096 tokens." } },
      "context-too-long",
      "This model's maximum context length is 4096 tokens.",
    ],
    [
      "a proxy's page",
      502,
      "<html><head><title>502 Bad\nGateway</title></head></html>",
      "provider-error",
      "502 Bad Gateway",
    ],
    ["a proxy's words", 503, "upstream connect error", "overloaded", "upstream connect error"],
    ["nothing", 500, "", "provider-error", "The provider answered with status 500 and said nothing of it."],
    ["an error that is a text", 418, { error: "teapot" }, "bad-request", "teapot"],
  ])("%s", (_, status, body, kind, message) => {
    expect(read(status, body)).toMatchObject({ kind, message });
  });

  test("Amazon names its exception in a field", () => {
    const fields = { "x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/" };
    expect(read(400, { message: "Slower" }, fields)).toMatchObject({
      kind: "rate-limited",
      code: "ThrottlingException",
    });
  });
});

describe("when to come again", () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "250", "retry-after": "2" }, 250],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{}, undefined],
  ])("%j", (fields, ms) => {
    expect(read(429, said("rate_limit_error", "Slower"), fields).retryAfterMs).toBe(ms);
  });
});

describe("a failure told to a client", () => {
  /** One of Anthropic's words stands for several kinds. */
  const alike: Partial<Record<FailureKind, FailureKind>> = {
    "content-policy": "bad-request",
    "unknown-model": "unknown-path",
    "unknown-state": "unknown-path",
    "provider-unreachable": "provider-error",
    "answer-broken": "provider-error",
    internal: "provider-error",
  };

  test.each(failureKinds)("is read as what it was, or as what it is like: %s", (kind) => {
    const { status, body } = encodeError({ kind, message: "Something happened." });
    const again = read(status, body);
    expect(again.message).toContain("Something happened.");
    expect(again.kind).toBe(alike[kind] ?? kind);
  });

  test("has the words by which clients shorten their conversation", () => {
    const told = (message: string): unknown =>
      JSON.parse(encodeError({ kind: "context-too-long", message }).body);
    const long = "prompt is too long: 2 tokens > 1 maximum";
    expect(told(long)).toMatchObject({ error: { message: long } });
    expect(told("Too much.")).toMatchObject({ error: { message: "prompt is too long: Too much." } });
  });

  test("keeps the code and the field at fault", () => {
    const failure = {
      kind: "bad-request",
      message: "No",
      code: "invalid_value",
      param: "tools",
      details: { a: 1 },
    } as const;
    expect(JSON.parse(encodeError(failure).body)).toEqual({
      type: "error",
      error: {
        type: "invalid_request_error",
        message: "No",
        details: { error_code: "invalid_value", param: "tools", a: 1 },
      },
    });
  });
});
