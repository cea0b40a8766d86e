// Which rules of a script apply to a request.

import { entryOf } from "./faults/table.ts";
import type { Fault } from "./faults/fault.ts";
import { chanceOf } from "./hash.ts";
import { headerOf } from "./provider-request.ts";
import type { Asked } from "./request.ts";
import type { Answer } from "./said.ts";
import type { Condition, Rule, Script } from "./script.ts";
import { holdsAt } from "./windows.ts";

export interface Choice {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

/** `at` is the time of the request, in Unix milliseconds. */
export type Chooser = (asked: Asked, at: number) => Choice;

/** Chooses for one request after the other; it counts them, and that is all it remembers. */
export function createChooser(script: Script, beganAt = 0): Chooser {
  const parts = (script.rules ?? []).map((rule, index) => createPart(rule, `${script.seed ?? 1}:${index}`));
  return (asked, at) => {
    // Every rule sees every request, or their counts would depend on each other.
    const applying = parts.filter(({ applies }) => applies(asked, at - beganAt));
    const hitting = applying.filter(({ hits }) => hits(asked, at));
    return {
      answer: applying.find(({ rule }) => rule.answer !== undefined)?.rule.answer ?? { kind: "echo" },
      fault: hitting.find(({ rule }) => rule.fault !== undefined)?.rule.fault,
    };
  };
}

interface Part {
  readonly rule: Rule;
  readonly applies: (asked: Asked, elapsedMs: number) => boolean;
  readonly hits: (asked: Asked, at: number) => boolean;
}

function createPart(rule: Rule, chance: string): Part {
  const { fault } = rule;
  const entry = fault === undefined ? undefined : entryOf(fault);
  const gate = fault === undefined ? undefined : entry?.gate?.(fault);
  return {
    rule,
    applies: createMatcher(rule.when ?? {}, chance),
    hits: (asked, at) => entry?.reach === undefined && gate?.(asked, at) !== false,
  };
}

function createMatcher(condition: Condition, chance: string): Part["applies"] {
  const model = condition.model === undefined ? undefined : patternFrom(condition.model);
  const key = condition.key === undefined ? undefined : patternFrom(condition.key);
  const { from, to } = rangeOf(condition.nth);
  const { share = 1 } = condition;
  let seen = 0;
  return (asked, elapsedMs) => {
    if (!meets(asked, condition) || !holdsAt(condition, elapsedMs)) return false;
    if (model?.test(asked.model) === false) return false;
    if (key !== undefined && (asked.key === undefined || !key.test(asked.key))) return false;
    seen++;
    return seen >= from && seen <= to && (share === 1 || chanceOf(`${chance}:${seen}`, 0) < share);
  };
}

function meets(asked: Asked, condition: Condition): boolean {
  const { endpoint = "generate", dialect, isStreamed, header } = condition;
  if (endpoint !== "any" && asked.endpoint !== endpoint) return false;
  if (dialect !== undefined && asked.dialect !== dialect) return false;
  if (isStreamed !== undefined && (asked.stream !== undefined) !== isStreamed) return false;
  if (header === undefined) return true;
  const value = headerOf(asked.request, header.name.toLowerCase());
  return value !== undefined && (header.value === undefined || value === header.value);
}

function rangeOf(nth: Condition["nth"]): { from: number; to: number } {
  if (typeof nth === "number") return { from: nth, to: nth };
  return { from: nth?.from ?? 1, to: nth?.to ?? Number.POSITIVE_INFINITY };
}

export function patternFrom(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
