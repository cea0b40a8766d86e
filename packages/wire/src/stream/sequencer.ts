// Puts parts that a provider lets grow side by side one after the other, as model/event.ts promises.

import type { StreamEvent, PartHead } from "../model/event.ts";
import type { Citation, Proof } from "../model/part.ts";

/** Parts by whatever key tells them apart at the provider. */
export interface Sequencer<Key> {
  readonly has: (key: Key) => boolean;
  /** Begins a part. A key that is known begins nothing. */
  readonly start: (key: Key, part: PartHead) => void;
  /** Adds to a part; nothing where it has ended or was never begun, or where the text is empty. */
  readonly grow: (key: Key, text: string) => void;
  readonly cite: (key: Key, citation: Citation) => void;
  readonly end: (key: Key, proof?: Proof) => void;
  /** Ends every part that is open, in order. */
  readonly endAll: () => void;
  /** How many parts were begun. */
  readonly count: () => number;
}

/** What a part kept back may hold in all, in UTF-16 units; no honest answer comes near. */
const BUFFER_LIMIT = 64 * 1024 * 1024;

interface Lane {
  readonly index: number;
  readonly part: PartHead;
  /** What waits for the parts before it to end. */
  readonly waiting: StreamEvent[];
  waitingSize: number;
  isEnded: boolean;
}

/** `overflow` is called once where the parts kept back outgrow their bound; nothing is emitted after that. */
export function createSequencer<Key>(
  emit: (event: StreamEvent) => void,
  overflow: () => void,
): Sequencer<Key> {
  const lanes = new Map<Key, Lane>();
  const order: Lane[] = [];
  /** The lane whose events go out at once. */
  let current = 0;
  let buffered = 0;
  let isOverflown = false;

  const say = (lane: Lane, event: StreamEvent, size: number): void => {
    if (isOverflown) return;
    if (lane.index === current) return emit(event);
    buffered += size;
    lane.waitingSize += size;
    lane.waiting.push(event);
    if (buffered <= BUFFER_LIMIT) return;
    isOverflown = true;
    for (const { waiting } of order) waiting.length = 0;
    overflow();
  };
  const open = (key: Key): Lane | undefined => {
    const lane = lanes.get(key);
    return lane === undefined || lane.isEnded ? undefined : lane;
  };
  const advance = (): void => {
    for (let lane = order[current]; lane?.isEnded === true; lane = order[current]) {
      current++;
      const next = order[current];
      if (next === undefined) return;
      buffered -= next.waitingSize;
      for (const event of next.waiting.splice(0)) emit(event);
    }
  };
  const finish = (lane: Lane, proof: Proof | undefined): void => {
    const { index } = lane;
    say(lane, proof === undefined ? { kind: "part-end", index } : { kind: "part-end", index, proof }, 64);
    lane.isEnded = true;
    if (index === current) advance();
  };

  return {
    has: (key) => lanes.has(key),
    start(key, part) {
      if (lanes.has(key)) return;
      const lane: Lane = { index: order.length, part, waiting: [], waitingSize: 0, isEnded: false };
      lanes.set(key, lane);
      order.push(lane);
      say(lane, { kind: "part-start", index: lane.index, part }, 64);
    },
    grow(key, text) {
      const lane = open(key);
      if (lane !== undefined && text !== "") say(lane, deltaOf(lane, text), text.length);
    },
    cite(key, citation) {
      const lane = open(key);
      if (lane !== undefined) say(lane, { kind: "citation-add", index: lane.index, citation }, 256);
    },
    end(key, proof) {
      const lane = open(key);
      if (lane !== undefined) finish(lane, proof);
    },
    endAll() {
      for (const lane of order) if (!lane.isEnded) finish(lane, undefined);
    },
    count: () => order.length,
  };
}

function deltaOf({ index, part }: Lane, text: string): StreamEvent {
  if (part.kind === "thinking") return { kind: "thinking-delta", index, text };
  if (part.kind === "tool-call") return { kind: "input-delta", index, text };
  return { kind: "text-delta", index, text };
}
