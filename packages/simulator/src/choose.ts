// Which rules of a script apply to a request.

import { headerOf } from "./request.ts";
import type { Asked } from "./request.ts";
import type { Answer, Condition, Fault, Script } from "./script.ts";

export interface Choice {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

/** Chooses for one request after the other; it counts them for `nth`, and that is all it remembers. */
export function createChooser(script: Script): (asked: Asked) => Choice {
  const rules = (script.rules ?? []).map((rule) => ({ rule, applies: createMatcher(rule.when ?? {}) }));
  return (asked) => {
    // Every rule sees every request, or their counts would depend on each other.
    const applying = rules.filter(({ applies }) => applies(asked)).map(({ rule }) => rule);
    return {
      answer: applying.find(({ answer }) => answer !== undefined)?.answer ?? { kind: "echo" },
      fault: applying.find(({ fault }) => fault !== undefined)?.fault,
    };
  };
}

function createMatcher(condition: Condition): (asked: Asked) => boolean {
  const model = condition.model === undefined ? undefined : patternFrom(condition.model);
  const { from, to } = rangeOf(condition.nth);
  let seen = 0;
  return (asked) => {
    if (!meets(asked, condition) || model?.test(asked.model) === false) return false;
    seen++;
    return seen >= from && seen <= to;
  };
}

function meets(asked: Asked, condition: Condition): boolean {
  const { endpoint = "generate", dialect, isStreamed, header } = condition;
  if (endpoint !== "any" && asked.endpoint !== endpoint) return false;
  if (dialect !== undefined && asked.dialect !== dialect) return false;
  if (isStreamed !== undefined && asked.isStreamed !== isStreamed) return false;
  if (header === undefined) return true;
  const value = headerOf(asked.request, header.name.toLowerCase());
  return value !== undefined && (header.value === undefined || value === header.value);
}

function rangeOf(nth: Condition["nth"]): { from: number; to: number } {
  if (typeof nth === "number") return { from: nth, to: nth };
  return { from: nth?.from ?? 1, to: nth?.to ?? Number.POSITIVE_INFINITY };
}

function patternFrom(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
