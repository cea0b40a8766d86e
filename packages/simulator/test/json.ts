// Reading JSON, strictly: what is not what it must be fails the test.

export type Json = Readonly<Record<string, unknown>>;

/** Parses, and fails on anything but an object. */
export function parse(text: string): Json {
  return object(JSON.parse(text));
}

export function object(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`Not an object: ${JSON.stringify(value)}`);
}

export function list(value: unknown): Json[] {
  if (Array.isArray(value)) return value.map(object);
  throw new Error(`Not a list: ${JSON.stringify(value)}`);
}

export function string(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`Not a text: ${JSON.stringify(value)}`);
}

/** Some numbers of a usage, by name. */
export function counts(usage: unknown, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, object(usage)[name]]));
}
