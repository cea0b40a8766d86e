// Who is blamed for what: each fault at a provider that was good before, asked up to three times.

import type { Dialect, FaultCase } from "@holdfast/simulator";
import { ask } from "./ask.ts";
import { clientDialects } from "./cells.ts";
import { failedAttempts, startCellGateway, unwellScopes } from "./gateway.ts";
import type { FailedAttempt } from "./gateway.ts";
import type { Json } from "./heard/heard.ts";
import { startSick, startWell } from "./providers.ts";
import { requestFor } from "./questions.ts";

type Owner = FaultCase["owner"];

export interface Trial {
  readonly fault: FaultCase;
  readonly dialect: Dialect;
}

export interface Blamed extends Trial {
  /** The last verdict; `none` where nothing failed. */
  readonly blame: string;
  readonly outcome: string;
  readonly isRight: boolean;
  /** Why nothing that one account can see decides it, where that is so. */
  readonly undecided: string | undefined;
  /** A caller's fault that weighs, a key that rests too long: never right. */
  readonly harm: readonly string[];
}

/** That many good ones first, and that many to be judged. */
const requests = 3;
const withinMs = 20_000;
const longestKeyRestMs = 60_000;
const badField = { name: "x-matrix-request", value: "bad" };

/**
 * What counts as right. A name or certificate that fails looks the same from here whoever broke it, and the road is as
 * bad; what a road lacks weighs nothing, whether it is called the caller's or ours; what did not fail needs no blame.
 */
const right: Readonly<Record<Owner, readonly string[]>> = {
  nobody: ["none"],
  caller: ["caller", "us", "none"],
  "own-key": ["own-key"],
  provider: ["provider"],
  network: ["network", "provider"],
};

export function trialsOf(cases: readonly FaultCase[]): readonly Trial[] {
  return cases.flatMap((fault) => clientDialects.map((dialect) => ({ fault, dialect })));
}

export async function blameFor({ fault: given, dialect }: Trial, speed: number): Promise<Blamed> {
  const mode = clientDialects.indexOf(dialect) % 2 === 0 ? "stream" : "whole";
  const isCallers = given.owner === "caller";
  const fault = isCallers ? { ...given, when: { ...given.when, header: badField } } : given;
  const [sick, well] = await Promise.all([startSick(fault, isCallers ? 0 : requests), startWell()]);
  const cell = { dialect, mode, fault } as const;
  const gateway = await startCellGateway({ sick, well, cell, fallbackDialect: dialect, speed });
  const asking = async (variant: number, kind: "good" | "bad"): Promise<void> => {
    const { needs } = kind === "bad" || !isCallers ? fault : {};
    const fields = kind === "bad" ? `${badField.name}: ${badField.value}\r\n` : "";
    const request = requestFor({ dialect, mode, needs, variant, fields });
    await ask({ port: gateway.port, request, dialect, mode, withinMs });
  };
  try {
    for (let variant = 0; variant < requests; variant++) await asking(variant, "good");
    for (let variant = 0; variant < requests; variant++) {
      await asking(variant, "bad");
      // One caller's bad requests come among the good ones of others.
      if (isCallers) await asking(variant, "good");
    }
    const failed = failedAttempts(gateway).filter(({ provider }) => provider === "sick");
    const { blame = "none", outcome = "none" }: Partial<FailedAttempt> = failed.at(-1) ?? {};
    const isHealed = blame === "none" && canHeal(fault);
    return {
      fault,
      dialect,
      blame,
      outcome,
      isRight: isHealed || right[fault.owner].includes(blame),
      undecided: undecidedBecause(fault, dialect),
      harm: harmOf(fault, await unwellScopes(gateway)),
    };
  } finally {
    await Promise.all([gateway.clear(), sick.stop(), well.stop()]);
  }
}

/** Owners by verdicts, as a table to read. */
export function confusionTable(all: readonly Blamed[]): string {
  const owners = [...new Set(all.map(({ fault }) => fault.owner))];
  const blames = [...new Set(all.map(({ blame }) => blame))].toSorted();
  const countOf = (owner: Owner, blame: string): number =>
    all.filter((one) => one.fault.owner === owner && one.blame === blame).length;
  const rows = owners.map((owner) => [owner, ...blames.map((blame) => String(countOf(owner, blame)))]);
  return [["owner \\ blamed", ...blames], ...rows]
    .map(([name = "", ...cells]) => name.padEnd(16) + cells.map((cell) => cell.padStart(10)).join(""))
    .join("\n");
}

/** What a good answer hides: it came in time, or before the cut, or with another name, or the sickness was over. */
function canHeal({ shows, when, fault: { kind } }: FaultCase): boolean {
  const isFleeting = when?.flapping !== undefined || when?.share !== undefined;
  // Whether a cut answer was passed off as a whole one is for the cells to say.
  if (isFleeting || kind === "latency" || kind === "close-early") return true;
  return shows === "on-close-look" && kind !== "wrong-content-type";
}

function undecidedBecause({ fault: { kind } }: FaultCase, dialect: Dialect): string | undefined {
  const isGemini = dialect === "gemini";
  switch (kind) {
    case "rate-limited-bare":
      return "a 429 without fields proves nothing: the key rests for 10 s, at half a weight";
    case "rate-limited-falsely":
    case "limit-notice-false":
      return isGemini ? "this vendor has no fields of limits, so headroom cannot show" : undefined;
    case "billing":
    case "ramp-limited":
      return "the fields beside it show headroom, and doubt goes to the provider";
    case "parameter-regression":
      return dialect === "chat" || dialect === "responses"
        ? "its words name a parameter that the model lacks: a new model, or a regression"
        : undefined;
    default:
      return undefined;
  }
}

function harmOf({ owner }: FaultCase, unwell: readonly Json[]): string[] {
  if (owner === "caller" || owner === "nobody") {
    return unwell.map(({ level, name }) => `it weighs on the ${String(level)} ${String(name)}`);
  }
  if (owner === "own-key") return [];
  return unwell
    .filter(({ level, retest_in_ms: ms }) => level === "key" && Number(ms) > longestKeyRestMs)
    .map(({ name }) => `the key ${String(name)} rests for over a minute`);
}
