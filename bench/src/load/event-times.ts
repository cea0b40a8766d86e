// When each event of each paced stream was written, so that its reader, in the same process, can tell how long it took.

/** Says in the request's head which stream it is: fixed width, so that it can be found and read cheaply. */
export const streamField = "x-bench-stream: ";

export class EventTimes {
  readonly #events: number;
  readonly #writtenAt: Float64Array;

  constructor(streams: number, events: number) {
    this.#events = events;
    this.#writtenAt = new Float64Array(streams * events);
  }

  written(stream: number, event: number, at: number): void {
    this.#writtenAt[stream * this.#events + event] = at;
  }

  writtenAt(stream: number, event: number): number {
    return this.#writtenAt[stream * this.#events + event] ?? Number.NaN;
  }
}

/** The number in a request's head; -1 where there is none. */
export function streamOf(head: Buffer): number {
  const at = head.indexOf(streamField);
  return at < 0
    ? -1
    : Number.parseInt(head.toString("latin1", at + streamField.length, at + streamField.length + 6), 10);
}

export function streamName(stream: number): string {
  return String(stream).padStart(6, "0");
}
