import { object, objectFrom, objects, string, words } from "./heard.ts";
import type { Ear, Heard, Json } from "./heard.ts";

export const messages: Ear = {
  event(heard, { name, data }): void {
    const event = objectFrom(data) ?? {};
    const type = string(event["type"]);
    if (type !== name) heard.oddities.push(`the event ${name} says that it is ${type}`);
    switch (name) {
      case "content_block_start":
        return begin(heard, object(event["content_block"]));
      case "content_block_delta":
        return go(heard, object(event["delta"]));
      case "message_delta":
        heard.finish = words(object(event["delta"])["stop_reason"]) ?? heard.finish;
        return;
      case "message_stop":
        heard.terminals++;
        return;
      case "error":
        heard.errors.push(refusalOf(event) ?? data);
    }
  },
  whole(heard, body) {
    for (const block of objects(body["content"])) {
      begin(heard, block);
      const call = block["type"] === "tool_use" ? heard.calls.at(-1) : undefined;
      if (call !== undefined) call.json = JSON.stringify(block["input"]);
    }
    heard.finish = words(body["stop_reason"]);
  },
  refusal: refusalOf,
  calledTools: "tool_use",
};

function begin(heard: Heard, block: Json): void {
  if (block["type"] === "text") heard.text += string(block["text"]);
  if (block["type"] === "tool_use") heard.calls.push({ name: string(block["name"]), json: "" });
}

function go(heard: Heard, delta: Json): void {
  if (delta["type"] === "text_delta") heard.text += string(delta["text"]);
  const call = heard.calls.at(-1);
  if (delta["type"] === "input_json_delta" && call !== undefined) call.json += string(delta["partial_json"]);
}

function refusalOf(body: Json): string | undefined {
  const error = object(body["error"]);
  if (body["type"] !== "error" || string(error["type"]) === "") return undefined;
  return words(error["message"]);
}
