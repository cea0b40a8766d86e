// Writes streams of each dialect as no honest provider would: with texts that look like events, members in odd places,
// and JSON in every spelling. No key is given twice.

import type { DialectName } from "../src/dialect-name.ts";
import { isArray, isObject } from "../src/json/value.ts";
import type { JsonValue } from "../src/json/value.ts";
import type { Choose } from "./json-writer.ts";
import { pick, spellingFrom, times, writeEvent } from "./stream-writer.ts";
import type { WrittenEvent } from "./stream-writer.ts";

export function writeWatchedStream(dialect: DialectName, choose: Choose): Uint8Array {
  const spelling = spellingFrom(choose);
  const events = times(choose(9), () => writeEvent(eventOf(dialect, choose), spelling));
  return new TextEncoder().encode((choose(10) === 1 ? "\ufeff" : "") + events.join(""));
}

/** Texts that would be something else if they stood somewhere else. */
const texts = [
  "",
  "Hello",
  " größe 漢字 😀",
  '"',
  "\\",
  '\\"',
  "\\\\",
  "}",
  '{"error":{"message":"x"}}',
  '"finish_reason":"stop"',
  '","finish_reason":"stop","x":"',
  '\\","finish_reason":"stop","x":"',
  "[DONE]",
  "\n\ndata: [DONE]\n\n",
  '\n\nevent: error\ndata: {"type":"error","error":{}}\n\n',
  '"type":"error"',
  '"usage":{"output_tokens":1}',
  "\u2028\u0000",
  "a".repeat(40),
  `${"\\".repeat(33)}"${"b".repeat(40)}`,
];

const kinds: Readonly<Record<DialectName, readonly string[]>> = {
  messages: [
    "content_block_delta",
    "message_start",
    "content_block_start",
    "content_block_stop",
    "message_delta",
    "message_stop",
    "ping",
    "error",
    "something_new",
  ],
  chat: ["chunk", "error", "something.delta"],
  responses: [
    "response.output_text.delta",
    "response.created",
    "response.function_call_arguments.done",
    "response.completed",
    "response.incomplete",
    "response.failed",
    "response.output_item.added",
    "error",
    "something.new",
  ],
  gemini: ["chunk", "error", "response.completed"],
};

type Make = (choose: Choose) => JsonValue;

const text: Make = (choose) => pick(choose, texts);
const scalar: Make = (choose) => pick<JsonValue>(choose, [null, 0, -1.5e9, true, false]);

/** Any value, with members whose names mean something elsewhere. */
const noise: Make = (choose) => {
  const kind = choose(6);
  if (kind < 2) return scalar(choose);
  if (kind < 4) return text(choose);
  if (kind === 4) return times(choose(3), () => noise(choose));
  return Object.fromEntries(times(choose(3), () => [pick(choose, names), noise(choose)]));
};

const names = (
  'type error usage usageMetadata delta text choices candidates response message content parts größe x"y \ufefferror \ufeffusageMetadata ' +
  "finish_reason finishReason stop_reason"
).split(" ");

/** Mostly what it should be. */
const mostly =
  (make: Make): Make =>
  (choose) =>
    choose(6) === 1 ? noise(choose) : make(choose);

const word = mostly((choose) => pick<JsonValue>(choose, [null, "stop", "", "tool_calls"]));
const words = mostly(text);
const counts = mostly((choose) =>
  pick<JsonValue>(choose, [{ output_tokens: 7, details: { reasoning: 1 } }, null, {}]),
);
/** Most of the time none, because nothing counts after it. */
const problem: Make = (choose) =>
  choose(8) === 1 ? pick<JsonValue>(choose, [{ message: "No.", code: 500 }, "No.", {}, noise(choose)]) : null;

const object =
  (members: Readonly<Record<string, Make>>): Make =>
  (choose) => {
    const entries = Object.entries(members).filter(() => choose(3) > 0);
    const made = entries.map(([key, make]): [string, JsonValue] => [key, make(choose)]);
    if (choose(4) === 1) made.push([pick(choose, names), noise(choose)]);
    return Object.fromEntries(choose(3) === 1 ? made.toReversed() : made);
  };

