// The launcher as a real process, over a small checkout of its own whose `src/cli/main.ts` each test writes.

import { afterAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findBun, pinnedVersion } from "./find-bun.mjs";

type Signal = "SIGHUP" | "SIGINT" | "SIGQUIT" | "SIGTERM" | "SIGUSR1" | "SIGUSR2";

const gateway = resolve(import.meta.dir, "..");
const here = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-launcher-")));
const programPath = pinnedBun();
const signals: readonly Signal[] = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"];

afterAll(() => {
  rmSync(here, { recursive: true });
});

describe("arguments and exit code", () => {
  test("pass through, in the caller's folder", async () => {
    const launcher = checkout(
      "args",
      "console.log(JSON.stringify([process.argv.slice(2), process.cwd()])); process.exit(7);",
    );
    const { stdout, exitCode } = await ended(launcher, {
      args: ["up", "--config", "a b.yaml", "--version"],
      cwd: here,
    });
    expect(JSON.parse(stdout)).toEqual([["up", "--config", "a b.yaml", "--version"], here]);
    expect(exitCode).toBe(7);
  });

  test("the real command line answers", async () => {
    const { stdout, exitCode } = await ended(join(gateway, "bin/holdfast.mjs"), {
      args: ["--version"],
      cwd: here,
    });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(exitCode).toBe(0);
  });

  test("the folder it is started in changes nothing: no .env, no bunfig.toml", async () => {
    const folder = join(here, "strangers-project");
    mkdirSync(folder);
    writeFileSync(join(folder, ".env"), "FROM_DOTENV=1\n");
    writeFileSync(join(folder, "bunfig.toml"), 'preload = ["./preload.ts"]\n');
    writeFileSync(join(folder, "preload.ts"), 'console.log("preloaded");\n');
    const launcher = checkout("isolated", 'console.log(process.env["FROM_DOTENV"] ?? "nothing");');
    const { stdout } = await ended(launcher, { args: [], cwd: folder });
    expect(stdout).toBe("nothing\n");
  });
});

describe("signals", () => {
  const listening = `
    for (const signal of ${JSON.stringify(signals)}) {
      process.on(signal, () => { console.log(signal); process.exit(40); });
    }
    setInterval(() => {}, 1000);
    console.log("ready");`;

  for (const signal of signals) {
    test(`${signal} reaches the command, whose exit code comes back`, async () => {
      const child = start(checkout("listening", listening));
      const lines = reader(child.stdout);
      await lines.until("ready");
      child.kill(signal);
      await lines.until(signal);
      expect([await child.exited, child.signalCode]).toEqual([40, null]);
    });
  }

  test("death by a signal is reproduced", async () => {
    for (const signal of ["SIGKILL", "SIGTERM", "SIGINT", "SIGUSR1"]) {
      const child = start(
        checkout("killed", `process.kill(process.pid, "${signal}"); setInterval(() => {}, 1000);`),
      );
      await child.exited;
      expect(child.signalCode ?? "").toBe(signal);
    }
  });

  test("Ctrl-C in a terminal is delivered once", async () => {
    const counting = `
      let count = 0;
      process.on("SIGINT", () => { count += 1; console.log("interrupted"); });
      process.on("SIGUSR2", () => { console.log("count " + count); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log("ready");`;
    const screen = transcript();
    const child = Bun.spawn(["node", checkout("terminal", counting)], {
      cwd: here,
      terminal: { data: (_, bytes) => screen.add(bytes) },
    });
    await screen.until("ready");
    child.terminal?.write("\x03");
    await screen.until("interrupted");
    // A forwarded copy would leave the launcher before this does.
    child.kill("SIGUSR2");
    await screen.until("count ");
    await child.exited;
    expect(screen.text()).toContain("count 1");
  });
});

