import { prepareFields } from "@holdfast/transport";
import type { HeaderEntry } from "../said.ts";
import { note, shown } from "./reading.ts";
import type { Place, Read } from "./reading.ts";

/** These are the server's: with two opinions on where a body ends, the connection would be lost. */
const framingFields = new Set(["connection", "content-length", "transfer-encoding"]);

/** Pairs of a name and a value. */
export const headers: Read<readonly HeaderEntry[]> = (value, place) => {
  if (!Array.isArray(value)) return note(place, `is ${shown(value)}; it is a list of pairs.`);
  const entries = value.map((entry: unknown) => headerFrom(entry, place));
  const found = entries.filter((entry) => entry !== undefined);
  return found.length === entries.length ? found : undefined;
};

function headerFrom(value: unknown, place: Place): HeaderEntry | undefined {
  const [name, text] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof name !== "string" || typeof text !== "string") {
    return note(place, `hold ${shown(value)}, which is no pair of texts.`);
  }
  const held = `hold ${JSON.stringify(`${name}: ${text}`)}`;
  if (prepareFields([[name, text]]) === undefined) return note(place, `${held}, which cannot be sent.`);
  if (framingFields.has(name.toLowerCase())) return note(place, `${held}, which is the server's.`);
  return [name, text];
}
