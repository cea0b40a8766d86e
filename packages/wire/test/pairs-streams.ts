// A whole answer as its provider would have streamed it: texts in two pieces, everything else as the vendors do it.

import type { DialectName } from "../src/dialect-name.ts";
import { arrayOf, isObject, objectOf, textOf } from "../src/json/value.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";

const streamers: Readonly<Record<DialectName, (body: JsonObject) => string>> = {
  messages(body) {
    const blocks = objects(body["content"]);
    const { stop_reason, stop_details = null, usage } = body;
    const unsaid = { ...body, content: [], stop_reason: null, stop_details: null };
    return [
      { type: "message_start", message: { ...unsaid, usage: { ...object(usage), output_tokens: 1 } } },
      ...blocks.flatMap((block, index) => [
        { type: "content_block_start", index, content_block: emptied(block) },
        ...blockDeltas(block).map((delta) => ({ type: "content_block_delta", index, delta })),
        { type: "content_block_stop", index },
      ]),
      { type: "message_delta", delta: { stop_reason, stop_sequence: null, stop_details }, usage },
      { type: "message_stop" },
    ]
      .map((event) => sse(event, event.type))
      .join("");
  },
  chat(body) {
    const { choices, usage, ...rest } = body;
    const [choice = {}] = objects(choices);
    const head = { ...rest, object: "chat.completion.chunk" };
    const chunk = (delta: JsonObject, finish_reason: JsonValue = null): JsonObject => ({
      ...head,
      choices: [{ index: 0, delta, finish_reason }],
    });
    const chunks = [
      chunk({ role: "assistant", content: "" }),
      ...chatDeltas(object(choice["message"])).map((delta) => chunk(delta)),
      chunk({}, choice["finish_reason"]),
      { ...head, choices: [], usage: usage ?? null },
    ];
    return `${chunks.map((value) => sse(value)).join("")}data: [DONE]\n\n`;
  },
  responses(body) {
    const events = [
      { type: "response.created", response: { ...body, status: "in_progress", output: [], usage: null } },
      ...objects(body["output"]).flatMap(itemEvents),
      { type: body["status"] === "completed" ? "response.completed" : "response.incomplete", response: body },
    ];
    return events
      .map((event, sequence_number) => sse({ ...event, sequence_number }, textOf(object(event)["type"])))
      .join("");
  },
  gemini(body) {
    const { candidates, ...rest } = body;
    const [candidate = {}] = objects(candidates);
    const { content, finishReason: _reason, finishMessage: _message, ...going } = candidate;
    const pieces = objects(object(content)["parts"]).flatMap(partPieces);
    const chunks = pieces.map((part) => ({ ...going, content: { role: "model", parts: [part] } }));
    const last = { ...candidate, content: { role: "model", parts: [] } };
    return [...chunks, last].map((one) => sse({ ...rest, candidates: [one] })).join("");
  },
};

export function streamOf(dialect: DialectName, body: JsonObject): string {
  return streamers[dialect](body);
}

function sse(value: unknown, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(value)}\n\n`;
}

function emptied(block: JsonObject): JsonObject {
  switch (block["type"]) {
    case "text":
      return { ...block, text: "" };
    case "thinking":
      return { ...block, thinking: "", signature: "" };
    default:
      return { ...block, input: {} };
  }
}

function blockDeltas(block: JsonObject): JsonObject[] {
  switch (block["type"]) {
    case "text":
      return halves(text(block["text"])).map((piece) => ({ type: "text_delta", text: piece }));
    case "thinking":
      return [
        ...halves(text(block["thinking"])).map((thinking) => ({ type: "thinking_delta", thinking })),
        { type: "signature_delta", signature: block["signature"] ?? "" },
      ];
    default:
      return halves(JSON.stringify(block["input"])).map((partial_json) => ({
        type: "input_json_delta",
        partial_json,
      }));
  }
}

function chatDeltas(message: JsonObject): JsonObject[] {
  const texts = ["reasoning_content", "content", "refusal"].flatMap((key) =>
    halves(text(message[key])).map((piece) => ({ [key]: piece })),
  );
  const calls = objects(message["tool_calls"]).flatMap((call, index) => {
    const { name = "", arguments: input } = object(call["function"]);
    return [
      { tool_calls: [{ ...call, index, function: { name, arguments: "" } }] },
      ...halves(text(input)).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ];
  });
  return [...texts, ...calls];
}

function itemEvents(item: JsonObject, output_index: number): JsonObject[] {
  const at = { item_id: item["id"] ?? "", output_index };
  const parts = item["type"] === "message" ? objects(item["content"]) : [];
  return [
    { type: "response.output_item.added", output_index, item: { ...item, ...begun(item) } },
    ...objects(item["summary"]).flatMap((part, summary_index) =>
      pieceEvents("response.reasoning_summary_", { part, at: { ...at, summary_index } }),
    ),
    ...parts.flatMap((part, content_index) =>
      pieceEvents("response.", { part, at: { ...at, content_index } }),
    ),
    ...halves(text(item["arguments"])).map((delta) => ({
      type: "response.function_call_arguments.delta",
      ...at,
      delta,
    })),
    { type: "response.output_item.done", output_index, item },
  ];
}

function begun(item: JsonObject): JsonObject {
  if (item["type"] === "message") return { content: [], status: "in_progress" };
  if (item["type"] === "reasoning") return { summary: [] };
  return { arguments: "", status: "in_progress" };
}

function pieceEvents(
  prefix: string,
  { part, at }: { readonly part: JsonObject; readonly at: JsonObject },
): JsonObject[] {
  const isSummary = part["type"] === "summary_text";
  const key = part["type"] === "refusal" ? "refusal" : "text";
  const whole = text(part[key]);
  const [place, grows] = isSummary
    ? ["part", "text"]
    : ["content_part", key === "refusal" ? "refusal" : "output_text"];
  return [
    { type: `${prefix}${place}.added`, ...at, part: { ...part, [key]: "" } },
    ...halves(whole).map((delta) => ({ type: `${prefix}${grows}.delta`, ...at, delta })),
    { type: `${prefix}${grows}.done`, ...at, [key]: whole },
    { type: `${prefix}${place}.done`, ...at, part },
  ];
}

function partPieces(part: JsonObject): JsonObject[] {
  const whole = textOf(part["text"]);
  if (whole === undefined) return [part];
  const { thoughtSignature: _signature, ...unsigned } = part;
  const pieces = halves(whole);
  return pieces.map((piece, index) => ({ ...(index === pieces.length - 1 ? part : unsigned), text: piece }));
}

/** Nothing of nothing. */
function halves(whole: string): string[] {
  const middle = whole.length >> 1;
  return [whole.slice(0, middle), whole.slice(middle)].filter((piece) => piece !== "");
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return (arrayOf(value) ?? []).filter((entry) => isObject(entry));
}

function object(value: JsonValue | undefined): JsonObject {
  return objectOf(value) ?? {};
}

function text(value: JsonValue | undefined): string {
  return textOf(value) ?? "";
}
