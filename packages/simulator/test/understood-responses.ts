import { counts, list, object, parse, string } from "./json.ts";
import type { Json } from "./json.ts";
import { readEvents } from "./sse.ts";
import type { Reader, Understood } from "./reader.ts";

export const responses: Reader = { whole: (text) => fromResponse(parse(text)), streamed: fromStream };

function fromResponse(response: Json): Understood {
  const items = list(response["output"]);
  const parts = items.flatMap(({ type, content }) => (type === "message" ? list(content) : []));
  const refusal = parts.find(({ type }) => type === "refusal");
  return {
    id: response["id"],
    model: response["model"],
    thinking: items
      .flatMap(({ summary }) => list(summary ?? []))
      .map(({ text }) => string(text))
      .join(""),
    text: parts.map(({ text }) => string(text ?? "")).join(""),
    toolCalls: items
      .filter(({ type }) => type === "function_call")
      .map((item) => ({ name: item["name"], input: parse(string(item["arguments"])) })),
    refusal: refusal?.["refusal"],
    stop:
      response["incomplete_details"] === null
        ? response["status"]
        : object(response["incomplete_details"])["reason"],
    usage: counts(response["usage"], ["input_tokens", "output_tokens", "total_tokens"]),
  };
}

/** Holds the final response against what the events before it have told, piece by piece. */
function fromStream(stream: string): Understood {
  const events = readEvents(stream).map(({ name, data }) => ({ name, event: parse(data) }));
  const deltas = new Map<string, string>();
  const items: Json[] = [];
  for (const [number, { name, event }] of events.entries()) {
    if (event["type"] !== name) throw new Error(`The event ${name} says that it is another.`);
    if (event["sequence_number"] !== number) throw new Error(`The event ${number} is not numbered so.`);
    const place = `${string(event["item_id"] ?? "")} ${name.replace(/\.(delta|done)$/, "")}`;
    if (name.endsWith(".delta")) deltas.set(place, (deltas.get(place) ?? "") + string(event["delta"]));
    const done = event["text"] ?? event["arguments"] ?? event["refusal"];
    if (name.endsWith(".done") && typeof done === "string" && done !== (deltas.get(place) ?? "")) {
      throw new Error(`${name} tells another text than its deltas.`);
    }
    if (name === "response.output_item.done") items[Number(event["output_index"])] = object(event["item"]);
  }
  const last = events.at(-1);
  if (last?.name !== "response.completed" && last?.name !== "response.incomplete") {
    throw new Error(`The stream ends with ${last?.name}.`);
  }
  const response = object(last.event["response"]);
  if (JSON.stringify(items) !== JSON.stringify(response["output"])) {
    throw new Error("The items are not the output.");
  }
  return fromResponse(response);
}
