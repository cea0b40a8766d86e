// What each vendor says with each error: status, kind, code, and the fields beside it.

import { describe, expect, test } from "bun:test";
import { answerTo } from "../../test/checking.ts";
import type { Answered } from "../../test/checking.ts";
import { object, parse } from "../../test/json.ts";
import { dialects, requestFor } from "../../test/questions.ts";
import { errorOf } from "../../test/understood.ts";
import type { Dialect, Fault } from "../index.ts";

function struckBy(fault: Fault, dialect: Dialect, fields: object = {}): Answered {
  return answerTo(requestFor(dialect, "streamed", fields), { rules: [{ fault }] }, 1_800_000_000_000);
}

/** `status kind code`, as far as the dialect has them. */
function wordsOf({ status, text }: Answered): string {
  const { kind, code } = errorOf(text);
  return [status, ...[kind, code].filter((word) => typeof word === "string")].join(" ");
}

const rows: readonly { fault: Fault; messages: string; openai: string; gemini: string }[] = [
  {
    fault: { kind: "status", status: 500 },
    messages: "500 api_error",
    openai: "500 server_error",
    gemini: "500 INTERNAL",
  },
  {
    fault: { kind: "status", status: 502 },
    messages: "502 api_error",
    openai: "502 server_error",
    gemini: "502 UNAVAILABLE",
  },
  {
    fault: { kind: "status", status: 503 },
    messages: "503 api_error",
    openai: "503 server_error service_unavailable",
    gemini: "503 UNAVAILABLE",
  },
  {
    fault: { kind: "status", status: 529 },
    messages: "529 overloaded_error",
    openai: "529 server_error",
    gemini: "529 UNAVAILABLE",
  },
  {
    fault: { kind: "model-down" },
    messages: "529 overloaded_error",
    openai: "503 server_error service_unavailable",
    gemini: "503 UNAVAILABLE",
  },
  {
    fault: { kind: "region-down" },
    messages: "500 api_error",
    openai: "500 server_error",
    gemini: "503 UNAVAILABLE",
  },
  {
    fault: { kind: "auth-refused" },
    messages: "401 authentication_error",
    openai: "401 invalid_request_error invalid_api_key",
    gemini: "401 UNAUTHENTICATED",
  },
  {
    fault: { kind: "auth-refused", status: 403 },
    messages: "403 permission_error",
    openai: "403 invalid_request_error",
    gemini: "403 PERMISSION_DENIED",
  },
  {
    fault: { kind: "billing" },
    messages: "402 billing_error",
    openai: "429 billing_not_active billing_not_active",
    gemini: "403 PERMISSION_DENIED",
  },
  {
    fault: { kind: "rate-limited", resetMs: 7_000 },
    messages: "429 rate_limit_error",
    openai: "429 requests rate_limit_exceeded",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "rate-limited-falsely" },
    messages: "429 rate_limit_error",
    openai: "429 requests rate_limit_exceeded",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "rate-limited-bare" },
    messages: "429 rate_limit_error",
    openai: "429 requests rate_limit_exceeded",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "limit-notice-false" },
    messages: "429 rate_limit_error",
    openai: "429 usage_limit_reached usage_limit_reached",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "quota-exhausted" },
    messages: "429 rate_limit_error",
    openai: "429 insufficient_quota insufficient_quota",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "ramp-limited", floor: 0 },
    messages: "429 rate_limit_error",
    openai: "429 requests slow_down",
    gemini: "429 RESOURCE_EXHAUSTED",
  },
  {
    fault: { kind: "parameter-regression" },
    messages: "400 invalid_request_error",
    openai: "400 invalid_request_error unsupported_parameter",
    gemini: "400 INVALID_ARGUMENT",
  },
  {
    fault: { kind: "model-retired" },
    messages: "404 not_found_error",
    openai: "404 invalid_request_error model_not_found",
    gemini: "404 NOT_FOUND",
  },
  {
    fault: { kind: "context-too-long" },
    messages: "400 invalid_request_error",
    openai: "400 invalid_request_error context_length_exceeded",
    gemini: "400 INVALID_ARGUMENT",
  },
  {
    fault: { kind: "content-refused" },
    messages: "400 invalid_request_error",
    openai: "400 invalid_request_error content_policy_violation",
    gemini: "400 INVALID_ARGUMENT",
  },
];

describe.each(rows.map((row) => ({ ...row, title: JSON.stringify(row.fault) })))(
  "$title",
  ({ fault, messages, openai, gemini }) => {
    test.each([
      ["messages", messages],
      ["chat", openai],
      ["responses", openai],
      ["gemini", gemini],
    ] as const)("in %s is %s", (dialect, words) => {
      expect(wordsOf(struckBy(fault, dialect))).toBe(words);
    });
  },
);

