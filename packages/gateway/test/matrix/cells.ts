// The fault matrix as data: every fault, met by clients of every dialect, streamed and whole, before a fallback that
// speaks the same or another dialect.

import { faultCases } from "@holdfast/simulator";
import type { Dialect, FaultCase } from "@holdfast/simulator";

export const clientDialects = ["messages", "chat", "responses", "gemini"] as const;
/** `whole` is assembled from a provider's stream; `passthrough` is asked for whole. */
export const modes = ["stream", "whole", "passthrough"] as const;
export const kinships = ["same", "cross"] as const;

export type Mode = (typeof modes)[number];
type Kinship = (typeof kinships)[number];

export interface Cell {
  readonly name: string;
  readonly fault: FaultCase;
  /** Of the client and of the sick provider. */
  readonly dialect: Dialect;
  readonly mode: Mode;
  /** Whether the fallback speaks the client's dialect. */
  readonly kinship: Kinship;
}

/** What a client may get. `whole`: the true answer. `broken`: a part of it, and an honest end. `told`: its own error. */
export interface Expectation {
  readonly ends: readonly ("whole" | "broken" | "told")[];
  readonly servedBy: readonly ("sick" | "well")[];
}

/** What the fallback speaks where it is another dialect: each is a target once. */
export const crossTo: Readonly<Record<Dialect, Dialect>> = {
  messages: "chat",
  chat: "gemini",
  responses: "messages",
  gemini: "responses",
};

export const model = "matrix-1";
export const keys = ["sk-matrix-1", "sk-matrix-2"] as const;
export const extraField = "x_matrix";

/** `speed`: how many times faster than at work the gateway's clocks run. */
export function casesAt(speed: number): readonly FaultCase[] {
  const times = { lateMs: 30_000 / speed, flapMs: 5_000 / speed, resetMs: 20_000 };
  return [
    ...faultCases({ model, key: keys[0], field: extraField }, times).map(sharpened),
    // Behind the text of every dialect: responses say much before they say anything.
    ...(["reset", "close"] as const).map((how): FaultCase => ({
      name: `cut late by a ${how}`,
      fault: { kind: "close-early", afterBytes: 4_200, how },
      owner: "provider",
      shows: "after-content",
      form: "stream",
    })),
    {
      name: "429, true, over in a moment",
      fault: { kind: "rate-limited", resetMs: 1_000 },
      when: { nth: 1 },
      owner: "own-key",
      shows: "before-content",
    },
  ];
}

/** Every cell of these cases. */
export function cellsOf(cases: readonly FaultCase[]): readonly Cell[] {
  return cases.flatMap((fault) =>
    clientDialects.flatMap((dialect) =>
      modes.flatMap((mode) => kinships.map((kinship) => cellFrom({ fault, dialect, mode, kinship }))),
    ),
  );
}

/** Few cells in which any two values of two dimensions still meet. */
export function pairwise(cases: readonly FaultCase[]): readonly Cell[] {
  return cases.flatMap((fault, row) =>
    clientDialects.map((dialect, column) => {
      const mode = modes[(row + column) % modes.length] ?? "stream";
      const kinship = kinships[(column + Math.floor(row / 3) + Math.floor(column / 2)) % 2] ?? "same";
      return cellFrom({ fault, dialect, mode, kinship });
    }),
  );
}

/** One cell for each kind of fault, taking dialects and modes by turns. */
export function onePerKind(cases: readonly FaultCase[]): readonly Cell[] {
  const firsts = [...new Map(cases.toReversed().map((one) => [one.fault.kind, one])).values()].toReversed();
  return firsts.flatMap((fault, row) => pairwise([fault])[row % clientDialects.length] ?? []);
}

/** Cells that fail today, and why: what stands here is not forgotten, and goes when it is done. */
export function knownGap({ fault: { fault }, dialect, mode }: Cell): string | undefined {
  if (fault.kind === "malformed-event" && mode === "stream") {
    return "the stream watcher does not say that an event is no JSON, so it is passed on";
  }
  if (fault.kind === "thinking-rejected" && dialect === "gemini") {
    return "no lesson is read from `Corrupted thought signature.`, so nothing is stripped";
  }
  return undefined;
}

export function expectationOf(cell: Cell): Expectation {
  const { owner, needs } = cell.fault;
  const { kind } = cell.fault.fault;
  if (owner === "nobody") return { ends: ["whole"], servedBy: ["sick"] };
  // The first 400 is the caller's, unless its words show that another road may do.
  const isDoubtful = needs === "prefill" || kind === "parameter-regression";
  if (isDoubtful) return { ends: ["whole", "told"], servedBy: ["sick", "well"] };
  // Another dialect's road may hold more.
  if (kind === "context-too-long" && cell.kinship === "cross") {
    return { ends: ["whole", "told"], servedBy: ["sick", "well"] };
  }
  if (owner === "caller" && needs === undefined) return { ends: ["told"], servedBy: ["sick"] };
  const mayBreak = cell.mode === "stream" && breaksInTheMiddle(cell.fault);
  return {
    ends: mayBreak ? ["whole", "broken"] : ["whole"],
    servedBy: canOnlyFail(cell.fault) ? ["well"] : ["sick", "well"],
  };
}

function breaksInTheMiddle({ shows, fault: { kind } }: FaultCase): boolean {
  return shows === "after-content" || kind === "slow-drip" || kind === "terminal-missing";
}

/** What is refused once, or to one key, or can be taken out of the request, may be had there all the same. */
function canOnlyFail({ shows, when, needs }: FaultCase): boolean {
  const isPassing = when !== undefined && when.model === undefined;
  return shows === "before-content" && !isPassing && (needs === undefined || needs === "sudden-growth");
}

/** With its first request already, where the alphabet lets some pass. */
function sharpened(one: FaultCase): FaultCase {
  return one.fault.kind === "ramp-limited" ? { ...one, fault: { ...one.fault, floor: 0 } } : one;
}

function cellFrom(parts: Omit<Cell, "name">): Cell {
  const { fault, dialect, mode, kinship } = parts;
  const fallback = kinship === "same" ? dialect : crossTo[dialect];
  return { ...parts, name: `${fault.name} | ${dialect} | ${mode} | then ${fallback}` };
}
