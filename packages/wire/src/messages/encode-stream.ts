// A streamed answer for a client, event by event.

import type { ReplyContext, StreamEncoder } from "../dialect.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Finish, Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { encodeError } from "./encode-error.ts";
import { messageIdFor } from "./encode-response.ts";
import { createBlockWriter } from "./encode-stream-blocks.ts";
import { encodeFinish, usualFinish } from "./finish.ts";
import { nowhere } from "./losses.ts";
import { encodeUsage } from "./usage.ts";

const ping = 'event: ping\ndata: {"type": "ping"}\n\n';
const messageStop = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';

export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const blocks = createBlockWriter(context);
  let phase: "waiting" | "answering" | "ended" = "waiting";
  let id = "";
  let usage: Usage = {};
  let finish: Finish = { reason: "end" };

  /** The beginning waits for whatever comes next: often that is what the prompt cost. */
  const begin = (): string => {
    if (phase !== "waiting") return "";
    phase = "answering";
    const message = {
      id: id.startsWith("msg_") ? id : messageIdFor(context),
      type: "message",
      role: "assistant",
      model: context.model,
      content: [],
      stop_reason: null,
      ...usualFinish,
      usage: encodeUsage(usage, nowhere()),
    };
    return named("message_start", { type: "message_start", message });
  };

  /** What it cost may come after why it ended, so both wait for the end. */
  const last = (): string => {
    const delta = { stop_reason: null, ...usualFinish, ...encodeFinish(finish, blocks.ending(), nowhere()) };
    const event = { type: "message_delta", delta, usage: encodeUsage(usage, nowhere()) };
    return named("message_delta", event) + messageStop;
  };

  return {
    encode(event: StreamEvent): string {
      if (phase === "ended") return "";
      switch (event.kind) {
        case "text-delta":
          return blocks.text(event.text);
        case "thinking-delta":
          return blocks.thinking(event.text);
        case "input-delta":
          return blocks.input(event.text);
        case "citation-add":
          return blocks.cite(event.citation);
        case "part-start":
          return begin() + blocks.start(event.part);
        case "part-end":
          return blocks.end(event.proof);
        case "response-start":
          ({ id } = event);
          return "";
        case "usage-report":
          usage = mergeUsage(usage, event.usage);
          return "";
        case "response-finish":
          ({ finish } = event);
          return "";
        case "keep-alive":
          return begin() + ping;
        case "failure":
          phase = "ended";
          return `event: error\ndata: ${encodeError(event.failure).body}\n\n`;
        case "end": {
          const text = event.reason === "complete" ? begin() + last() : "";
          phase = "ended";
          return text;
        }
      }
    },
  };
}

function named(name: string, event: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(event)}\n\n`;
}
