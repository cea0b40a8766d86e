// The doctor's probes on the real machine.

import { randomBytes } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Call, Pool } from "@holdfast/transport";
import type { Environment } from "../../config/substitute.ts";
import { createProviderPool } from "../../providers/provider-pool.ts";
import { errorFacts } from "../../telemetry/log.ts";
import type { Probes, Question, Sighting } from "./probes.ts";

/** A person waits: much less than a request may take, and much more than a healthy provider does. */
const clocks = { connectMs: 5_000, headMs: 10_000, idleMs: 10_000 };

export function createProbes(env: Environment): Probes {
  const pool = createProviderPool(env, () => undefined);
  return {
    ask: (question) => ask(pool, question),
    descriptors: async () => descriptorsIn(await readFile("/proc/self/limits", "utf8").catch(() => "")),
    folderFault,
    close: () => pool.close(),
  };
}

async function ask(pool: Pool, { origin, target, fields }: Question): Promise<Sighting> {
  const { promise, resolve: see } = Promise.withResolvers<Sighting>();
  const startedAt = performance.now();
  const tookMs = (): number => performance.now() - startedAt;
  const request = { method: "GET", target, fields, body: { kind: "none" } } as const;
  const call: Call = pool.origin(origin).call(
    request,
    {
      head({ status, fields: answered }) {
        const { phases, address: peer } = call;
        const aheadMs = aheadOf(answered.get("date"));
        see({ kind: "answered", status, aheadMs, phases: { ...phases }, tookMs: tookMs(), peer });
        // A list of models can be long, and nobody reads it.
        call.cancel();
      },
      end: () => undefined,
      failed({ kind: failure, reason, phases, address: peer }) {
        see({ kind: "failed", failure, reason, phases, tookMs: tookMs(), peer });
      },
    },
    { clocks, isFresh: true },
  );
  return promise;
}

/** The time that a server tells has whole seconds, so it is on average half a second older than it was. */
function aheadOf(date: string | undefined): number | undefined {
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? undefined : Date.now() - theirs - 500;
}

/** `Max open files   1024   524288   files`: the first number is the one in force. @public for its test */
export function descriptorsIn(limits: string): number | undefined {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined) return undefined;
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Tries it, since permissions do not tell of a full disk. What is not there yet is made at the first start. */
async function folderFault(folder: string): Promise<string | undefined> {
  try {
    const draft = join(
      await nearestFolder(resolve(folder)),
      `.holdfast-doctor-${randomBytes(6).toString("hex")}`,
    );
    try {
      await writeFile(draft, "written by holdfast doctor, to see whether that can be done\n", { flag: "wx" });
    } finally {
      await rm(draft, { force: true });
    }
    return undefined;
  } catch (error) {
    const { code, error: message } = errorFacts(error);
    return String(code ?? message);
  }
}

/** The folder itself or, while it is not there, the one that it would be made in. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorFacts(error)["code"] === "ENOENT" && dirname(path) !== path) return undefined;
    throw error;
  });
  if (found === undefined) return nearestFolder(dirname(path));
  if (found.isDirectory()) return path;
  throw new Error(`${path} is not a folder`);
}
