// What the commands may touch of the process around them.

import { readFile } from "node:fs/promises";
import type { GatewayOptions, RunningGateway } from "../compose.ts";
import { createProbes } from "./doctor/create-probes.ts";
import type { Probes } from "./doctor/probes.ts";
import type { Environment } from "../config/substitute.ts";
import { watchFile } from "../config/watch-file.ts";

export type StopSignal = "SIGINT" | "SIGTERM";

export type World = {
  readonly env: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** What the console at this address says; rejects where nobody answers in time. */
  readonly getJson: (url: string) => Promise<unknown>;
  /** Calls back for every such signal from now on; what it returns ends that. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Calls back whenever we are told to read the configuration again (SIGHUP); what it returns ends that. */
  readonly onHangup: (listener: () => void) => () => void;
  /** Calls back when the file may be another one than before, and once at the beginning; what it returns ends that. */
  readonly watchFile: (path: string, listener: () => void) => () => void;
  /** What `doctor` looks with. */
  readonly probes: () => Probes;
  readonly startGateway: (options: Pick<GatewayOptions, "config" | "source">) => Promise<RunningGateway>;
};

export function processWorld(startGateway: World["startGateway"]): World {
  // Whoever read our output may be gone, as after `holdfast up | head`. Without a listener that would end the gateway.
  process.stdout.on("error", ignore);
  process.stderr.on("error", ignore);
  return {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    readFile: (path) => readFile(path),
    getJson: async (url) => (await fetch(url, { signal: AbortSignal.timeout(3_000) })).json(),
    onSignal: (listener) => {
      process.on("SIGINT", listener).on("SIGTERM", listener);
      return () => process.off("SIGINT", listener).off("SIGTERM", listener);
    },
    onHangup: (listener) => {
      process.on("SIGHUP", listener);
      return () => process.off("SIGHUP", listener);
    },
    watchFile,
    probes: () => createProbes(process.env),
    startGateway,
  };
}

/** Ends the process when all output is out: leaving at once would cut off what a pipe has not taken yet (64 KB on Linux). */
export async function leaveProcess(code: number): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

/** Resolves also where the reader is gone. Ending is what waits; an empty `write` does not (Bun 1.4.5). */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once("error", () => resolve()).end(() => resolve());
  });
}

function ignore(): void {}
