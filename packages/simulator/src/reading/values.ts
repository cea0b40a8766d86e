// Readers of single values.

import { list, note, shown, within } from "./reading.ts";
import type { Read } from "./reading.ts";

export const text: Read<string> = (value, place) =>
  typeof value === "string" ? value : note(place, `is ${shown(value)}; it is a text.`);

export const flag: Read<boolean> = (value, place) =>
  typeof value === "boolean" ? value : note(place, `is ${shown(value)}; it is true or false.`);

export const anything: Read<unknown> = (value) => value;

export function count(least: number): Read<number> {
  return (value, place) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least
      ? value
      : note(place, `is ${shown(value)}; it is a whole number from ${least}.`);
}

export const time: Read<number> = (value, place) =>
  typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY
    ? value
    : note(place, `is ${shown(value)}; it is a time in milliseconds.`);

export function between(least: number, most: number): Read<number> {
  return (value, place) =>
    typeof value === "number" && value >= least && value <= most
      ? value
      : note(place, `is ${shown(value)}; it is a number from ${least} to ${most}.`);
}

export const status: Read<number> = (value, place) =>
  typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599
    ? value
    : note(place, `is ${shown(value)}; a final status is between 200 and 599.`);

export function oneOf<Value extends string | number>(values: readonly Value[]): Read<Value> {
  return (value, place) =>
    values.find((known) => known === value) ??
    note(place, `is ${shown(value)}; it is one of ${list(values.map(String))}.`);
}

export function listOf<Item>(read: Read<Item>): Read<readonly Item[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return note(place, `is ${shown(value)}; it is a list.`);
    const items = value.map((item: unknown, index) => read(item, within(place, index)));
    const found = items.filter((item) => item !== undefined);
    return found.length === items.length ? found : undefined;
  };
}

/** `null` stands for itself. */
export function nullable<Value>(read: Read<Value>): Read<Value | null> {
  return (value, place) => (value === null ? null : read(value, place));
}
