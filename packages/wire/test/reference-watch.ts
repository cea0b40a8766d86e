// What the watcher of a stream has to see, once more: every event as a whole, and parsed.

import type { DialectName } from "../src/dialect-name.ts";
import { isArray, isObject, parseJson } from "../src/json/value.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";
import type { Watched } from "../src/watch/stream-watcher.ts";

export interface ReferenceWatched extends Watched {
  readonly usage: readonly JsonObject[];
}

interface StreamEvent {
  readonly start: number;
  readonly name: string;
  readonly data: string;
}

type Facts = { -readonly [Key in keyof ReferenceWatched]: ReferenceWatched[Key] };

export function referenceWatched(dialect: DialectName, bytes: Uint8Array): ReferenceWatched {
  const { events, ...places } = split(bytes);
  const facts: Facts = {
    ...places,
    bytes: bytes.length,
    events: events.length,
    contentAt: undefined,
    finish: undefined,
    hasTerminal: false,
    error: undefined,
    usage: [],
  };
  for (const event of events) {
    if (facts.hasTerminal || facts.error !== undefined) break;
    readers[dialect](facts, event, membersOf(event.data));
  }
  facts.usage = facts.usage.filter((_, index, all) => index === 0 || index === all.length - 1);
  return facts;
}

/** Every value of a JSON text that says something, by its path. */
type Members = readonly (readonly [path: string, value: JsonValue])[];
type Reader = (facts: Facts, event: StreamEvent, members: Members) => void;

const chatContent =
  /^choices\[\]\.(delta|message)\.(content|reasoning|reasoning_content|reasoning_details\[\]\.(text|summary)|refusal|audio|function_call\.arguments|tool_calls\[\]\.(function\.arguments|custom\.input))$/;
const responsesContent =
  /^(item\.)?(arguments|input)$|^(delta|text|refusal)$|^item\.(content\[\]\.(text|refusal)|summary\[\]\.text)$/;
const geminiContent =
  /^(\[\]\.)?candidates\[\]\.content\.parts\[\]\.(text|functionCall|inlineData|fileData|executableCode|codeExecutionResult)$/;

const readers: Readonly<Record<DialectName, Reader>> = {
  messages(facts, event, members) {
    const kind = event.name === "" ? wordAt(members, /^type$/) : event.name;
    if (kind === "content_block_start" || kind === "content_block_delta") {
      addContent(facts, event, at(members, /^(content_block|delta)\.(text|thinking)$|^delta\.partial_json$/));
    } else if (kind === "message_start" || kind === "message_delta") {
      addUsage(facts, at(members, /^(message\.)?usage$/));
      addFinish(facts, wordAt(members, /^delta\.stop_reason$/));
    } else if (kind === "message_stop") facts.hasTerminal = true;
    else if (kind === "error" || isBareError(event, at(members, /^error$/))) facts.error = event.data;
  },
  responses(facts, event, members) {
    const kind = (event.name === "" ? wordAt(members, /^type$/) : event.name) ?? "";
    const [, word] = /^response\.(completed|incomplete|failed)$/.exec(kind) ?? [];
    const error = at(members, /^(response\.)?error$/);
    if (/\.(delta|done)$/.test(kind)) {
      addContent(facts, event, at(members, responsesContent));
    } else if (word !== undefined) {
      addUsage(facts, at(members, /^response\.usage$/));
      const reason = wordAt(members, /^response\.incomplete_details\.reason$/);
      addFinish(facts, reason ?? (word === "failed" ? undefined : word));
      facts.hasTerminal = word !== "failed";
      if (word === "failed") facts.error = JSON.stringify({ error: error ?? null });
    } else if (!kind.startsWith("response.") && (kind === "error" || isBareError(event, error))) {
      facts.error = event.data;
    }
  },
  chat(facts, event, members) {
    readChunk(facts, event, [
      at(members, chatContent),
      at(members, /^((x_groq|choices\[\])\.)?usage$/),
      wordAt(members, /^choices\[\]\.finish_reason$/),
      at(members, /^error$/),
    ]);
    facts.hasTerminal = event.name !== "error" && event.data.trim() === "[DONE]";
  },
  gemini(facts, event, members) {
    readChunk(facts, event, [
      at(members, geminiContent),
      at(members, /^(\[\]\.)?usageMetadata$/),
      wordAt(members, /^(\[\]\.)?(candidates\[\]\.finishReason|promptFeedback\.blockReason)$/),
      at(members, /^(\[\]\.)?error$/),
    ]);
  },
};

