// Bedrock's answer to `invoke-with-response-stream` for the `messages` dialect: each frame holds one of the dialect's own
// events, or an exception in Amazon's words.

import type { StreamMessage } from "../dialect.ts";
import { decodeBase64 } from "../json/base64.ts";
import { objectOf, parseJson, textOf } from "../json/value.ts";
import { createEventStreamParser } from "./event-stream.ts";
import type { EventStreamOptions, EventStreamParser, Frame, FrameFault } from "./event-stream.ts";
import type { FrameHeaders } from "./frame-headers.ts";

export interface PayloadFault {
  readonly kind: "fault";
  readonly reason: "malformed-payload";
  /** Completes the sentence "expected ...". */
  readonly expected: string;
}

/** The dialect's words for Amazon's exceptions, by their names without the ending. */
const errorTypes: ReadonlyMap<string, string> = new Map([
  ["throttling", "rate_limit_error"],
  ["validation", "invalid_request_error"],
  ["serviceunavailable", "overloaded_error"],
  ["modeltimeout", "timeout_error"],
  ["modelstreamerror", "api_error"],
  ["internalserver", "api_error"],
]);

const ping: StreamMessage = { name: "ping", data: '{"type":"ping"}' };

/** Calls `emit` for each event, or `fault` once, after which nothing is emitted. A frame without an event is a `ping`. */
export function createBedrockMessages(
  emit: (message: StreamMessage) => void,
  fault: (fault: FrameFault | PayloadFault) => void,
  options: EventStreamOptions = {},
): EventStreamParser {
  const decoder = new TextDecoder();
  let hasFailed = false;

  const fail = (expected: string): void => {
    hasFailed = true;
    fault({ kind: "fault", reason: "malformed-payload", expected });
  };

  const readChunk = (payload: string): void => {
    const chunk = objectOf(parseJson(payload));
    const encoded = textOf(chunk?.["bytes"]);
    if (encoded === undefined) {
      if (chunk === undefined) fail("a JSON object in a frame of the kind `chunk`");
      else emit(ping);
      return;
    }
    const bytes = decodeBase64(encoded);
    const data = bytes === undefined ? "" : decoder.decode(bytes);
    const event = objectOf(parseJson(data));
    const name = textOf(event?.["type"]);
    if (event === undefined) fail("an event, as a JSON object in base64, in `bytes` of a frame");
    else emit(name === undefined ? ping : { name, data });
  };

  const readFrame = ({ headers, payload }: Frame): void => {
    if (hasFailed) return;
    const kind = headers.get(":message-type");
    if (kind === "exception" || kind === "error") emit(errorFrom(headers, decoder.decode(payload)));
    else if (headers.get(":event-type") === "chunk") readChunk(decoder.decode(payload));
    // Other events are none of the dialect's.
  };

  return createEventStreamParser(readFrame, fault, options);
}

function errorFrom(headers: FrameHeaders, payload: string): StreamMessage {
  const name = headerText(headers, ":exception-type") ?? headerText(headers, ":error-code") ?? "";
  const told = textOf(objectOf(parseJson(payload))?.["message"]) ?? headerText(headers, ":error-message");
  const type = errorTypes.get(name.toLowerCase().replace(/(exception|error)$/, "")) ?? "api_error";
  const error = { type, message: told ?? (payload === "" ? name : payload) };
  return { name: "error", data: JSON.stringify({ type: "error", error }) };
}

function headerText(headers: FrameHeaders, name: string): string | undefined {
  const value = headers.get(name);
  return typeof value === "string" ? value : undefined;
}
