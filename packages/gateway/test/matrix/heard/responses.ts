import { object, objectFrom, objects, string, words } from "./heard.ts";
import type { Ear, Heard, Json } from "./heard.ts";

export const responses: Ear = {
  event(heard, { name, data }): void {
    const event = objectFrom(data) ?? {};
    const type = string(event["type"]);
    if (type !== name) heard.oddities.push(`the event ${name} says that it is ${type}`);
    const last = heard.calls.at(-1);
    switch (type) {
      case "response.output_item.added":
        return begin(heard, object(event["item"]));
      case "response.output_text.delta":
        heard.text += string(event["delta"]);
        return;
      case "response.function_call_arguments.delta":
        if (last !== undefined) last.json += string(event["delta"]);
        return;
      case "response.completed":
      case "response.incomplete":
        heard.terminals++;
        heard.finish = string(object(event["response"])["status"]);
        return compare(heard, object(event["response"]));
      case "response.failed":
        heard.errors.push(refusalOf(object(event["response"])) ?? data);
        return;
      case "error":
        heard.errors.push(words(event["message"]) ?? refusalOf(event) ?? data);
    }
  },
  whole(heard, body) {
    for (const item of objects(body["output"])) {
      begin(heard, item);
      const call = item["type"] === "function_call" ? heard.calls.at(-1) : undefined;
      if (call !== undefined) call.json = string(item["arguments"]);
      heard.text += textOf(item);
    }
    heard.finish = words(body["status"]);
  },
  refusal: refusalOf,
  calledTools: "completed",
};

function begin({ calls }: Heard, item: Json): void {
  if (item["type"] === "function_call") calls.push({ name: string(item["name"]), json: "" });
}

/** The last event tells everything once more. */
function compare(heard: Heard, response: Json): void {
  const text = objects(response["output"]).map(textOf).join("");
  if (text !== heard.text) heard.oddities.push("the last event tells another text than the deltas");
}

function textOf(item: Json): string {
  return objects(item["content"])
    .map(({ text }) => string(text))
    .join("");
}

function refusalOf(body: Json): string | undefined {
  return words(object(body["error"])["message"]);
}
