// Runs one cell over real sockets, and says what is wrong with what came of it.

import { expectedAnswer } from "@holdfast/simulator";
import type { ExpectedAnswer } from "@holdfast/simulator";
import { ask } from "./ask.ts";
import type { Reply } from "./ask.ts";
import { crossTo, expectationOf, model } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { failedAttempts, ownFaults, startCellGateway, unwellScopes } from "./gateway.ts";
import { ears } from "./heard/ears.ts";
import type { Json } from "./heard/heard.ts";
import { answers, startSick, startWell } from "./providers.ts";
import type { Side, SidedProvider } from "./providers.ts";
import { requestFor } from "./questions.ts";

type CellEnd = "whole" | "broken" | "told" | "wrong";

export interface CellResult {
  readonly cell: Cell;
  readonly end: CellEnd;
  readonly servedBy: string | undefined;
  /** Sentences; none: the cell is as it must be. */
  readonly problems: readonly string[];
  readonly tookMs: number;
}

/** What is left of a key's trust when a provider is at fault. */
const longestKeyRestMs = 60_000;
/** One try, and one more. */
const mostAttempts = 2;
/** What must pass whatever the clocks: sockets, a retry's pause, a short limit that is waited for. */
const slackMs = 8_000;
/** First content, one race, progress. */
const clocksMs = 60_000;

export async function runCell(cell: Cell, speed: number): Promise<CellResult> {
  const [sick, well] = await Promise.all([startSick(cell.fault), startWell()]);
  const fallbackDialect = cell.kinship === "same" ? cell.dialect : crossTo[cell.dialect];
  const gateway = await startCellGateway({ sick, well, cell, fallbackDialect, speed });
  try {
    const reply = await ask({
      port: gateway.port,
      request: requestFor({ ...cell, needs: cell.fault.needs }),
      dialect: cell.dialect,
      mode: cell.mode,
      withinMs: clocksMs / speed + slackMs,
    });
    const seen: Seen = {
      cell,
      reply,
      sick,
      well,
      failedThere: failedAttempts(gateway).filter(({ provider }) => provider === "sick").length,
      unwell: await unwellScopes(gateway),
    };
    const { end, problems } = judge(seen);
    return {
      cell,
      end,
      servedBy: reply.servedBy,
      problems: [...problems, ...ownFaults(gateway)],
      tookMs: reply.tookMs,
    };
  } catch (error) {
    return { cell, end: "wrong", servedBy: undefined, problems: [String(error)], tookMs: Number.NaN };
  } finally {
    await Promise.all([gateway.clear(), sick.stop(), well.stop()]);
  }
}

interface Seen {
  readonly cell: Cell;
  readonly reply: Reply;
  readonly sick: SidedProvider;
  readonly well: SidedProvider;
  readonly failedThere: number;
  readonly unwell: readonly Json[];
}

function judge(seen: Seen): { readonly end: CellEnd; readonly problems: readonly string[] } {
  const { cell, reply } = seen;
  const expected = expectationOf(cell);
  const side = sideOf(reply.servedBy);
  const form = formOf(seen, side);
  const problems = [...form.problems, ...attemptProblems(seen), ...healthProblems(seen)];
  if (form.end !== "wrong" && !expected.ends.includes(form.end)) {
    problems.push(`it ended ${form.end}, not ${expected.ends.join(" or ")}: ${excerpt(reply)}`);
  }
  if (side === undefined) problems.push(`x-holdfast-served-by is ${String(reply.servedBy)}`);
  else if (!expected.servedBy.includes(side)) {
    problems.push(`${side} served it, not ${expected.servedBy.join(" or ")}`);
  }
  return { end: form.end, problems };
}

interface Judged {
  readonly end: CellEnd;
  readonly problems: string[];
}

