// Reads plain data of unknown origin (TypeScript literals, parsed YAML) into what it must be. Every problem is noted with
// its path, and reading goes on.

export interface Problem {
  /** Such as `rules[2].answer.paceMs`; empty for the whole. */
  readonly path: string;
  /** Goes on behind the path: `is -1; it is a time in milliseconds.` */
  readonly problem: string;
}

export interface Place {
  readonly path: string;
  readonly problems: Problem[];
}

/** What is read, or undefined where a problem was noted. */
export type Read<T> = (value: unknown, place: Place) => T | undefined;

export type FieldReaders<T> = { readonly [K in keyof T]-?: Read<Exclude<T[K], undefined>> };

/** Notes a problem, and reads nothing. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the reader that ends with it reads some type, and a plain undefined may not be returned
export function note<T>({ path, problems }: Place, problem: string): T | undefined {
  problems.push({ path, problem });
  return undefined;
}

/** The place of a field, or of an element, within another. */
export function within({ path, problems }: Place, step: string | number): Place {
  const next = typeof step === "number" ? `[${step}]` : path === "" ? step : `.${step}`;
  return { path: path + next, problems };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

/** An object with these fields and no others. A field that is undefined is not there. */
export function record<T extends object>(
  fields: FieldReaders<T>,
  required: readonly (keyof T & string)[] = [],
): Read<T> {
  return (value, place) => {
    if (!isRecord(value)) return note(place, `is ${shown(value)}; it is an object.`);
    const before = place.problems.length;
    const found: Record<string, unknown> = {};
    for (const name of required) {
      if (value[name] === undefined) note(place, `has no \`${name}\`.`);
    }
    for (const [name, given] of Object.entries(value)) {
      if (given === undefined) continue;
      const read = readerOf(fields, name);
      if (read === undefined) {
        note(within(place, name), `is not known here; known are ${list(Object.keys(fields))}.`);
      } else found[name] = read(given, within(place, name));
    }
    return place.problems.length === before ? readAs<T>(found) : undefined;
  };
}

/** Guarantee: each field was read by the reader that its type names, and none that is required was missing. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the one place where what was read gets its type
function readAs<T extends object>(found: object): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee above
  return found as T;
}

function readerOf<T>(fields: FieldReaders<T>, name: string): Read<unknown> | undefined {
  const entry = Object.entries<Read<unknown>>(fields).find(([key]) => key === name);
  return entry?.[1];
}

export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "number") return String(value);
  // Not everything has a JSON text, whatever the platform's type says: `undefined` has none.
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
