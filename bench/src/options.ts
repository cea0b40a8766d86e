// The command line.

import { parseArgs } from "node:util";
import { connectionCounts, paces, subjectNames, upstreams, workNames } from "./matrix.ts";
import type { Pace, SubjectName, UpstreamKind, WorkName } from "./matrix.ts";

export interface Options {
  readonly only: readonly SubjectName[];
  readonly work?: readonly WorkName[];
  readonly upstream?: readonly UpstreamKind[];
  readonly connections?: readonly number[];
  readonly pace?: readonly Pace[];
  readonly isFull: boolean;
  readonly rounds: number;
  readonly seconds: number;
  /** The part (0..1) of the slowest yardstick's speed at which all are compared. */
  readonly share: number;
  /** Requests a second to compare at, instead of a share. */
  readonly rate?: number;
  readonly subjectCore: number;
  readonly loadCore: number;
  /** Keeps rounds in which other programs ran on the cores. */
  readonly keepsNoisy: boolean;
  readonly jsonFile?: string;
}

/** What was typed makes no sense; the message says what would. */
export class UsageError extends Error {}

export const usage = `npm run bench -- [OPTIONS]

  --only NAMES         subjects: ${subjectNames.join(", ")}
  --work NAMES         ${workNames.join(", ")}
  --upstream KINDS     ${upstreams.join(", ")}
  --connections COUNTS ${connectionCounts.join(", ")} or any other
  --pace PACES         ${paces.join(", ")}
  --full               the whole matrix of the above, but for streams-5000
  --rounds N           valid rounds for each subject (default 3)
  --seconds S          measured in each round (default 1)
  --share PART         same-rate runs at this part of the slowest yardstick's speed (default 0.6)
  --rate N             same-rate runs at this many requests a second instead
  --cores S,L          the subject's core and the load's (default 0,1)
  --noisy              keep rounds that other programs disturbed
  --json FILE          write every sample and summary there, too
  --help

Names are separated by commas. Without any of the first six, a run of a few minutes over the usual cells.`;

export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parsed(args);
  if (values.help === true) return "help";
  const [subjectCore = 0, loadCore = 1] = numbers("cores", values.cores ?? "0,1");
  if (subjectCore === loadCore) throw new UsageError("--cores needs two different cores, such as 0,1");
  return {
    only: values.only === undefined ? subjectNames : chosen("only", values.only, subjectNames),
    ...(values.work === undefined ? {} : { work: chosen("work", values.work, workNames) }),
    ...(values.upstream === undefined ? {} : { upstream: chosen("upstream", values.upstream, upstreams) }),
    ...(values.connections === undefined ? {} : { connections: counts("connections", values.connections) }),
    ...(values.pace === undefined ? {} : { pace: chosen("pace", values.pace, paces) }),
    isFull: values.full ?? false,
    rounds: count("rounds", values.rounds ?? "3"),
    seconds: positive("seconds", values.seconds ?? "1"),
    share: positive("share", values.share ?? "0.6"),
    ...(values.rate === undefined ? {} : { rate: positive("rate", values.rate) }),
    subjectCore,
    loadCore,
    keepsNoisy: values.noisy ?? false,
    ...(values.json === undefined ? {} : { jsonFile: values.json }),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: text,
        work: text,
        upstream: text,
        connections: text,
        pace: text,
        full: flag,
        rounds: text,
        seconds: text,
        share: text,
        rate: text,
        cores: text,
        noisy: flag,
        json: text,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function chosen<Name extends string>(option: string, text: string, known: readonly Name[]): readonly Name[] {
  return text.split(",").map((word) => {
    const name = known.find((one) => one === word.trim());
    if (name === undefined) throw new UsageError(`--${option} knows no "${word}", only ${known.join(", ")}`);
    return name;
  });
}

function numbers(option: string, text: string): readonly number[] {
  return text.split(",").map((word) => {
    if (!/^\d+$/.test(word.trim())) throw new UsageError(`--${option} takes whole numbers, not "${word}"`);
    return Number(word);
  });
}

function counts(option: string, text: string): readonly number[] {
  const all = numbers(option, text);
  if (all.includes(0)) throw new UsageError(`--${option} takes numbers from 1`);
  return all;
}

function count(option: string, text: string): number {
  const [first, ...more] = counts(option, text);
  if (first === undefined || more.length > 0) throw new UsageError(`--${option} takes one number`);
  return first;
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) {
    throw new UsageError(`--${option} takes a number above 0, not "${text}"`);
  }
  return number;
}
