import { object, objectFrom, objects, string, words } from "./heard.ts";
import type { Ear, Heard, Json } from "./heard.ts";

export const gemini: Ear = {
  event(heard, { data }): void {
    const chunk = objectFrom(data) ?? {};
    const error = refusalOf(chunk);
    if (error !== undefined) heard.errors.push(error);
    const { terminals, text, calls } = heard;
    const count = calls.length;
    take(heard, chunk);
    // Which message is the last only the end of the stream says: a finish may be told again, but nothing new with it.
    if (terminals > 0 && (text !== heard.text || count !== heard.calls.length)) {
      heard.oddities.push("content follows the finish");
    }
    heard.terminals = heard.finish === undefined ? 0 : 1;
  },
  whole: take,
  refusal: refusalOf,
  calledTools: "STOP",
  endsWithStream: true,
};

function take(heard: Heard, chunk: Json): void {
  const [candidate = {}] = objects(chunk["candidates"]);
  for (const part of objects(object(candidate["content"])["parts"])) {
    if (part["thought"] !== true) heard.text += string(part["text"]);
    if (part["functionCall"] === undefined) continue;
    const { name, args } = object(part["functionCall"]);
    heard.calls.push({ name: string(name), json: JSON.stringify(args) });
  }
  heard.finish = words(candidate["finishReason"]) ?? heard.finish;
}

function refusalOf(body: Json): string | undefined {
  const error = object(body["error"]);
  if (typeof error["code"] !== "number" || string(error["status"]) === "") return undefined;
  return words(error["message"]);
}