/** Which of the three honest ends it is, and what is not honest about it. */
function formOf(seen: Seen, side: Side | undefined): Judged {
  const { cell, reply } = seen;
  const { heard, status } = reply;
  const problems = heard.oddities.map((oddity) => `a client chokes: ${oddity}`);
  if (!reply.isWhole) problems.push(`the body ended by ${reply.connection}, not in order`);
  if (status !== 200) {
    if (reply.refusal === undefined) {
      problems.push(`${status} in words of no ${cell.dialect}: ${excerpt(reply)}`);
    }
    return { end: "told", problems };
  }
  const truth = side === undefined ? undefined : truthOf(seen, side);
  if (truth === undefined) {
    return { end: "wrong", problems: [...problems, "nobody is known to have answered"] };
  }
  if (heard.errors.length === 0) {
    return { end: "whole", problems: [...problems, ...untruths(seen, truth)] };
  }
  if (heard.errors.length > 1) problems.push(`${heard.errors.length} errors: ${heard.errors.join(" / ")}`);
  if (heard.terminals > 0) problems.push("a terminal beside an error");
  if (heard.text === "" && heard.calls.length === 0) {
    problems.push(`an error before content: ${excerpt(reply)}`);
  }
  if (!isBeginning(heard, truth)) problems.push(`no beginning of the truth: ${excerpt(reply)}`);
  return { end: "broken", problems };
}

/** Without a request that it could read, the side has said nothing: there is no truth of its own. */
function truthOf({ sick, well }: Seen, side: Side): ExpectedAnswer | undefined {
  const request = (side === "sick" ? sick : well).requests().at(-1);
  return request === undefined ? undefined : expectedAnswer(answers[side], request);
}

function untruths({ cell, reply: { heard } }: Seen, truth: ExpectedAnswer): string[] {
  const said = { text: heard.text, calls: heard.calls.map(({ name, json }) => `${name} ${sorted(json)}`) };
  const calls = truth.toolCalls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`);
  const meant = { text: truth.text, calls };
  const problems: string[] = [];
  if (JSON.stringify(said) !== JSON.stringify(meant)) {
    problems.push(`it says ${JSON.stringify(said)}, the truth is ${JSON.stringify(meant)}`);
  }
  const { calledTools } = ears[cell.dialect];
  // What the provider leaves out of a body that came whole is left out: nothing of the answer is missing.
  if (cell.mode === "passthrough" && cell.fault.fault.kind === "terminal-missing") return problems;
  if (heard.finish !== calledTools) problems.push(`it finishes with ${heard.finish}, not ${calledTools}`);
  if (heard.terminals !== 1) problems.push(`${heard.terminals} terminals`);
  return problems;
}

function isBeginning({ text, calls }: Reply["heard"], truth: ExpectedAnswer): boolean {
  if (!truth.text.startsWith(text)) return false;
  return calls.every(({ name, json }, index) => {
    const call = truth.toolCalls[index];
    return text === truth.text && name === call?.name && JSON.stringify(call.input).startsWith(json);
  });
}

function attemptProblems({ cell, sick, well, failedThere }: Seen): string[] {
  const there = Math.max(sick.requests().length, failedThere);
  const problems = there > mostAttempts ? [`${there} attempts on the sick provider`] : [];
  const elsewhere = well.requests().length;
  const isAlone = !expectationOf(cell).servedBy.includes("well");
  if (isAlone && elsewhere > 0) problems.push("it went to the fallback too, where it had no business");
  if (elsewhere > mostAttempts) problems.push(`${elsewhere} attempts on the healthy provider`);
  return problems;
}

/** A caller's fault leaves no mark, and a provider's none on a key that lasts. */
function healthProblems({ cell: { fault }, unwell }: Seen): string[] {
  const isHarmless = fault.owner === "caller" || fault.owner === "nobody";
  if (isHarmless) return unwell.map((scope) => `what is nobody's fault is held against ${nameOf(scope)}`);
  const rested = fault.owner === "own-key" ? [] : unwell.filter(({ level }) => level === "key");
  return rested
    .filter(({ retest_in_ms: ms }) => Number(ms) > longestKeyRestMs)
    .map((scope) => `a key rests over a minute for it: ${nameOf(scope)}`);
}

function nameOf({ level, name, evidence }: Json): string {
  return `the ${String(level)} ${String(name)} (${String(evidence)})`;
}

function sideOf(servedBy: string | undefined): Side | undefined {
  if (servedBy === `sick/${model}`) return "sick";
  return servedBy === `well/${model}` ? "well" : undefined;
}

function sorted(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

function excerpt({ status, body }: Reply): string {
  return `${status} ${body.length > 240 ? `... ${body.slice(-240)}` : body}`;
}
