// One JSON object a line. Nothing of prompts, answers or keys is ever put into one.

type Level = "info" | "warn" | "error";

export type Log = (level: Level, event: string, facts?: Readonly<Record<string, unknown>>) => void;

export interface LogOptions {
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

export function createLog({ write, now }: LogOptions): Log {
  return (level, event, facts = {}) => {
    const about = { at: now().toISOString(), level, event };
    write(`${lineFrom({ ...about, ...facts, ...about }) ?? JSON.stringify(about)}\n`);
  };
}

/** Undefined where JSON has no words for a fact: logging must not fail what it tells of. */
function lineFrom(entry: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return JSON.stringify(entry);
  } catch {
    return undefined;
  }
}

/** Causes that are told of; an error can be its own. */
const MAX_CAUSES = 5;

/** What of an error may stand in a log: its kind and words, and where it came from. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  return factsOf(error, MAX_CAUSES);
}

function factsOf(error: unknown, causesLeft: number): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: textOf(error) };
  const code = "code" in error ? error.code : undefined;
  const facts = { error: error.message, name: error.name, stack: error.stack };
  const isTold = error.cause !== undefined && causesLeft > 0;
  const cause = isTold ? { cause: factsOf(error.cause, causesLeft - 1) } : {};
  return typeof code === "string" ? { ...facts, code, ...cause } : { ...facts, ...cause };
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
