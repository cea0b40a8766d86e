import type { Failure } from "@holdfast/wire/failure";

export function count(failures: readonly Failure[]): number {
  return failures.length;
}
