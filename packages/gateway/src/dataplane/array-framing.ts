// Gemini's other way to stream: one JSON array that grows. Made of the events, since those are what roads are asked for.

import { createSseParser } from "@holdfast/wire";

export interface ArrayFraming {
  /** Events in, elements out; often nothing, while an event is not whole. */
  readonly push: (events: Uint8Array) => string;
  /** White space that keeps a connection busy and means nothing. */
  readonly idle: () => string;
  readonly end: () => string;
}

export function createArrayFraming(): ArrayFraming {
  let text = "";
  let hasBegun = false;
  const separator = (): string => {
    const before = hasBegun ? "," : "[";
    hasBegun = true;
    return before;
  };
  const parser = createSseParser(
    ({ data }) => {
      text += `${separator()}${data}\r\n`;
    },
    // Our own events, or a provider's that were watched before: none is without bound.
    () => undefined,
  );
  return {
    push(events) {
      parser.push(events);
      const said = text;
      text = "";
      return said;
    },
    idle: () => "\r\n",
    end: () => (hasBegun ? "]" : "[]"),
  };
}
