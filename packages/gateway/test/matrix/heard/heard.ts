// What a client has of an answer, in whatever dialect it came.

/** A tool call as far as it came. */
interface HeardCall {
  name: string;
  json: string;
}

export interface Heard {
  text: string;
  readonly calls: HeardCall[];
  /** Why the model stopped, in the dialect's words. */
  finish: string | undefined;
  /** How often the dialect said that this was all. */
  terminals: number;
  /** Errors, in words. */
  readonly errors: string[];
  /** What a client chokes on. */
  readonly oddities: string[];
}

/** How one dialect's answers are read. */
export interface Ear {
  readonly event: (heard: Heard, event: HeardEvent) => void;
  readonly whole: (heard: Heard, body: Json) => void;
  /** The words of an error with a status; undefined: it is none of this dialect. */
  readonly refusal: (body: Json) => string | undefined;
  /** The words for an answer that ends with a tool call. */
  readonly calledTools: string;
  /** Whether only the stream's end says which event was the last. */
  readonly endsWithStream?: boolean;
}

interface HeardEvent {
  readonly name: string;
  readonly data: string;
}

export type Json = Readonly<Record<string, unknown>>;

export function nothingHeard(): Heard {
  return { text: "", calls: [], finish: undefined, terminals: 0, errors: [], oddities: [] };
}

export function heardFromStream(ear: Ear, body: string): Heard {
  const heard = nothingHeard();
  const blocks = body.replaceAll(/\r\n?/g, "\n").split("\n\n");
  const rest = blocks.pop() ?? "";
  // Empty lines between events say nothing.
  if (rest.trim() !== "") heard.oddities.push(`the stream ends within an event: ${rest.slice(0, 80)}`);
  for (const block of blocks) {
    const lines = block.split("\n").filter((line) => line !== "" && !line.startsWith(":"));
    if (lines.length === 0) continue;
    const ends = heard.errors.length + (ear.endsWithStream === true ? 0 : heard.terminals);
    if (ends > 0) {
      heard.oddities.push(`something follows the end: ${block.slice(0, 80)}`);
    }
    const fieldOf = (name: string): string[] =>
      lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim());
    hear(heard, ear, { name: fieldOf("event").join(""), data: fieldOf("data").join("\n") });
  }
  return heard;
}

export function heardWhole(ear: Ear, body: string): Heard {
  const heard = nothingHeard();
  const value = objectFrom(body);
  if (value === undefined) heard.oddities.push(`the body is no JSON object: ${body.slice(0, 80)}`);
  else {
    ear.whole(heard, value);
    heard.terminals = heard.finish === undefined ? 0 : 1;
  }
  return heard;
}

/** The comments among the events, in which the gateway says what its head could not say any more. */
export function commentsIn(body: string): string[] {
  return [...body.matchAll(/^: (.*)$/gm)].map(([, comment = ""]) => comment);
}

export function objectFrom(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object there, or an empty one. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

export function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A text with something in it. */
export function words(value: unknown): string | undefined {
  return string(value) === "" ? undefined : string(value);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hear(heard: Heard, ear: Ear, event: HeardEvent): void {
  const isReadable = event.data === "[DONE]" || objectFrom(event.data) !== undefined;
  if (isReadable) ear.event(heard, event);
  else heard.oddities.push(`an event that cannot be read: ${event.data.slice(0, 80)}`);
}
