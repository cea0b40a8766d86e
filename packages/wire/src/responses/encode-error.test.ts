import { describe, expect, test } from "bun:test";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { failureKinds } from "../failure.ts";
import { encodeError as encodeChatError } from "../chat/encode-error.ts";
import { encodeError, streamError } from "./encode-error.ts";

describe("a failure in the middle of a stream", () => {
  // Codex 0.169.0 tries again after the first two and gives up after the others.
  const codes: Readonly<Record<string, readonly FailureKind[]>> = {
    server_error: [
      "request-timeout",
      "bad-key",
      "forbidden",
      "provider-unreachable",
      "provider-silent",
      "provider-error",
      "overloaded",
      "answer-broken",
      "internal",
    ],
    rate_limit_exceeded: ["rate-limited"],
    insufficient_quota: ["billing"],
    context_length_exceeded: ["context-too-long"],
    invalid_prompt: [
      "bad-request",
      "method-not-allowed",
      "unsupported-encoding",
      "unsupported",
      "too-large",
      "content-policy",
      "unknown-path",
      "unknown-model",
      "unknown-state",
    ],
  };

  test.each(failureKinds.map((kind) => [kind] as const))(
    "that is %s has a code by which clients know whether to try again",
    (kind) => {
      const [code] = Object.entries(codes).find(([, kinds]) => kinds.includes(kind)) ?? [];
      expect(streamError({ kind, message: "Sorry." })).toEqual({ code: code ?? "", message: "Sorry." });
    },
  );

  test.each<[CanonicalFailure, string]>([
    [{ kind: "overloaded", message: "", code: "server_is_overloaded" }, "server_error"],
    [{ kind: "provider-error", message: "", code: "vector_store_timeout" }, "server_error"],
    [{ kind: "bad-request", message: "", code: "image_parse_error" }, "image_parse_error"],
    [{ kind: "content-policy", message: "", code: "bio_policy" }, "bio_policy"],
    [{ kind: "bad-request", message: "", code: "invalid_request_error" }, "invalid_prompt"],
  ])("%j is %s", (failure, code) => {
    expect(streamError(failure)).toEqual({ code, message: "" });
  });
});

describe("a wait", () => {
  const limited: CanonicalFailure = { kind: "rate-limited", message: "Slow down.", retryAfterMs: 1500 };

  test("is told in words, which is where Codex looks for it", () => {
    const message = "Slow down. Please try again in 1.5s.";
    expect(streamError(limited)).toEqual({ code: "rate_limit_exceeded", message });
    expect(JSON.parse(encodeError(limited).body)).toMatchObject({ error: { message } });
  });

  test.each<CanonicalFailure>([
    { ...limited, message: "Please try again in 2s." },
    { kind: "overloaded", message: "Busy.", retryAfterMs: 1500 },
    { kind: "rate-limited", message: "Slow down." },
  ])("that is said already, or is none, is not: %j", (failure) => {
    expect(streamError(failure)).toMatchObject({ message: failure.message });
  });
});

test.each(failureKinds.map((kind) => [kind] as const))(
  "%s is told before a stream as Chat tells it",
  (kind) => {
    const failure: CanonicalFailure = { kind, message: "Sorry.", param: "input" };
    expect(encodeError(failure)).toEqual(encodeChatError(failure));
  },
);
