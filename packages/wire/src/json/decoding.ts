// How decoders say that something cannot be understood: from any depth, caught once at the dialect's front door.

import type { Decoded, WireFault } from "../dialect.ts";
import type { Loss } from "../loss.ts";
import { isArray, isObject } from "./value.ts";
import type { JsonObject, JsonValue } from "./value.ts";

/** Never leaves this package: `decoding` makes a `WireFault` of it. */
class Unreadable extends Error {
  readonly fault: WireFault;

  constructor(path: string, expected: string) {
    super(`expected ${expected} at ${path}`);
    this.fault = { kind: "fault", path, expected };
  }
}

/** Runs a decoder; what it refuses with `unreadable` is the result. It notes losses in the array that it is given. */
export function decoding<Value>(decode: (losses: Loss[]) => Value): Decoded<Value> {
  const losses: Loss[] = [];
  try {
    return { kind: "decoded", value: decode(losses), losses };
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
}

/** Ends the decoding: at `path` stands something else than what was `expected` ("a string"). */
export function unreadable(path: string, expected: string): never {
  throw new Unreadable(path, expected);
}

export function objectAt(value: JsonValue | undefined, path: string): JsonObject {
  return isObject(value) ? value : unreadable(path, "an object");
}

export function arrayAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  return isArray(value) ? value : unreadable(path, "a list");
}
