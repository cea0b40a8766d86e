// A process under test: started from a script of this folder, asked over its standard input, watched through /proc.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Account } from "./account.ts";
import type { HopOptions } from "./hop-process.ts";
import type { ServerProcessOptions } from "./server-process.ts";

export interface Subject {
  readonly port: number;
  readonly pid: number;
  /** What the process says of itself, after a garbage collection. */
  ask(): Promise<Account>;
  memoryMb(): number;
  /** The most memory there has been since `forgetPeak`. */
  peakMb(): number;
  forgetPeak(): void;
  descriptorCount(): number;
  stop(): Promise<void>;
}

const LIMIT_MS = 20_000;

export function startHop(options: HopOptions): Promise<Subject> {
  return startSubject(new URL("hop-process.ts", import.meta.url), options);
}

export function startServer(options: ServerProcessOptions): Promise<Subject> {
  return startSubject(new URL("server-process.ts", import.meta.url), options);
}

/** Starts a script with as many descriptors as it may have. */
async function startSubject(script: URL, options: object): Promise<Subject> {
  const raise = 'ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$@"';
  const command = [process.execPath, fileURLToPath(script), JSON.stringify(options)];
  const child = Bun.spawn(["sh", "-c", raise, "sh", ...command], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  const nextLine = linesOf(child.stdout);
  const port = Number(await nextLine());
  const sizeMb = (name: string): number => {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  };
  return {
    port,
    pid: child.pid,
    async ask() {
      await child.stdin.write("account\n");
      await child.stdin.flush();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: the scripts of this folder write it
      return JSON.parse(await nextLine()) as Account;
    },
    memoryMb: () => sizeMb("VmRSS"),
    peakMb: () => sizeMb("VmHWM"),
    // 5 resets the high-water mark: https://docs.kernel.org/filesystems/proc.html
    forgetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, "5"),
    descriptorCount: () => readdirSync(`/proc/${child.pid}/fd`).length,
    async stop() {
      await child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
      await child.exited;
      clearTimeout(timer);
    },
  };
}

function linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): () => Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  return async () => {
    while (!text.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error("the process under test has ended");
      text += decoder.decode(value, { stream: true });
    }
    const end = text.indexOf("\n");
    const line = text.slice(0, end);
    text = text.slice(end + 1);
    return line;
  };
}
