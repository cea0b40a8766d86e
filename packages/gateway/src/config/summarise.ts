import type { Problem } from "../contract/problem.ts";

/** `2 errors, the first in line 6, at routes[0].chain[0]: there is no provider`: what a single line has room for. */
export function summarise(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return "no errors";
  const count = errors.length === 1 ? "an error" : `${errors.length} errors, the first`;
  const at = first.path === "" ? "" : `, at ${first.path}`;
  return `${count} in line ${first.line}${at}: ${first.message}`;
}
