import { describe, expect, test } from "bun:test";
import type { Dialect } from "../contract/config.ts";
import { headOf } from "../../test/head-of.ts";
import { recognise, tooLarge } from "./recognise.ts";

const LIMIT = 1000;

describe("a request is recognised by its path, exactly as it came", () => {
  test.each<[string, Dialect, string]>([
    ["POST /v1/messages HTTP/1.1", "messages", ""],
    ["POST /v1/messages?beta=true HTTP/1.1", "messages", "?beta=true"],
    ["POST /v1/messages? HTTP/1.1", "messages", "?"],
    ["POST /v1/chat/completions?a?b=/v1/messages HTTP/1.1", "chat", "?a?b=/v1/messages"],
    ["POST http://g/v1/chat/completions?x HTTP/1.1", "chat", "?x"],
    ["POST /v1/chat/completions HTTP/1.0", "chat", ""],
    ["POST /v1/messages HTTP/1.1\r\ncontent-length: 1000", "messages", ""],
    ["POST /v1/messages HTTP/1.1\r\ntransfer-encoding: chunked", "messages", ""],
    ["POST /v1/messages HTTP/1.1\r\ncontent-encoding: Identity\r\ncontent-encoding:", "messages", ""],
  ])("%s", async (text, dialect, query) => {
    expect(recognise(await headOf(text), LIMIT)).toEqual({ kind: "recognised", dialect, query });
  });
});

describe("a request that makes no sense is refused before its body is read", () => {
  test.each<[string, Dialect, string]>([
    ["POST / HTTP/1.1", "chat", "unknown-path"],
    ["POST http://g HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/Messages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/messages/ HTTP/1.1", "messages", "unknown-path"],
    ["POST /v1/messages/batches HTTP/1.1", "messages", "unknown-path"],
    ["POST /v1/messagesque HTTP/1.1", "chat", "unknown-path"],
    ["POST //v1/messages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/%6dessages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/../v1/messages HTTP/1.1", "chat", "unknown-path"],
    ["POST /v1/chat/completion HTTP/1.1", "chat", "unknown-path"],
    ["GET /v1/models HTTP/1.1\r\nAnthropic-Version: 2023-06-01", "messages", "unknown-path"],
    ["GET /v1/messages HTTP/1.1", "messages", "method-not-allowed"],
    ["post /v1/messages HTTP/1.1", "messages", "method-not-allowed"],
    ["OPTIONS /v1/chat/completions HTTP/1.1", "chat", "method-not-allowed"],
    ["POST /v1/messages HTTP/1.1\r\ncontent-encoding: gzip", "messages", "unsupported-encoding"],
    [
      "POST /v1/messages HTTP/1.1\r\ncontent-encoding: identity\r\ncontent-encoding: zstd",
      "messages",
      "unsupported-encoding",
    ],
    ["POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 1001", "chat", "too-large"],
  ])("%s", async (text, dialect, kind) => {
    const recognition = recognise(await headOf(text), LIMIT);
    expect(recognition).toMatchObject({ kind: "refused", refusal: { dialect, kind } });
  });

  test("and a long encoding is not repeated in full", async () => {
    const recognition = recognise(
      await headOf(`POST /v1/messages HTTP/1.1\r\ncontent-encoding: ${"x".repeat(9_000)}`),
      LIMIT,
    );
    expect(JSON.stringify(recognition).length).toBeLessThan(300);
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
