// Problems as lines for a terminal; editors and CI find the place by `file:line:column`.

import type { Problem } from "../contract/problem.ts";

export function formatProblems(file: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const counts = [counted(errors, "error"), counted(problems.length - errors, "warning")].filter(
    (text) => text !== "",
  );
  return [...problems.map((problem) => formatProblem(file, problem)), `${file}: ${counts.join(", ")}\n`].join(
    "\n",
  );
}

function formatProblem(file: string, problem: Problem): string {
  const { severity, path, line, column, message, value, allowed, nearest } = problem;
  const notes = [
    value === undefined ? "" : `    found: ${value}\n`,
    allowed === undefined || allowed.length === 0 ? "" : `    allowed: ${allowed.join(", ")}\n`,
    nearest === undefined ? "" : `    did you mean: ${nearest}\n`,
  ];
  return `${file}:${line}:${column}: ${severity}: ${path === "" ? "" : `${path}: `}${message}\n${notes.join("")}`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
