import { describe, expect, test } from "bun:test";
import { bedrockFrame } from "../../test/frame-writer.ts";
import { joined } from "../../test/stream-writer.ts";
import type { StreamMessage } from "../dialect.ts";
import { createBedrockMessages } from "./bedrock-messages.ts";

interface Read {
  readonly messages: readonly StreamMessage[];
  readonly faults: readonly string[];
}

function read(...frames: readonly Uint8Array[]): Read {
  const messages: StreamMessage[] = [];
  const faults: string[] = [];
  const parser = createBedrockMessages(
    (message) => messages.push(message),
    ({ reason }) => faults.push(reason),
  );
  for (const byte of joined(frames)) parser.push(Uint8Array.of(byte));
  return { messages, faults };
}

function chunkFrame(payload: string): Uint8Array {
  return bedrockFrame(
    { ":event-type": "chunk", ":content-type": "application/json", ":message-type": "event" },
    payload,
  );
}

/** `p` is padding that hides how long the text is. */
function eventFrame(event: string): Uint8Array {
  return chunkFrame(JSON.stringify({ bytes: Buffer.from(event).toString("base64"), p: "abcdefgh" }));
}

describe("Bedrock's frames become the dialect's messages", () => {
  test("an event keeps its text and is named by its type", () => {
    const delta = '{"type":"content_block_delta", "index":0,"delta":{"type":"text_delta","text":"größe 😀"}}';
    const stop = '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":8}}';
    expect(read(eventFrame(delta), eventFrame(stop)).messages).toEqual([
      { name: "content_block_delta", data: delta },
      { name: "message_stop", data: stop },
    ]);
  });

  test("what has no type, or no event at all, keeps the stream alive", () => {
    const ping = { name: "ping", data: '{"type":"ping"}' };
    expect(read(eventFrame("{}"), chunkFrame("{}"))).toEqual({ messages: [ping, ping], faults: [] });
  });

  test("events of other kinds say nothing", () => {
    const frame = bedrockFrame({ ":event-type": "initial-response", ":message-type": "event" }, "{}");
    expect(read(frame)).toEqual({ messages: [], faults: [] });
  });

  test.each([
    ["throttlingException", "rate_limit_error"],
    ["modelStreamErrorException", "api_error"],
    ["internalServerException", "api_error"],
    ["validationException", "invalid_request_error"],
    ["serviceUnavailableException", "overloaded_error"],
    ["modelTimeoutException", "timeout_error"],
    ["somethingNewException", "api_error"],
  ])("a %s is an error of type %s", (exception, type) => {
    const headers = {
      ":exception-type": exception,
      ":content-type": "application/json",
      ":message-type": "exception",
    };
    const [message] = read(bedrockFrame(headers, '{"message":"It \\"failed\\"."}')).messages;
    expect(message?.name).toBe("error");
    expect(JSON.parse(message?.data ?? "")).toEqual({
      type: "error",
      error: { type, message: 'It "failed".' },
    });
  });

  test("an error in headers alone is one as well", () => {
    const headers = {
      ":message-type": "error",
      ":error-code": "InternalServerError",
      ":error-message": "Try again.",
    };
    const [message] = read(bedrockFrame(headers, "")).messages;
    expect(JSON.parse(message?.data ?? "")).toEqual({
      type: "error",
      error: { type: "api_error", message: "Try again." },
    });
  });

  test.each([
    [
      "the payload, where it is not JSON",
      { ":exception-type": "throttlingException" },
      "Slow down",
      "Slow down",
    ],
    [
      "its name, where it says nothing",
      { ":exception-type": "throttlingException" },
      "",
      "throttlingException",
    ],
  ])("an exception without a message is told by %s", (_, headers, payload, text) => {
    const [message] = read(bedrockFrame({ ":message-type": "exception", ...headers }, payload)).messages;
    expect(JSON.parse(message?.data ?? "")).toEqual({
      type: "error",
      error: { type: "rate_limit_error", message: text },
    });
  });

  test.each([
    ["a payload that is not JSON", chunkFrame("nonsense")],
    ["bytes that are not base64", chunkFrame('{"bytes":"*"}')],
    ["bytes that are not JSON", eventFrame("nonsense")],
    ["an event that is no object", eventFrame("[1]")],
  ])("%s ends the reading", (_, frame) => {
    const good = eventFrame('{"type":"ping"}');
    expect(read(good, frame, good, frame)).toEqual({
      messages: [{ name: "ping", data: '{"type":"ping"}' }],
      faults: ["malformed-payload"],
    });
  });

  test("a damaged frame ends the reading", () => {
    const damaged = eventFrame('{"type":"ping"}').fill(0, 20, 21);
    expect(read(damaged, damaged)).toEqual({ messages: [], faults: ["frame-checksum"] });
  });
});
