import { describe, expect, test } from "bun:test";
import type { Dialect } from "../contract/config.ts";
import { headOf } from "../../test/head-of.ts";
import { recognise, tooLarge } from "./recognise.ts";
import type { Operation } from "./recognise.ts";

const LIMIT = 1000;

describe("a request is recognised by its path, exactly as it came", () => {
  test.each<[string, Dialect, Operation, string]>([
    ["POST /v1/messages HTTP/1.1", "messages", "generate", ""],
    ["POST /v1/messages?beta=true HTTP/1.1", "messages", "generate", "?beta=true"],
    ["POST /v1/messages? HTTP/1.1", "messages", "generate", "?"],
    ["POST /messages HTTP/1.1", "messages", "generate", ""],
    ["POST /v1/messages/count_tokens?beta=true HTTP/1.1", "messages", "count-tokens", "?beta=true"],
    ["POST /v1/chat/completions?a?b=/v1/messages HTTP/1.1", "chat", "generate", "?a?b=/v1/messages"],
    ["POST http://g/v1/chat/completions?x HTTP/1.1", "chat", "generate", "?x"],
    ["POST /v1/chat/completions HTTP/1.0", "chat", "generate", ""],
    ["POST /v1/responses HTTP/1.1", "responses", "generate", ""],
    ["POST /responses HTTP/1.1", "responses", "generate", ""],
    ["POST /v1/responses/input_tokens HTTP/1.1", "responses", "count-tokens", ""],
    ["POST /v1/embeddings HTTP/1.1", "chat", "embeddings", ""],
    ["POST /v1beta/models/gemini-3:generateContent HTTP/1.1", "gemini", "generate", ""],
    ["POST /v1/models/gemini-3:generateContent?key=k HTTP/1.1", "gemini", "generate", "?key=k"],
    ["POST /v1beta/models/gemini-3:countTokens HTTP/1.1", "gemini", "count-tokens", ""],
    ["GET /v1/models HTTP/1.1", "chat", "models", ""],
    ["GET /v1/models?limit=9 HTTP/1.1\r\nAnthropic-Version: 2023-06-01", "messages", "models", "?limit=9"],
    ["GET /v1beta/models HTTP/1.1", "gemini", "models", ""],
    ["POST /v1/messages HTTP/1.1\r\ncontent-length: 1000", "messages", "generate", ""],
    ["POST /v1/messages HTTP/1.1\r\ntransfer-encoding: chunked", "messages", "generate", ""],
    ["POST /v1/messages/batches HTTP/1.1", "messages", "other", ""],
    ["GET /v1/responses/resp_1/input_items HTTP/1.1", "responses", "other", ""],
    ["DELETE /v1/files/f HTTP/1.1", "chat", "other", ""],
    ["GET /v1/files/f HTTP/1.1\r\nanthropic-version: 2023-06-01", "messages", "other", ""],
    ["GET /v1beta/cachedContents HTTP/1.1", "gemini", "other", ""],
    ["POST /v1beta/models/gemini-3:batchEmbedContents HTTP/1.1", "gemini", "other", ""],
  ])("%s", async (text, dialect, operation, query) => {
    expect(recognise(await headOf(text), LIMIT)).toMatchObject({
      kind: "recognised",
      dialect,
      operation,
      query,
    });
  });

  test.each([
    ["/v1beta/models/gemini-3:generateContent", "gemini-3", false],
    ["/v1beta/models/gemini-3:streamGenerateContent?alt=sse", "gemini-3", true],
    ["/v1beta/models/tuned%2Fmine:generateContent", "tuned/mine", false],
    ["/v1beta/models/tuned/mine:generateContent", "tuned/mine", false],
    ["/v1beta/models/100%25:generateContent", "100%", false],
    ["/v1beta/models/100%:generateContent", "100%", false],
  ])("%s names its model in the path", async (path, model, isStreamed) => {
    const recognition = recognise(await headOf(`POST ${path} HTTP/1.1`), LIMIT);
    expect(recognition).toMatchObject({
      named: { model, isStreamed, framing: path.includes("alt=sse") ? "events" : "array" },
    });
  });

  test.each(["HEAD /api/hello HTTP/1.1", "GET / HTTP/1.1", "HEAD / HTTP/1.1"])(
    "%s is a greeting",
    async (text) => {
      expect(recognise(await headOf(text), LIMIT)).toEqual({ kind: "greeting" });
    },
  );
});

describe("a request that makes no sense is refused before its body is read", () => {
  test.each<[string, Dialect, string]>([
    ["POST / HTTP/1.1", "chat", "unknown-path"],
    ["POST http://g HTTP/1.1", "chat", "unknown-path"],
    ["POST /v2/messages HTTP/1.1", "chat", "unknown-path"],
    ["POST //v1/messages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/../v1/messages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/./messages HTTP/1.1", "chat", "unknown-path"],
    ["GET /v1/files/.. HTTP/1.1", "chat", "unknown-path"],
    ["GET /v1/files/%2e%2e/admin HTTP/1.1", "chat", "unknown-path"],
    ["GET /v1/files%2f..%2fadmin HTTP/1.1", "chat", "unknown-path"],
    ["GET /v1//admin HTTP/1.1", "chat", "unknown-path"],
    ["GET /elsewhere HTTP/1.1\r\nAnthropic-Version: 2023-06-01", "messages", "unknown-path"],
    ["GET /v1/messages HTTP/1.1", "messages", "method-not-allowed"],
    ["post /v1/messages HTTP/1.1", "messages", "method-not-allowed"],
    ["OPTIONS /v1/chat/completions HTTP/1.1", "chat", "method-not-allowed"],
    ["POST /v1/models HTTP/1.1", "chat", "method-not-allowed"],
    ["POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 1001", "chat", "too-large"],
  ])("%s", async (text, dialect, kind) => {
    const recognition = recognise(await headOf(text), LIMIT);
    expect(recognition).toMatchObject({ kind: "refused", refusal: { dialect, kind } });
  });

  test("an upgrade to a WebSocket is sent to HTTP with 426", async () => {
    const recognition = recognise(await headOf("GET /v1/responses HTTP/1.1\r\nupgrade: websocket"), LIMIT);
    expect(recognition).toMatchObject({ kind: "refused", refusal: { dialect: "responses", status: 426 } });
  });
});

test.each([
  [64 * 1_048_576, "64 MiB"],
  [1.5 * 1_048_576, "1.5 MiB"],
  [1_234_567, "1.18 MiB"],
])("a limit of %d bytes is called %s", (bytes, words) => {
  expect(tooLarge("chat", bytes).message).toBe(
    `The request body is larger than this gateway takes (${words}).`,
  );
});
