// Watches a stream that passes by unchanged: where content begins, and how the answer ends.

import type { DialectName } from "../dialect-name.ts";
import { OPEN_OBJECT, byteAt } from "../json/bytes.ts";
import { objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { chat } from "./chat.ts";
import { createEventLines } from "./event-lines.ts";
import { createEventName } from "./event-name.ts";
import { createFirstBytes } from "./first-bytes.ts";
import { gemini } from "./gemini.ts";
import { createJsonScanner } from "./json-scanner.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";
import { failure, nothing } from "./watched-dialect.ts";
import type { EventRole, WatchedDialect } from "./watched-dialect.ts";

export interface StreamWatcher {
  /**
   * Looks at the next bytes, cut anywhere, and keeps none of them. Returns how many of them, from the first, come before
   * all content for certain: they can be sent while the rest is held back.
   */
  readonly push: (bytes: Uint8Array) => number;
  readonly watched: Watched;
  /** The usage objects, in the provider's own words: the first one, and the last one if there are more. */
  readonly usage: () => readonly JsonObject[];
}

/** What has been seen so far; it changes with every push. Offsets are in the whole stream. */
export interface Watched {
  readonly bytes: number;
  /** Events that are complete and have data. */
  readonly events: number;
  /** Where the event begins that has the first text, thinking or tool input. */
  readonly contentAt: number | undefined;
  /** Where the last complete event ends. */
  readonly eventsEndAt: number;
  /** Whether the bytes end outside of events, so that one could be added. */
  readonly isBetweenEvents: boolean;
  /** Why the answer ended, in the provider's own word. */
  readonly finish: string | undefined;
  readonly hasTerminal: boolean;
  /** The provider's error, as `decodeError` takes it: JSON, or whatever the error event has for data. */
  readonly error: string | undefined;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The data of Chat Completions' last event. */
const doneText = "[DONE]";

const lineEnd = Uint8Array.of(0x0a);

/** A longer error is cut. */
const errorLimitBytes = 64 * 1024;

const watchedDialects: Readonly<Record<DialectName, WatchedDialect>> = { messages, chat, responses, gemini };

/**
 * Costs a fraction of reading the events. It finds what a reader finds in JSON that no key is repeated in; whether the
 * data is JSON at all, it does not say.
 */
export function watchStream(dialectName: DialectName): StreamWatcher {
  const dialect = watchedDialects[dialectName];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const scanner = createJsonScanner();
  const name = createEventName();
  const keptData = createFirstBytes(errorLimitBytes);
  const watched: Mutable<Watched> = {
    bytes: 0,
    events: 0,
    contentAt: undefined,
    eventsEndAt: 0,
    isBetweenEvents: true,
    finish: undefined,
    hasTerminal: false,
    error: undefined,
  };
  let firstUsage: Uint8Array | undefined;
  let lastUsage: Uint8Array | undefined;

  // The event that is being read.
  let hasFields = false;
  let hasData = false;
  let isScanned = false;
  let isKept = false;
  /** Undefined as long as only the data can tell. */
  let role: EventRole | undefined;

  const beginData = (): void => {
    hasData = true;
    if (watched.hasTerminal || watched.error !== undefined) role = nothing;
    else if (name.isEmpty()) role = dialect.nameless;
    else role = dialect.roleOf(name.text()) ?? nothing;
    const isBeforeContent = watched.contentAt === undefined;
    isKept = role === undefined || role.failure === "data";
    isScanned = role === undefined || role.mayHaveOutcome || (role.mayHaveContent && isBeforeContent);
    if (isScanned) scanner.begin(isBeforeContent ? dialect.paths : dialect.pathsAfterContent);
  };

  const readData = (bytes: Uint8Array, start: number, end: number): void => {
    if (isScanned) scanner.scan(bytes, start, end);
    if (isKept) keptData.add(bytes, start, end);
  };

  const foundText = (sight: "finish" | "type" | "terminal"): string | undefined => {
    const bytes = scanner.found(sight);
    return bytes === undefined ? undefined : decoder.decode(bytes);
  };

  const foundWord = (sight: "finish" | "type"): string | undefined => {
    const text = foundText(sight);
    return text === undefined ? undefined : textOf(parseJson(text));
  };

  /** An event without a name and a type that is known can still be an error. */
  const roleFromData = (): EventRole =>
    dialect.roleOf(foundWord("type") ?? "") ?? (scanner.found("error") === undefined ? nothing : failure);

  const takeOutcome = (finish: string | undefined): void => {
    watched.finish = foundWord("finish") ?? finish ?? watched.finish;
    const usage = scanner.found("usage");
    if (usage === undefined || byteAt(usage, 0) !== OPEN_OBJECT) return;
    if (firstUsage === undefined) firstUsage = usage;
    else lastUsage = usage;
  };

  const takeError = ({ failure: place }: EventRole): void => {
    const member = place === "data" ? undefined : scanner.found("error");
    if (place === "data") watched.error = decoder.decode(keptData.take());
    else if (member !== undefined) watched.error = `{"error":${decoder.decode(member)}}`;
    else if (place === "member") watched.error = '{"error":null}';
  };

  const takeEvent = (told: EventRole): void => {
    if (told.mayHaveContent && watched.contentAt === undefined && scanner.hasContent()) {
      watched.contentAt = watched.eventsEndAt;
    }
    if (told.mayHaveOutcome) takeOutcome(told.finish);
    if (told.failure !== "none") takeError(told);
    watched.hasTerminal ||= told.isTerminal || foundText("terminal") === doneText;
  };

  const endEvent = (end: number): void => {
    if (hasData) {
      watched.events++;
      takeEvent(role ?? roleFromData());
      if (isKept) keptData.take();
      hasData = false;
    }
    hasFields = false;
    name.clear();
    watched.eventsEndAt = watched.bytes + end;
  };

  const lines = createEventLines({
    nameStart() {
      hasFields = true;
      name.clear();
    },
    name: name.add,
    dataStart() {
      hasFields = true;
      if (hasData) readData(lineEnd, 0, 1);
      else beginData();
    },
    data: readData,
    eventEnd: endEvent,
  });

  return {
    push(bytes) {
      lines.push(bytes);
      const before = watched.bytes;
      watched.bytes += bytes.length;
      watched.isBetweenEvents = !hasFields && lines.isAtLineStart();
      const free = (watched.contentAt ?? watched.eventsEndAt) - before;
      return Math.min(Math.max(free, 0), bytes.length);
    },
    watched,
    usage: () =>
      [firstUsage, lastUsage].flatMap((bytes) => {
        const usage = bytes === undefined ? undefined : objectOf(parseJson(decoder.decode(bytes)));
        return usage === undefined ? [] : [usage];
      }),
  };
}
