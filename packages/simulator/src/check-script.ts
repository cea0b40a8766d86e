// Finds what cannot be played in a script before anybody is served, not when a request meets it.

import { prepareFields } from "@holdfast/transport";
import type {
  Answer,
  Condition,
  EchoAnswer,
  Fault,
  HeaderEntry,
  Rule,
  SaidAnswer,
  Script,
} from "./script.ts";

/** A script that cannot be played. */
export class ScriptError extends Error {
  readonly code = "script-invalid";
  /** Where, such as `rules[2].answer.paceMs`. */
  readonly details: { readonly path: string };

  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.name = "ScriptError";
    this.details = { path };
  }
}

/** Throws a `ScriptError` for the first thing that cannot be played. */
export function checkScript({ rules = [] }: Script): void {
  for (const [index, rule] of rules.entries()) checkRule(rule, `rules[${index}]`);
}

function checkRule({ when, answer, fault }: Rule, path: string): void {
  if (answer === undefined && fault === undefined) throw new ScriptError(path, "neither answers nor breaks.");
  if (when !== undefined) checkCondition(when, `${path}.when`);
  if (answer !== undefined) checkAnswer(answer, `${path}.answer`);
  if (fault !== undefined) checkFault(fault, `${path}.fault`);
}

function checkCondition({ nth }: Condition, path: string): void {
  if (nth === undefined) return;
  const { from = 1, to = from } = typeof nth === "number" ? { from: nth } : nth;
  checkCount(from, 1, `${path}.nth`);
  checkCount(to, from, `${path}.nth`);
}

function checkAnswer(answer: Answer, path: string): void {
  const { headers = [], paceMs = 0 } = answer;
  checkHeaders(headers, `${path}.headers`);
  if (!(paceMs >= 0 && paceMs < Number.POSITIVE_INFINITY)) {
    throw new ScriptError(`${path}.paceMs`, `is ${paceMs}; it is a time in milliseconds.`);
  }
  if (answer.kind === "bytes") checkStatus(answer.status ?? 200, `${path}.status`);
  else checkPieces(answer, `${path}.pieces`);
}

function checkPieces(answer: SaidAnswer | EchoAnswer, path: string): void {
  const { pieces } = answer;
  if (typeof pieces === "number") return checkCount(pieces, 1, path);
  if (answer.kind === "echo" || pieces === undefined || pieces.join("") === answer.text) return;
  throw new ScriptError(path, "do not make up the text.");
}

function checkFault(fault: Fault, path: string): void {
  if (fault.kind === "close-early") checkCount(fault.afterBytes, 0, `${path}.afterBytes`);
  if (fault.kind === "stall") checkCount(fault.afterEvents, 0, `${path}.afterEvents`);
  if (fault.kind !== "status") return;
  checkStatus(fault.status, `${path}.status`);
  checkHeaders(fault.headers ?? [], `${path}.headers`);
}

/** These are the server's: with two opinions on where a body ends, the connection would be lost. */
const framingFields = new Set(["connection", "content-length", "transfer-encoding"]);

function checkHeaders(headers: readonly HeaderEntry[], path: string): void {
  for (const entry of headers) {
    const [name, value] = entry;
    const held = `hold ${JSON.stringify(`${name}: ${value}`)}`;
    if (prepareFields([entry]) === undefined) throw new ScriptError(path, `${held}, which cannot be sent.`);
    if (framingFields.has(name.toLowerCase())) throw new ScriptError(path, `${held}, which is the server's.`);
  }
}

function checkStatus(status: number, path: string): void {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return;
  throw new ScriptError(path, `is ${status}; a final status is between 200 and 599.`);
}

function checkCount(count: number, least: number, path: string): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new ScriptError(path, `is ${count}; it is a whole number from ${least}.`);
}
