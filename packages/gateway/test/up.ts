// `holdfast up` as an operator starts it: the launcher under Node, a configuration file, a process of its own.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "./until.ts";

const launcher = resolve(import.meta.dir, "../bin/holdfast.mjs");

export interface Up {
  /** Of the data plane and the console, once they are there. */
  readonly ports: () => Promise<{ readonly port: number; readonly consolePort: number }>;
  readonly output: () => string;
  readonly errors: () => string;
  /** The configuration file. */
  readonly file: string;
  readonly kill: (signal: "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGHUP") => void;
  readonly exited: Promise<number>;
  readonly clear: () => Promise<void>;
}

/** `yaml` is the whole file. The environment holds `env` and what a process needs. */
export function startUp(yaml: string, env: Readonly<Record<string, string>> = {}): Up {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-up-"));
  const file = join(folder, "holdfast.yaml");
  writeFileSync(file, yaml);
  const child = Bun.spawn(["node", launcher, "up", "--config", file], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const output = gather(child.stdout);
  const errors = gather(child.stderr);
  return {
    async ports() {
      const [, port, consolePort] = await until(`addresses in: ${errors()}`, () => {
        return (
          /listens on http:\/\/127\.0\.0\.1:(\d+)\n.*http:\/\/127\.0\.0\.1:(\d+)\n/.exec(output()) ??
          undefined
        );
      });
      return { port: Number(port), consolePort: Number(consolePort) };
    },
    output,
    errors,
    file,
    kill: (signal) => child.kill(signal),
    exited: child.exited,
    async clear() {
      child.kill("SIGKILL");
      await child.exited;
      rmSync(folder, { recursive: true });
    },
  };
}

function gather(stream: ReadableStream<Uint8Array>): () => string {
  let text = "";
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) text += decoder.decode(bytes, { stream: true });
  };
  read().catch((error: unknown) => {
    text += String(error);
  });
  return () => text;
}
