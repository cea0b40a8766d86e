#!/usr/bin/env node
// Starts the pinned Bun on the command line, so that `npx holdfast` needs nothing but Node.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants, devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { findBun, pinnedVersion } from "./find-bun.mjs";

// SIGUSR1 is here because Node would otherwise open its debugger on it.
const forwarded = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"]);

// A folder that Holdfast happens to be started in must not change how it runs: no .env, no bunfig.toml, no installing.
const isolation = ["--no-env-file", "--no-install", `--config=${devNull}`];

if (process.versions.bun === pinnedVersion) {
  await import("../src/cli/main.ts");
} else {
  startBun();
}

function startBun() {
  const bun = findBun();
  if ("problem" in bun) {
    fail(bun.problem);
    return;
  }
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const child = spawn(bun.path, [...isolation, main, ...process.argv.slice(2)], { stdio: "inherit" });

  for (const signal of forwarded) {
    process.on(signal, () => {
      if (!deliveredByTerminal(signal)) child.kill(signal);
    });
  }
  if (["exec", "start"].includes(process.env["npm_command"] ?? "")) {
    whenOrphaned(() => child.kill("SIGTERM"));
  }
  child.on("error", (error) => fail(`Bun could not be started from ${bun.path}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    dieOf(signal);
  });
}

/**
 * Ctrl-C and Ctrl-\ go to the whole foreground group, so Bun has them already; a second copy would read as
 * "I mean it" to a server that is finishing its streams, or to an agent under `holdfast run`.
 * @param {NodeJS.Signals} signal
 */
function deliveredByTerminal(signal) {
  if (signal !== "SIGINT" && signal !== "SIGQUIT") return false;
  try {
    // pid (comm) state ppid pgrp session tty_nr tpgid ...; comm may hold spaces and parentheses.
    const stat = readFileSync("/proc/self/stat", "utf8");
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return group === foreground;
  } catch {
    return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  }
}

/**
 * npm hands a signal to the shell between it and us, and the shell dies of it without a word. So under `npx` and
 * `npm start` the loss of our parent is the signal; anywhere else it is somebody's daemon, and means nothing.
 * @param {() => void} act
 */
function whenOrphaned(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 250);
  timer.unref();
}

/**
 * Whoever waits for us should see how Bun ended, not a code that we made up.
 * @param {NodeJS.Signals} signal
 */
function dieOf(signal) {
  for (const name of forwarded) process.removeAllListeners(name);
  process.kill(process.pid, signal);
  // Node ignores a few signals (SIGPIPE); the shell's number for them is the next best thing.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 500);
}

/** @param {string} message */
function fail(message) {
  console.error(`holdfast: ${message}`);
  process.exit(1);
}
