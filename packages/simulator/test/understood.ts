// What a client understands of an answer, in one form for both dialects and for streams and whole answers.

import { readEvents } from "./sse.ts";

export interface Understood {
  readonly id: unknown;
  readonly model: unknown;
  readonly text: string;
  readonly toolCalls: readonly { readonly name: unknown; readonly input: unknown }[];
  readonly stop: unknown;
  readonly usage: unknown;
}

type Json = Readonly<Record<string, unknown>>;

export const understand = {
  messages: { whole: (text: string): Understood => fromMessage(parse(text)), streamed: fromMessageStream },
  chat: { whole: (text: string): Understood => fromCompletion(parse(text)), streamed: fromChunks },
};

/** Parses, and fails on anything but an object. */
export function parse(text: string): Json {
  return object(JSON.parse(text));
}

function fromMessage(message: Json): Understood {
  const blocks = list(message["content"]);
  return {
    id: message["id"],
    model: message["model"],
    text: blocks.map((block) => string(block["text"] ?? "")).join(""),
    toolCalls: blocks.filter(({ type }) => type === "tool_use").map(({ name, input }) => ({ name, input })),
    stop: message["stop_reason"],
    usage: counts(message["usage"], ["input_tokens", "cache_read_input_tokens", "output_tokens"]),
  };
}

/** Puts the message together as the vendor's SDK does: start, deltas by index, and what the end adds. */
function fromMessageStream(stream: string): Understood {
  let message: Json = {};
  const blocks: { block: Json; json: string }[] = [];
  for (const { name, data } of readEvents(stream)) {
    const event = parse(data);
    if (event["type"] !== name) throw new Error(`The event ${name} says that it is another: ${data}`);
    if (name === "message_start") message = object(event["message"]);
    if (name === "content_block_start") blocks.push({ block: object(event["content_block"]), json: "" });
    if (name === "content_block_delta") continueBlock(blocks[Number(event["index"])], object(event["delta"]));
    if (name === "message_delta") {
      const usage = { ...object(message["usage"]), ...object(event["usage"]) };
      message = { ...message, ...object(event["delta"]), usage };
    }
  }
  const content = blocks.map(({ block, json }) => (json === "" ? block : { ...block, input: parse(json) }));
  return fromMessage({ ...message, content });
}

function continueBlock(place: { block: Json; json: string } | undefined, delta: Json): void {
  if (place === undefined) throw new Error("A delta continues a block that was not started.");
  if (delta["type"] === "text_delta") {
    place.block = { ...place.block, text: `${string(place.block["text"])}${string(delta["text"])}` };
  } else {
    place.json += string(delta["partial_json"]);
  }
}

function fromCompletion(completion: Json): Understood {
  const [choice = {}] = list(completion["choices"]);
  const message = object(choice["message"]);
  return {
    id: completion["id"],
    model: completion["model"],
    text: string(message["content"] ?? ""),
    toolCalls: list(message["tool_calls"] ?? []).map((call) => {
      const called = object(call["function"]);
      return { name: called["name"], input: parse(string(called["arguments"])) };
    }),
    stop: choice["finish_reason"],
    usage: counts(completion["usage"], ["prompt_tokens", "completion_tokens", "total_tokens"]),
  };
}

function fromChunks(stream: string): Understood {
  const datas = readEvents(stream).map(({ data }) => data);
  if (datas.pop() !== "[DONE]") throw new Error("The stream does not end with [DONE].");
  let completion: Json = {};
  let content = "";
  let finish: unknown;
  const calls: { name: string; arguments: string }[] = [];
  for (const chunk of datas.map(parse)) {
    completion = { ...completion, ...chunk };
    for (const { delta, finish_reason } of list(chunk["choices"])) {
      finish = finish_reason ?? finish;
      content += string(object(delta)["content"] ?? "");
      for (const call of list(object(delta)["tool_calls"] ?? [])) continueCall(calls, call);
    }
  }
  const message = { content, tool_calls: calls.map((call) => ({ function: call })) };
  return fromCompletion({ ...completion, choices: [{ message, finish_reason: finish }] });
}

function continueCall(calls: { name: string; arguments: string }[], delta: Json): void {
  const called = object(delta["function"]);
  const known = calls[Number(delta["index"])];
  const json = string(called["arguments"]);
  if (known === undefined) calls.push({ name: string(called["name"]), arguments: json });
  else known.arguments += json;
}

function counts(usage: unknown, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, object(usage)[name]]));
}

function object(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`Not an object: ${JSON.stringify(value)}`);
}

function list(value: unknown): Json[] {
  if (Array.isArray(value)) return value.map(object);
  throw new Error(`Not a list: ${JSON.stringify(value)}`);
}

function string(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`Not a text: ${JSON.stringify(value)}`);
}
