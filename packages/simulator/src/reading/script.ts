// Reads a provider's script, and says everything that is wrong with it before anybody is served.

import { isFaultKind, faults } from "../faults/table.ts";
import type { Fault } from "../faults/fault.ts";
import { dialectNames, endpoints } from "../script.ts";
import type { Account, Condition, Flapping, Rule, Script, Span } from "../script.ts";
import { readAnswer } from "./answer.ts";
import { isRecord, list, note, record, shown, within } from "./reading.ts";
import type { FieldReaders, Place, Problem, Read } from "./reading.ts";
import { between, count, flag, listOf, oneOf, text, time } from "./values.ts";

/** A script or scenario that cannot be played. */
export class ScriptError extends Error {
  readonly code = "script-invalid";
  /** The first problem's path, such as `rules[2].answer.paceMs`, and all problems. */
  readonly details: { readonly path: string; readonly problems: readonly Problem[] };

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, problem }) => `${path === "" ? "It" : path} ${problem}`).join("\n"));
    this.name = "ScriptError";
    this.details = { path: problems[0]?.path ?? "", problems };
  }
}

/** The script that plain data describes; throws a `ScriptError` with everything that is wrong with it. */
export function scriptFrom(value: unknown): Script {
  return readOrThrow(value, readScript);
}

export function readOrThrow<T>(value: unknown, read: Read<T>): T {
  const problems: Problem[] = [];
  const found = read(value, { path: "", problems });
  if (found === undefined || problems.length > 0) throw new ScriptError(problems);
  return found;
}

const readSpan = record<Span>({ fromMs: time, toMs: time });

const readFlapping: Read<Flapping> = (value, place) => {
  const flapping = record<Flapping>({ onMs: time, offMs: time }, ["onMs", "offMs"])(value, place);
  if (flapping === undefined || flapping.onMs + flapping.offMs > 0) return flapping;
  return note(place, "takes no time.");
};

const readNth: Read<NonNullable<Condition["nth"]>> = (value, place) => {
  if (typeof value === "number") return count(1)(value, place);
  if (!isRecord(value)) return note(place, `is ${shown(value)}; it is a number, or \`from\` and \`to\`.`);
  const { from = 1, to = from, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) return note(within(place, other), "is not known here; known are `from`, `to`.");
  const first = count(1)(from, place);
  const last = first === undefined ? undefined : count(first)(to, place);
  if (first === undefined || last === undefined) return undefined;
  return value["to"] === undefined ? { from: first } : { from: first, to: last };
};

export const readCondition = record<Condition>({
  endpoint: oneOf([...endpoints, "any"]),
  dialect: oneOf(dialectNames),
  model: text,
  key: text,
  isStreamed: flag,
  header: record<NonNullable<Condition["header"]>>({ name: text, value: text }, ["name"]),
  during: readSpan,
  flapping: readFlapping,
  nth: readNth,
  share: between(0, 1),
});

/** A name alone stands for a fault without settings. */
export const readFault: Read<Fault> = (value, place) => {
  const given = typeof value === "string" ? { kind: value } : value;
  if (!isRecord(given)) return note(place, `is ${shown(value)}; it is a fault.`);
  const { kind } = given;
  if (typeof kind !== "string" || !isFaultKind(kind)) {
    return note(within(place, "kind"), `is ${shown(kind)}; it is one of ${list(Object.keys(faults))}.`);
  }
  const { fields, required = [] } = faults[kind];
  const readers: FieldReaders<{ kind: string }> = { ...fields, kind: oneOf([kind]) };
  const names: readonly string[] = required;
  // Guarantee: the table's readers of this kind make what its type says.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee above
  return record(readers, names as readonly "kind"[])(given, place) as Fault | undefined;
};

const readRule: Read<Rule> = (value, place) => {
  const before = place.problems.length;
  const rule = record<Rule>({ when: readCondition, answer: readAnswer, fault: readFault })(value, place);
  if (rule === undefined) return undefined;
  if (rule.answer === undefined && rule.fault === undefined) {
    return note(place, "neither answers nor breaks.");
  }
  if (rule.fault !== undefined) checkReach(rule.fault, rule.when ?? {}, within(place, "when"));
  return place.problems.length === before ? rule : undefined;
};

/** Before there is a request, only time can decide. */
export function checkReach(fault: Fault, when: Condition, place: Place): void {
  if (faults[fault.kind].reach === undefined) return;
  for (const name of Object.keys(when)) {
    if (name === "during" || name === "flapping") continue;
    note(
      within(place, name),
      `cannot be asked before there is a request: ${fault.kind} is bound to time alone.`,
    );
  }
}

export const scriptFields: FieldReaders<Script> = {
  rules: listOf(readRule),
  dialects: listOf(oneOf(dialectNames)),
  models: listOf(text),
  keys: listOf(text),
  accounts: listOf(record<Account>({ name: text, keys: listOf(text) }, ["name", "keys"])),
  account: text,
  strict: flag,
  prefill: oneOf(["accepted", "rejected"]),
  seed: count(0),
};

const readScript = record<Script>(scriptFields);
