// A provider's stream in the client's own dialect: its bytes go on unchanged, whole event by whole event, watched as
// they pass. An event that is not whole yet stays here, so that whatever has to follow it follows something whole.

import type { ContentKind } from "@holdfast/policy";
import { dialects, watchStream } from "@holdfast/wire";
import type { DialectName } from "@holdfast/wire";
import type { AnswerReader, AnswerSink, Told } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";

export interface PassStreamInput {
  readonly provider: string;
  readonly dialect: DialectName;
  /** Which clock content winds: reasoning may be silent for longer than text. */
  readonly contentKind: ContentKind;
}

/** What ends a stream whose answer is whole although its terminal never came. */
const terminals: Readonly<Partial<Record<DialectName, string>>> = {
  messages: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  chat: "data: [DONE]\n\n",
};

/** An event of more than this is sent on in pieces: it is no text any more, and must not fill the memory. */
const tailLimit = 4 * 1024 * 1024;

const encoder = new TextEncoder();

export function readPassStream(
  { provider, dialect, contentKind }: PassStreamInput,
  sink: AnswerSink,
): AnswerReader {
  const watcher = watchStream(dialect);
  const { watched } = watcher;
  /** Bytes behind the last whole event. */
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  /** Those that have wound the clock. */
  let events = 0;
  let isOver = false;

  const handOn = (bytes: Uint8Array, count: number): void => {
    if (count <= 0) return;
    const part = count === bytes.length ? bytes : bytes.subarray(0, count);
    sink.write(tail.length === 0 ? part : Buffer.concat([...tail, part]));
    tail = [];
    tailBytes = 0;
  };
  const keep = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    tail.push(bytes);
    tailBytes += bytes.length;
    if (tailBytes > tailLimit) handOn(tail.pop() ?? bytes, bytes.length);
  };
  const fail = (error: string): void => {
    isOver = true;
    const failure = dialects[dialect].decodeError({ status: undefined, body: error, field: () => undefined });
    sink.broken(problemFromSaid(failure));
  };
  const finish = (): void => {
    isOver = true;
    // What is whole begins even where it has nothing to say.
    if (events === 0) sink.progress(contentKind);
    for (const piece of tail) sink.write(piece);
    const terminal = watched.hasTerminal ? undefined : terminals[dialect];
    if (terminal !== undefined) sink.write(encoder.encode(terminal));
    sink.whole(toldBy(watcher, dialect));
  };
  /** The bytes have come to their end, in order or not. `true`: the answer is whole all the same. */
  const conclude = (): boolean => {
    // A finish reason is the model's last word: what is missing is only the provider's goodbye.
    if (!watched.hasTerminal && watched.finish === undefined) return false;
    if (!watched.isBetweenEvents) tail = [];
    finish();
    return true;
  };
  return {
    data(bytes) {
      if (isOver) return;
      const before = watched.bytes;
      watcher.push(bytes);
      // What came in one piece with the error is not handed on: a failure there can still be replaced.
      if (watched.error !== undefined) {
        fail(watched.error);
        return;
      }
      if (watched.contentAt !== undefined && watched.events > events) {
        events = watched.events;
        sink.progress(contentKind);
      }
      const whole = Math.max(0, watched.eventsEndAt - before);
      handOn(bytes, whole);
      keep(whole === 0 ? bytes : bytes.subarray(whole));
      // Nothing that follows the terminal is part of the answer.
      if (watched.hasTerminal) finish();
    },
    end() {
      if (!isOver && !conclude()) {
        isOver = true;
        sink.broken(problemFromTruncation(provider, "the stream ended before it was whole"));
      }
    },
    cut: () => isOver || conclude(),
  };
}

function toldBy(watcher: ReturnType<typeof watchStream>, dialect: DialectName): Told {
  const usage = dialects[dialect].usageFrom(watcher.usage());
  const { finish } = watcher.watched;
  return { ...(usage === undefined ? {} : { usage }), ...(finish === undefined ? {} : { finish }) };
}