describe("the fields about limits", () => {
  const fields = (answered: Answered): Record<string, string> =>
    Object.fromEntries(Object.entries(answered.headers).filter(([name]) => /ratelimit|retry/.test(name)));

  test("of a true 429 say that nothing is left, and until when", () => {
    const fault = { kind: "rate-limited", resetMs: 7_000 } as const;
    expect(fields(struckBy(fault, "messages"))).toMatchObject({
      "retry-after": "7",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:07Z",
    });
    expect(fields(struckBy(fault, "responses"))).toMatchObject({
      "retry-after": "7",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "7s",
    });
    expect(struckBy(fault, "gemini").text).toContain('"retryDelay":"7s"');
  });

  test("of a false one say that plenty is, and nothing of coming again", () => {
    for (const dialect of ["messages", "chat"] as const) {
      const said = fields(struckBy({ kind: "rate-limited-falsely" }, dialect));
      expect(said).not.toHaveProperty("retry-after");
      expect(
        Object.entries(said)
          .filter(([name]) => name.includes("remaining"))
          .every(([, left]) => Number(left) > 1_000),
      ).toBe(true);
    }
    expect(struckBy({ kind: "rate-limited-falsely" }, "gemini").text).not.toContain("QuotaFailure");
  });

  test("of a bare one are not there", () => {
    for (const dialect of dialects) {
      expect(fields(struckBy({ kind: "rate-limited-bare" }, dialect))).toEqual({});
      expect(
        object(parse(struckBy({ kind: "rate-limited-bare" }, dialect).text)["error"]),
      ).not.toHaveProperty("details");
    }
  });

  test("of a weekly one are days away", () => {
    expect(fields(struckBy({ kind: "rate-limited-weekly" }, "messages"))["retry-after"]).toBe("561600");
    expect(fields(struckBy({ kind: "rate-limited-weekly" }, "chat"))["x-ratelimit-reset-requests"]).toBe(
      "156h",
    );
  });

  test("of a false notice are below the limit", () => {
    const said = fields(struckBy({ kind: "limit-notice-false" }, "messages"));
    expect(said).toMatchObject({
      "anthropic-ratelimit-unified-status": "allowed",
      "anthropic-ratelimit-unified-5h-utilization": "0.12",
    });
  });
});

describe("faults that look at the request", () => {
  const proven = {
    messages: {
      messages: [
        { role: "user", content: "x" },
        { role: "assistant", content: [{ type: "thinking", thinking: "", signature: "s" }] },
      ],
    },
    chat: { messages: [{ role: "assistant", content: "", reasoning_content: "x" }] },
    responses: { input: [{ type: "reasoning", summary: [], encrypted_content: "s" }] },
    gemini: { contents: [{ role: "model", parts: [{ text: "x", thoughtSignature: "s" }] }] },
  };
  const begun = {
    messages: {
      messages: [
        { role: "user", content: "x" },
        { role: "assistant", content: "It" },
      ],
    },
    chat: {
      messages: [
        { role: "user", content: "x" },
        { role: "assistant", content: "It" },
      ],
    },
    responses: {
      input: [
        { role: "user", content: "x" },
        { role: "assistant", content: "It" },
      ],
    },
    gemini: {
      contents: [
        { role: "user", parts: [{ text: "x" }] },
        { role: "model", parts: [{ text: "It" }] },
      ],
    },
  };

  test.each(dialects)("hit it in %s only where it has what they are about", (dialect) => {
    const status = (fault: Fault, fields: object): number => struckBy(fault, dialect, fields).status;
    expect(status({ kind: "thinking-rejected" }, {})).toBe(200);
    expect(status({ kind: "thinking-rejected" }, proven[dialect])).toBe(400);
    expect(status({ kind: "prefill-rejected" }, {})).toBe(200);
    expect(status({ kind: "prefill-rejected" }, begun[dialect])).toBe(400);
    expect(status({ kind: "extra-input", field: "extra" }, {})).toBe(200);
    expect(status({ kind: "extra-input", field: "extra" }, { extra: {} })).toBe(400);
  });

  test("an unknown field is named in the vendor's words", () => {
    const said = dialects.map(
      (dialect) =>
        errorOf(struckBy({ kind: "extra-input", field: "extra" }, dialect, { extra: 1 }).text).message,
    );
    expect(said).toEqual([
      "extra: Extra inputs are not permitted",
      "Unknown parameter: 'extra'.",
      "Unknown parameter: 'extra'.",
      'Invalid JSON payload received. Unknown name "extra": Cannot find field.',
    ]);
  });
});
