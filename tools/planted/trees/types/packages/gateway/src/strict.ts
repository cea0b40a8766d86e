// One line for each strictness that must be seen to run.

import { Shape } from "./shape.ts"; // !! TS1484

export const wrong: number = "text"; // !! TS2322

export function first(list: readonly string[]): string {
  return list[0]; // !! TS2322
}

export const partial: { readonly name?: string } = { name: undefined }; // !! TS2375

export function named(names: Readonly<Record<string, string>>): string | undefined {
  return names.name; // !! TS4111
}

class Base {
  run(): number {
    return 1;
  }
}

export class Derived extends Base {
  run(): number { // !! TS4114
    return 2;
  }
}

export function sometimes(value: number): number | undefined { // !! TS7030
  if (value > 1) return value;
}

export function through(value: number): number {
  let sum = 0;
  switch (value) {
    case 1: // !! TS7029
      sum += 1;
    case 2:
      sum += 2;
  }
  return sum;
}

export enum Erased { // !! TS1294
  One,
}

export function spare(used: number, unused: number): number { // !! TS6133
  return used;
}

export function dead(): number {
  return 1;
  return 2; // !! TS7027
}

export function caught(): string {
  try {
    return "";
  } catch (error) {
    return error.message; // !! TS18046
  }
}

export function implicit(value): unknown { // !! TS7006
  return value satisfies Shape;
}
