// What a provider without ideas says: a little of the prompt, and whatever the request insists on.

import { objectOf } from "./json.ts";
import type { EchoAnswer, SaidAnswer } from "./said.ts";
import { instanceOf } from "./schema-instance.ts";
import { CHARACTERS_PER_TOKEN, tokensIn } from "./tokens.ts";
import type { Wishes } from "./wishes.ts";

const ECHO_CHARACTERS = 60;
const THINKING = "Nothing is thought: this is simulated.";

type Said = Omit<SaidAnswer, "kind">;

export function echoOf({ kind: _kind, ...manner }: EchoAnswer, wishes: Wishes): SaidAnswer {
  const thinking = wishes.asksThinking ? firstTokens(THINKING, limitOf(wishes)) : undefined;
  const spent = thinking === undefined ? 0 : tokensIn(thinking);
  return {
    kind: "said",
    ...manner,
    ...(thinking === undefined ? {} : { thinking }),
    ...wanted(wishes, limitOf(wishes) - spent),
  };
}

function wanted(wishes: Wishes, tokensLeft: number): Said {
  const { forced, tools, schema } = wishes;
  const called = forced === undefined ? undefined : tools.find(({ name }) => name === (forced.name ?? name));
  if (called !== undefined) {
    const input = objectOf(instanceOf(called.schema));
    return { text: "", toolCalls: [{ name: called.name, input }] };
  }
  if (schema !== undefined) return { text: JSON.stringify(instanceOf(schema)) };
  return endingWhereAsked(textOf(wishes.prompt), wishes.stops, tokensLeft);
}

function textOf(prompt: string): string {
  const characters = Array.from(prompt.replaceAll(/\s+/g, " ").trim());
  const rest = "This answer is simulated: no model has read your prompt.";
  if (characters.length === 0) return rest;
  const start = characters.slice(0, ECHO_CHARACTERS).join("");
  return `You said: "${start}${characters.length > ECHO_CHARACTERS ? "…" : ""}". ${rest}`;
}

/** The first stop sequence ends the text before it, the limit where it is reached. */
function endingWhereAsked(text: string, stops: readonly string[], tokensLeft: number): Said {
  const found = stops
    .map((stop) => ({ stop, at: stop === "" ? -1 : text.indexOf(stop) }))
    .filter(({ at }) => at !== -1)
    .toSorted((a, b) => a.at - b.at)[0];
  const before = found === undefined ? text : text.slice(0, found.at);
  if (tokensIn(before) > tokensLeft) return { text: firstTokens(before, tokensLeft), stop: "max-tokens" };
  return found === undefined ? { text } : { text: before, stop: "stop-sequence", stopSequence: found.stop };
}

/** A limit of nothing asks for something else than an answer, such as warming up. */
function limitOf({ maxTokens = 0 }: Wishes): number {
  return maxTokens > 0 ? maxTokens : Number.POSITIVE_INFINITY;
}

function firstTokens(text: string, count: number): string {
  if (tokensIn(text) <= count) return text;
  return Array.from(text)
    .slice(0, Math.max(0, count) * CHARACTERS_PER_TOKEN)
    .join("");
}
