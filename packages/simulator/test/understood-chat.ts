import { counts, list, object, parse, string } from "./json.ts";
import type { Json } from "./json.ts";
import { readEvents } from "./sse.ts";
import type { Reader, Understood } from "./reader.ts";

export const chat: Reader = { whole: (text) => fromCompletion(parse(text)), streamed: fromChunks };

function fromCompletion(completion: Json): Understood {
  const [choice = {}] = list(completion["choices"]);
  const message = object(choice["message"]);
  return {
    id: completion["id"],
    model: completion["model"],
    thinking: string(message["reasoning_content"] ?? ""),
    text: string(message["content"] ?? ""),
    toolCalls: list(message["tool_calls"] ?? []).map((call) => {
      const called = object(call["function"]);
      return { name: called["name"], input: parse(string(called["arguments"])) };
    }),
    refusal: message["refusal"] ?? undefined,
    stop: choice["finish_reason"],
    usage: counts(completion["usage"], ["prompt_tokens", "completion_tokens", "total_tokens"]),
  };
}

function fromChunks(stream: string): Understood {
  const datas = readEvents(stream).map(({ data }) => data);
  if (datas.pop() !== "[DONE]") throw new Error("The stream does not end with [DONE].");
  let completion: Json = {};
  const texts = { content: "", reasoning_content: "", refusal: "" };
  let finish: unknown;
  const calls: { name: string; arguments: string }[] = [];
  for (const chunk of datas.map(parse)) {
    completion = { ...completion, ...chunk };
    for (const { delta, finish_reason } of list(chunk["choices"])) {
      finish = finish_reason ?? finish;
      const said = object(delta);
      texts.content += string(said["content"] ?? "");
      texts.reasoning_content += string(said["reasoning_content"] ?? "");
      texts.refusal += string(said["refusal"] ?? "");
      for (const call of list(said["tool_calls"] ?? [])) continueCall(calls, call);
    }
  }
  const refusal = texts.refusal === "" ? null : texts.refusal;
  const message = { ...texts, refusal, tool_calls: calls.map((call) => ({ function: call })) };
  return fromCompletion({ ...completion, choices: [{ message, finish_reason: finish }] });
}

function continueCall(calls: { name: string; arguments: string }[], delta: Json): void {
  const called = object(delta["function"]);
  const known = calls[Number(delta["index"])];
  const json = string(called["arguments"]);
  if (known === undefined) calls.push({ name: string(called["name"]), arguments: json });
  else known.arguments += json;
}