type Found = JsonValue | undefined;

function readChunk(
  facts: Facts,
  event: StreamEvent,
  found: readonly [Found, Found, string | undefined, Found],
): void {
  const [content, usage, finish, error] = found;
  if (event.name === "error") {
    facts.error = event.data;
    return;
  }
  addContent(facts, event, content);
  addUsage(facts, usage);
  addFinish(facts, finish);
  if (error !== undefined) facts.error = JSON.stringify({ error });
}

function addContent(facts: Facts, { start }: StreamEvent, content: Found): void {
  if (content !== undefined) facts.contentAt ??= start;
}

function addUsage(facts: Facts, usage: Found): void {
  if (isObject(usage)) facts.usage = [...facts.usage, usage];
}

function addFinish(facts: Facts, finish: string | undefined): void {
  facts.finish = finish ?? facts.finish;
}

function isBareError({ name }: StreamEvent, error: Found): boolean {
  return name === "" && error !== undefined;
}

/** The last value at a path that is text, an object or a list. */
function at(members: Members, path: RegExp): JsonValue | undefined {
  return members.findLast(([place]) => path.test(place))?.[1];
}

function wordAt(members: Members, path: RegExp): string | undefined {
  const found = at(members, path);
  return typeof found === "string" ? found : undefined;
}

function membersOf(data: string): Members {
  const value = parseJson(data);
  return value === undefined ? [] : collect(value, "");
}

function collect(value: JsonValue, path: string): Members {
  if (typeof value === "string") return value === "" ? [] : [[path, value]];
  if (isArray(value)) return [[path, value], ...value.flatMap((element) => collect(element, `${path}[]`))];
  if (!isObject(value)) return [];
  const members = Object.entries(value).flatMap(([key, member]) =>
    collect(member, path === "" ? key : `${path}.${key}`),
  );
  return [[path, value], ...members];
}

/** Whole events, found in a text of one character a byte, so that places in it are places in the bytes. */
function split(
  bytes: Uint8Array,
): Pick<Watched, "eventsEndAt" | "isBetweenEvents"> & { readonly events: readonly StreamEvent[] } {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const mark = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  const events: StreamEvent[] = [];
  let eventsEndAt = 0;
  let lineAt = mark;
  let lines: string[] = [];
  for (const { 0: lineEnd, index } of text.slice(mark).matchAll(/\r\n|\n|\r/g)) {
    const line = utf8(text.slice(lineAt, mark + index));
    lineAt = mark + index + lineEnd.length;
    lines.push(line);
    if (line !== "") continue;
    const data = valuesOf(lines, "data");
    if (data.length > 0) {
      events.push({ start: eventsEndAt, name: valuesOf(lines, "event").at(-1) ?? "", data: data.join("\n") });
    }
    eventsEndAt = lineAt;
    lines = [];
  }
  const hasFields = [...valuesOf(lines, "data"), ...valuesOf(lines, "event")].length > 0;
  return { events, eventsEndAt, isBetweenEvents: !hasFields && lineAt >= text.length };
}

function valuesOf(lines: readonly string[], field: string): string[] {
  const fields = lines.filter((line) => line === field || line.startsWith(`${field}:`));
  return fields.map((line) => line.slice(field.length + 1).replace(/^ /, ""));
}

function utf8(latin1: string): string {
  const bytes = Uint8Array.from(latin1, (unit) => unit.charCodeAt(0));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
