import { object, objectFrom, objects, string, words } from "./heard.ts";
import type { Ear, Heard, Json } from "./heard.ts";

export const chat: Ear = {
  event(heard, { data }): void {
    if (data === "[DONE]") {
      heard.terminals++;
      return;
    }
    const chunk = objectFrom(data) ?? {};
    const error = refusalOf(chunk);
    if (error !== undefined) heard.errors.push(error);
    for (const choice of objects(chunk["choices"])) {
      const delta = object(choice["delta"]);
      heard.text += string(delta["content"]);
      for (const call of objects(delta["tool_calls"])) go(heard, call);
      heard.finish = words(choice["finish_reason"]) ?? heard.finish;
    }
  },
  whole(heard, body) {
    const [choice = {}] = objects(body["choices"]);
    const message = object(choice["message"]);
    heard.text = string(message["content"]);
    for (const call of objects(message["tool_calls"])) {
      const called = object(call["function"]);
      heard.calls.push({ name: string(called["name"]), json: string(called["arguments"]) });
    }
    heard.finish = words(choice["finish_reason"]);
  },
  refusal: refusalOf,
  calledTools: "tool_calls",
};

function go({ calls }: Heard, delta: Json): void {
  const called = object(delta["function"]);
  const known = calls[Number(delta["index"])];
  const json = string(called["arguments"]);
  if (known === undefined) calls.push({ name: string(called["name"]), json });
  else known.json += json;
}

function refusalOf(body: Json): string | undefined {
  return words(object(body["error"])["message"]);
}
