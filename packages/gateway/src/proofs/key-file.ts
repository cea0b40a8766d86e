// The keys that proofs are sealed with: made at the first start, and kept beside the store.

import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HoldfastError } from "../errors.ts";

const BYTES = 32;

type Keys = [Uint8Array, ...Uint8Array[]];

/** One key a line, in base64; the first one seals, all of them open. */
export function readProofKeys(dataFolder: string): Keys {
  const path = join(dataFolder, "proof-keys");
  return keysIn(path) ?? made(dataFolder, path);
}

/** Undefined where there is no file. */
function keysIn(path: string): Keys | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim());
  const [first, ...others] = lines.filter((line) => line !== "").map((line) => keyFrom(line, path));
  // Making another one would be safe; but whoever emptied it should hear that conversations have lost their proofs.
  if (first === undefined) throw unusable(path, "holds no key: remove it, and a new one is made");
  return [first, ...others];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw unusable(path, `cannot be read (${codeOf(cause)})`, cause);
  }
}

function keyFrom(line: string, path: string): Uint8Array {
  // Buffer's reader skips what is not base64, and would make a weaker key of a line that was damaged.
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(line);
  const key = isBase64 ? Buffer.from(line, "base64") : Buffer.alloc(0);
  if (key.length >= BYTES) return key;
  throw unusable(path, `holds a line that is not a key: ${BYTES} bytes or more in base64 are one`);
}

/** Written beside its place and then linked into it: a crash leaves no half of a key, and of two that start at once one wins. */
function made(folder: string, path: string): Keys {
  const key = randomBytes(BYTES);
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${key.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
    linkSync(draft, path);
    return [key];
  } catch (cause) {
    const others = codeOf(cause) === "EEXIST" ? keysIn(path) : undefined;
    if (others !== undefined) return others;
    throw unusable(path, `cannot be written (${codeOf(cause)})`, cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

function unusable(path: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError("proof-keys-unusable", `The file of proof keys \`${path}\` ${why}.`, {
    details: { path },
    ...(cause === undefined ? {} : { cause }),
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "no reason given";
}
