import { stopReasons } from "../said.ts";
import type {
  Answer,
  BytesAnswer,
  EchoAnswer,
  Manner,
  SaidAnswer,
  Saying,
  StructuredAnswer,
  ToolCall,
  Usage,
} from "../said.ts";
import { headers } from "./headers.ts";
import { isRecord, list, note, record, shown } from "./reading.ts";
import type { FieldReaders, Read } from "./reading.ts";
import { anything, count, flag, listOf, oneOf, status, text, time } from "./values.ts";

const manner: FieldReaders<Manner> = { delayMs: time, paceMs: time, headers };

const readInput: Read<ToolCall["input"]> = (value, place) =>
  isRecord(value) ? value : note(place, `is ${shown(value)}; it is an object.`);

const saying: FieldReaders<Saying> = {
  ...manner,
  thinking: text,
  isThinkingHidden: flag,
  toolCalls: listOf(record<ToolCall>({ name: text, input: readInput, id: text }, ["name", "input"])),
  isInterleaved: flag,
  refusal: text,
  stop: oneOf(stopReasons),
  stopSequence: text,
  usage: record<Usage>(
    {
      inputTokens: count(0),
      cacheReadTokens: count(0),
      cacheWriteTokens: count(0),
      outputTokens: count(0),
      reasoningTokens: count(0),
    },
    ["inputTokens", "outputTokens"],
  ),
};

const readPieces: Read<NonNullable<SaidAnswer["pieces"]>> = (value, place) =>
  Array.isArray(value) ? listOf(text)(value, place) : count(1)(value, place);

const readBytes: Read<string | Uint8Array> = (value, place) => {
  if (value instanceof Uint8Array || typeof value === "string") return value;
  return note(place, `is ${shown(value)}; it is a text or bytes.`);
};

const readSaid: Read<SaidAnswer> = (value, place) => {
  const fields = { ...saying, kind: oneOf(["said"]), text, pieces: readPieces };
  const said = record<SaidAnswer>(fields, ["text"])(value, place);
  if (said === undefined || typeof said.pieces !== "object" || said.pieces.join("") === said.text) {
    return said;
  }
  return note({ ...place, path: `${place.path}.pieces` }, "do not make up the text.");
};

const kinds = {
  said: readSaid,
  structured: record<StructuredAnswer>(
    { ...saying, kind: oneOf(["structured"]), value: anything, pieces: count(1) },
    ["value"],
  ),
  echo: record<EchoAnswer>({ ...manner, kind: oneOf(["echo"]), pieces: count(1) }),
  bytes: record<BytesAnswer>(
    {
      ...manner,
      kind: oneOf(["bytes"]),
      status,
      pieces: listOf(readBytes),
      framing: oneOf(["chunked", "length"]),
    },
    ["pieces"],
  ),
} satisfies Record<Answer["kind"], Read<Answer>>;

/** A text alone stands for a message that says it. */
export const readAnswer: Read<Answer> = (value, place) => {
  if (typeof value === "string") return { kind: "said", text: value };
  if (!isRecord(value)) return note(place, `is ${shown(value)}; it is an answer.`);
  switch (value["kind"]) {
    case "said":
    case "structured":
    case "echo":
    case "bytes":
      return kinds[value["kind"]](value, place);
    default:
      return note(
        { ...place, path: `${place.path}.kind` },
        `is ${shown(value["kind"])}; it is one of ${list(Object.keys(kinds))}.`,
      );
  }
};
