// Starts a subject on its core, waits until it answers, and stops it again.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { processStatFrom } from "../proc/parse.ts";
import { readIfThere } from "../proc/read.ts";
import { treeOf } from "../proc/tree.ts";
import type { PortSource, Place, Subject } from "./subject.ts";

export interface RunningSubject {
  readonly name: string;
  readonly port: number;
  /** Its first process; `undefined` if nothing is in between. */
  readonly root: number | undefined;
  /** The end of what it has printed so far. */
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 3_000;
const LOG_LENGTH = 4_000;

export async function startSubject(subject: Subject, place: Place, core: number): Promise<RunningSubject> {
  await mkdir(place.folder, { recursive: true });
  const plan = await subject.plan(place);
  if (plan.kind === "none") {
    const nothing = { log: () => Promise.resolve(""), stop: () => Promise.resolve() };
    return { name: subject.name, port: place.upstreamPort, root: undefined, ...nothing };
  }
  const logFile = join(place.folder, "output.log");
  const child = Bun.spawn(["taskset", "-c", String(core), ...plan.command], {
    cwd: place.folder,
    env: { ...withoutProxies(process.env), ...plan.environment },
    stdin: "ignore",
    // Ctrl-C is for us: a subject that left before its load would look like one that failed.
    detached: true,
    stdout: Bun.file(logFile),
    stderr: Bun.file(`${logFile}.err`),
  });
  const log = async (): Promise<string> => `${await textOf(logFile)}${await textOf(`${logFile}.err`)}`;
  try {
    const port = await untilReady(child, plan.port, log);
    const family = familyOf(child.pid);
    return { name: subject.name, port, root: child.pid, log, stop: () => stop(child, family) };
  } catch (error) {
    await stop(child, child.exitCode === null ? familyOf(child.pid) : []);
    throw new Error(`${subject.name} did not start; it printed:\n${await log()}`, { cause: error });
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).slice(-LOG_LENGTH);
  } catch {
    return "";
  }
}

/** A proxy that the machine needs to reach the world is not to be measured here. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/_proxy$/i.test(name)));
}

async function untilReady(
  child: Subprocess,
  source: PortSource,
  log: () => Promise<string>,
): Promise<number> {
  const until = performance.now() + START_LIMIT_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    const port = source.kind === "known" ? source.port : Number(source.pattern.exec(await log())?.[1]);
    if (Number.isInteger(port) && (await isOpen(port))) return port;
    await Bun.sleep(30);
  }
  throw new Error(`it did not listen within ${START_LIMIT_MS / 1000} s`);
}

async function isOpen(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });
    socket.end();
    return true;
  } catch {
    return false;
  }
}

/** Asks the root, which tells its children; then ends what is left of them. */
async function stop(child: Subprocess, family: readonly Relative[]): Promise<void> {
  if (child.exitCode === null) child.kill("SIGTERM");
  await Promise.race([child.exited, Bun.sleep(STOP_LIMIT_MS)]);
  for (const relative of family) if (isThere(relative)) endProcess(relative.pid);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended in between, as it should have.
  }
}

/** A process that cannot be taken for a later one of the same number. */
interface Relative {
  readonly pid: number;
  readonly startedAt: number;
}

function familyOf(root: number): readonly Relative[] {
  return treeOf(root).map((pid) => ({ pid, startedAt: startedAtOf(pid) }));
}

function isThere({ pid, startedAt }: Relative): boolean {
  return startedAtOf(pid) === startedAt;
}

function startedAtOf(pid: number): number {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text === undefined ? Number.NaN : processStatFrom(text).startedAt;
}
