// What the commands may touch of the process around them.

import { readFile } from "node:fs/promises";
import type { RunningGateway } from "../compose.ts";
import type { LoadedConfig } from "../config/load.ts";
import type { Environment } from "../config/substitute.ts";

export type StopSignal = "SIGINT" | "SIGTERM";

export type World = {
  readonly env: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Calls back for every such signal from now on; what it returns ends that. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  readonly startGateway: (options: { readonly config: LoadedConfig }) => Promise<RunningGateway>;
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
    onSignal: (listener) => {
      process.on("SIGINT", listener).on("SIGTERM", listener);
      return () => process.off("SIGINT", listener).off("SIGTERM", listener);
    },
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
