// The configuration in force while the gateway runs: a good one takes the place of the one before by swapping a
// reference, and a bad one changes nothing but what is told of it.

import type { ConfigError } from "../contract/status.ts";
import type { Address, Snapshot } from "../contract/snapshot.ts";
import { errorFacts } from "../telemetry/log.ts";
import type { Log } from "../telemetry/log.ts";
import { HoldfastError } from "../errors.ts";
import { areSame } from "./check-addresses.ts";
import type { LoadedConfig, LoadResult } from "./load.ts";
import { snapshotFrom } from "./snapshot.ts";
import { summarise } from "./summarise.ts";

/** Where a configuration comes from that can change. */
export interface ConfigSource {
  /** Reads it anew; rejects where it cannot be read at all. */
  readonly reload: () => Promise<LoadResult>;
  /** Calls back whenever it may have changed; what it returns ends that. */
  readonly onChange: (listener: (why: ReloadReason) => void) => () => void;
}

/** `asked`: somebody waits for a word on it. */
export type ReloadReason = "seen" | "asked";

export interface LiveConfigOptions {
  readonly loaded: LoadedConfig;
  /** Where the simulator of each simulated provider listens. */
  readonly simulators: Readonly<Record<string, string>>;
  /** Left out: it stays as it is. */
  readonly source?: ConfigSource | undefined;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface LiveConfig {
  readonly snapshot: () => Snapshot;
  readonly standing: () => ConfigStanding;
  readonly stop: () => void;
}

export interface ConfigStanding {
  /** Why the configuration as it is now is not in force; undefined: it is. */
  readonly error: ConfigError | undefined;
  /** Settings that have changed and that only a restart takes up. */
  readonly needsRestart: readonly string[];
  /** Configurations that were refused so far. */
  readonly refused: number;
}

export function createLiveConfig({ loaded, simulators, source, log, now }: LiveConfigOptions): LiveConfig {
  let current = loaded;
  let snapshot = snapshotFrom(loaded, { version: 1, simulators });
  let standing: ConfigStanding = { error: undefined, needsRestart: [], refused: 0 };

  const take = (next: LoadedConfig, why: ReloadReason): void => {
    const isSame = JSON.stringify(next.config) === JSON.stringify(current.config);
    // Back to what is in force, after one that was refused.
    if (isSame && standing.error === undefined) {
      if (why === "asked") log("info", "config-unchanged", { version: snapshot.version });
      return;
    }
    const version = isSame ? snapshot.version : snapshot.version + 1;
    const kept = keepingFixed(snapshotFrom(next, { version, simulators }), snapshot);
    if (!isSame) snapshot = kept.snapshot;
    current = next;
    standing = { ...standing, error: undefined, needsRestart: kept.needsRestart };
    const { warnings } = next;
    log("info", "config-taken", { version, ...(warnings.length === 0 ? {} : { warnings }) });
    if (kept.needsRestart.length > 0) log("warn", "config-needs-restart", { settings: kept.needsRestart });
  };
  const refuse = (error: ConfigError, facts: Readonly<Record<string, unknown>>): void => {
    standing = { ...standing, error, refused: standing.refused + 1 };
    log("error", "config-refused", { version: snapshot.version, ...facts });
  };
  const reload = async ({ reload: read }: ConfigSource, why: ReloadReason): Promise<void> => {
    const at = new Date(now()).toISOString();
    try {
      const result = await read();
      if (result.ok) {
        take(result.loaded, why);
      } else {
        const error = errorOf(result, at);
        refuse(error, { code: error.code, problems: error.problems });
      }
    } catch (error) {
      const { code, message } = error instanceof HoldfastError ? error : defect;
      refuse({ code, message, at, problems: [] }, errorFacts(error));
    }
  };
  const end = source?.onChange(oneAtATime((why) => reload(source, why)));
  return { snapshot: () => snapshot, standing: () => standing, stop: () => end?.() };
}

/** Problems that are told of; the rest follows from them more often than not. */
const maxTold = 20;

const defect = {
  code: "config-unreadable",
  message: "The configuration could not be read, by a defect of Holdfast: the log has more.",
} as const;

function errorOf({ problems }: LoadResult & { readonly ok: false }, at: string): ConfigError {
  const message = `The configuration has ${summarise(problems)}.`;
  return { code: "config-invalid", message, at, problems: problems.slice(0, maxTold) };
}

const fixed = ["listen", "console", "data"] as const;

/** Sockets and stores were opened when the process started, and stay. */
function keepingFixed(
  next: Snapshot,
  { listen, console, data }: Snapshot,
): { readonly snapshot: Snapshot; readonly needsRestart: readonly string[] } {
  const before = { listen, console, data };
  const needsRestart = fixed.filter((name) => JSON.stringify(next[name]) !== JSON.stringify(before[name]));
  if (needsRestart.includes("listen")) refuseLoop(next, listen);
  return { snapshot: Object.freeze({ ...next, ...before }), needsRestart };
}

/** The check of the file knows the address that the file says, and not the one that is kept. */
function refuseLoop({ providers }: Snapshot, listen: Address): void {
  const loop = providers.find(({ origin }) => areSame({ host: origin.host, port: origin.port }, listen));
  if (loop === undefined) return;
  throw new HoldfastError(
    "config-invalid",
    `The provider \`${loop.name}\` is where this gateway listens until it is started again: it would ask itself for ever.`,
  );
}

/** What is told of while one is under way is done once after it. */
function oneAtATime(run: (why: ReloadReason) => Promise<void>): (why: ReloadReason) => void {
  let next: ReloadReason | undefined;
  let isRunning = false;
  const runAll = async (): Promise<void> => {
    isRunning = true;
    try {
      for (let why = next; why !== undefined; why = next) {
        next = undefined;
        await run(why);
      }
    } finally {
      isRunning = false;
    }
  };
  return (why) => {
    next = next === "asked" ? next : why;
    if (!isRunning) runAll().catch(() => undefined);
  };
}