test("under npx, the end of the shell that npm put in between ends the command in an orderly way", async () => {
  const main = `
    process.on("SIGTERM", () => { console.log("asked to end"); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log("ready");`;
  const shell = Bun.spawn(["sh", "-c", 'node "$0"; true', checkout("orphan", main)], {
    env: { ...process.env, npm_command: "exec" },
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines = reader(shell.stdout);
  await lines.until("ready");
  shell.kill("SIGTERM");
  await lines.until("asked to end");
});

describe("finding Bun", () => {
  test("without it, the error says what to do", async () => {
    const launcher = checkout("none", "", () => undefined);
    const { stderr, exitCode } = await ended(launcher, { args: [], cwd: here });
    expect(stderr).toContain(`Bun ${pinnedVersion}`);
    expect(stderr).toContain("npm ci");
    expect(exitCode).toBe(1);
  });

  test("another version is refused by name", async () => {
    const launcher = checkout("old", "", (modules) => {
      installed(modules, { name: "bun", version: "0.8.1", file: "bin/bun.exe", program: programPath });
    });
    const { stderr, exitCode } = await ended(launcher, { args: [], cwd: here });
    expect(stderr).toContain("bun is 0.8.1");
    expect(exitCode).toBe(1);
  });

  test("where install scripts were switched off, the platform's package serves", async () => {
    const launcher = checkout("placeholder", 'console.log("served");', (modules) => {
      installed(modules, {
        name: "bun",
        version: pinnedVersion,
        file: "bin/bun.exe",
        program: import.meta.path,
      });
      const platform = `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
      installed(modules, { name: platform, version: pinnedVersion, file: "bin/bun", program: programPath });
    });
    expect((await ended(launcher, { args: [], cwd: here })).stdout).toBe("served\n");
  });

  test("under the pinned Bun the command runs in the same process", async () => {
    const launcher = checkout("inside", "console.log(process.pid, process.argv.slice(2).join());");
    const child = Bun.spawn([programPath, launcher, "one", "two"], { stdout: "pipe" });
    expect(await new Response(child.stdout).text()).toBe(`${child.pid} one,two\n`);
  });
});

function pinnedBun(): string {
  const bun = findBun();
  if ("problem" in bun) throw new Error(bun.problem);
  return realpathSync(bun.path);
}

/** A checkout with the real launcher and this main.ts; returns the launcher's path. */
function checkout(name: string, main: string, install = installBun): string {
  const root = mkdtempSync(join(here, `${name}-`));
  const copy = join(root, "packages/gateway");
  mkdirSync(join(copy, "src/cli"), { recursive: true });
  cpSync(join(gateway, "bin"), join(copy, "bin"), { recursive: true });
  cpSync(join(gateway, "package.json"), join(copy, "package.json"));
  writeFileSync(join(copy, "src/cli/main.ts"), main);
  install(join(root, "node_modules"));
  return join(copy, "bin/holdfast.mjs");
}

function installBun(modules: string): void {
  installed(modules, { name: "bun", version: pinnedVersion, file: "bin/bun.exe", program: programPath });
}

interface Installed {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly program: string;
}

function installed(modules: string, { name, version, file, program }: Installed): void {
  const path = join(modules, name, file);
  mkdirSync(resolve(path, ".."), { recursive: true });
  writeFileSync(join(modules, name, "package.json"), JSON.stringify({ name, version }));
  symlinkSync(program, path);
}

function start(launcher: string): Bun.Subprocess<"ignore", "pipe", "inherit"> {
  return Bun.spawn(["node", launcher], { cwd: here, stdin: "ignore", stdout: "pipe", stderr: "inherit" });
}

async function ended(launcher: string, { args, cwd }: { args: readonly string[]; cwd: string }) {
  const child = Bun.spawn(["node", launcher, ...args], {
    cwd,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, exitCode };
}

/** Text as it arrives, and a wait for a part of it. */
function transcript() {
  const decoder = new TextDecoder();
  let text = "";
  let wake = (): void => undefined;
  return {
    text: () => text,
    add(bytes: Uint8Array): void {
      text += decoder.decode(bytes, { stream: true });
      wake();
    },
    async until(part: string): Promise<void> {
      while (!text.includes(part)) {
        const { promise, resolve: wakeUp } = Promise.withResolvers<void>();
        wake = wakeUp;
        await promise;
      }
    },
  };
}

function reader(stream: ReadableStream<Uint8Array>) {
  const seen = transcript();
  const follow = async (): Promise<void> => {
    for await (const chunk of stream) seen.add(chunk);
  };
  follow().catch((error: unknown) => seen.add(Buffer.from(String(error))));
  return seen;
}