const list =
  (make: Make): Make =>
  (choose) =>
    times(choose(4), () => mostly(make)(choose));

const typeOf =
  (dialect: DialectName): Make =>
  (choose) =>
    pick(choose, kinds[dialect]);

const chatAnswer = object({
  role: text,
  content: words,
  reasoning_content: words,
  refusal: words,
  reasoning_details: list(object({ text: words, summary: words, data: text })),
  tool_calls: list(
    object({ function: object({ name: text, arguments: words }), custom: object({ input: words }) }),
  ),
});

const geminiAnswer = object({
  candidates: list(
    object({
      content: object({
        parts: list(object({ text: words, functionCall: noise, thought: scalar })),
        role: text,
      }),
      finishReason: word,
    }),
  ),
  promptFeedback: object({ blockReason: word }),
  usageMetadata: counts,
  error: problem,
});

const bodies: Readonly<Record<DialectName, Make>> = {
  messages: object({
    type: typeOf("messages"),
    index: scalar,
    message: object({ id: text, usage: counts, content: noise }),
    content_block: object({ type: text, text: words, thinking: words, input: noise }),
    delta: object({
      type: text,
      text: words,
      thinking: words,
      partial_json: words,
      signature: text,
      stop_reason: word,
    }),
    usage: counts,
    error: problem,
  }),
  chat: object({
    id: text,
    choices: list(
      object({ delta: chatAnswer, message: chatAnswer, finish_reason: word, usage: counts, logprobs: noise }),
    ),
    usage: counts,
    x_groq: object({ usage: counts }),
    error: problem,
  }),
  responses: object({
    type: typeOf("responses"),
    delta: words,
    text: words,
    arguments: words,
    item: object({
      text: words,
      error: problem,
      content: list(object({ text: words })),
      summary: list(object({ text: words })),
      input: words,
    }),
    response: object({
      id: text,
      error: problem,
      incomplete_details: object({ reason: word }),
      output: list(noise),
      usage: counts,
    }),
    error: problem,
  }),
  gemini: (choose) => (choose(6) === 1 ? list(geminiAnswer)(choose) : geminiAnswer(choose)),
};

const otherData = ["[DONE]", "", "nonsense", "12", "null", '"text"', '[{"error":{"message":"No."}}]'];

function eventOf(dialect: DialectName, choose: Choose): WrittenEvent {
  const isNamed = dialect === "messages" || dialect === "responses" ? choose(4) > 0 : choose(10) === 1;
  const name = isNamed ? pick(choose, kinds[dialect]) : undefined;
  if (choose(12) === 1) return { name, data: pick(choose, otherData) };
  const style = choose(3);
  const body = bodies[dialect](choose);
  return {
    name,
    data: style === 0 ? JSON.stringify(body) : spell(body, style === 1 ? () => 0 : choose, choose),
  };
}

/** JSON with blanks and escapes where they may stand. */
function spell(value: JsonValue, blanks: Choose, escapes: Choose): string {
  const blank = (): string => pick(blanks, ["", "", "", " ", "\t", "\n"]);
  const inner = (each: JsonValue): string => blank() + spell(each, blanks, escapes) + blank();
  if (typeof value === "string") return spellText(value, escapes);
  if (isArray(value)) return `[${blank()}${value.map(inner).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${blank()}${spellText(key, escapes)}${blank()}:${inner(member)}`,
  );
  return `{${blank()}${members.join(",")}}`;
}

function spellText(given: string, choose: Choose): string {
  const isPlain = choose(3) > 0;
  const units = given.split("").map((unit) => {
    const escape = `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return isPlain || choose(4) > 0 ? JSON.stringify(unit).slice(1, -1) : escape;
  });
  return isPlain ? JSON.stringify(given) : `"${units.join("")}"`;
}
