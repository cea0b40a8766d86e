import { counts, list, object, parse, string } from "./json.ts";
import type { Json } from "./json.ts";
import { readEvents } from "./sse.ts";
import type { Reader, Understood } from "./reader.ts";

export const messages: Reader = { whole: (text) => fromMessage(parse(text)), streamed: fromStream };

function fromMessage(message: Json): Understood {
  const blocks = list(message["content"]);
  const joined = (name: string): string => blocks.map((block) => string(block[name] ?? "")).join("");
  return {
    id: message["id"],
    model: message["model"],
    thinking: joined("thinking"),
    text: joined("text"),
    toolCalls: blocks.filter(({ type }) => type === "tool_use").map(({ name, input }) => ({ name, input })),
    refusal: message["stop_details"] === null ? undefined : object(message["stop_details"])["explanation"],
    stop: message["stop_reason"],
    usage: counts(message["usage"], ["input_tokens", "cache_read_input_tokens", "output_tokens"]),
  };
}

/** Puts the message together as the vendor's SDK does: start, deltas by index, and what the end adds. */
function fromStream(stream: string): Understood {
  let message: Json = {};
  let open: number | undefined;
  const blocks: { block: Json; json: string }[] = [];
  for (const { name, data } of readEvents(stream)) {
    const event = parse(data);
    if (event["type"] !== name) throw new Error(`The event ${name} says that it is another: ${data}`);
    if (name === "message_start") message = object(event["message"]);
    if (name === "content_block_start") {
      if (open !== undefined) throw new Error("A block begins within another.");
      open = Number(event["index"]);
      blocks.push({ block: object(event["content_block"]), json: "" });
    }
    if (name === "content_block_delta") continueBlock(blocks[Number(event["index"])], object(event["delta"]));
    if (name === "content_block_stop") open = undefined;
    if (name === "message_delta") {
      const usage = { ...object(message["usage"]), ...object(event["usage"]) };
      message = { ...message, ...object(event["delta"]), usage };
    }
  }
  const content = blocks.map(({ block, json }) => (json === "" ? block : { ...block, input: parse(json) }));
  return fromMessage({ ...message, content });
}

const fields: Readonly<Record<string, string>> = {
  text_delta: "text",
  thinking_delta: "thinking",
  signature_delta: "signature",
};

function continueBlock(place: { block: Json; json: string } | undefined, delta: Json): void {
  if (place === undefined) throw new Error("A delta continues a block that was not started.");
  const field = fields[string(delta["type"])];
  if (field === undefined) place.json += string(delta["partial_json"]);
  else place.block = { ...place.block, [field]: `${string(place.block[field])}${string(delta[field])}` };
}
