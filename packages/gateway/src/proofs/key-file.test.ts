import { afterEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HoldfastError } from "../errors.ts";
import { readProofKeys } from "./key-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-proofs-"));
  folders.push(folder);
  return folder;
}

/** A data folder whose file of keys holds this. */
function holding(text: string): string {
  const folder = fresh();
  writeFileSync(join(folder, "proof-keys"), text);
  return folder;
}

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(40, 2)];

describe("the keys of proofs", () => {
  test("are made at the first start, in a folder made for it, and are the same ever after", () => {
    const folder = join(fresh(), "data");
    const [key, ...others] = readProofKeys(folder);
    expect([key.length, others.length]).toEqual([32, 0]);
    expect(readProofKeys(folder)).toEqual([key]);
    expect(readProofKeys(join(fresh(), "data"))).not.toEqual([key]);
  });

  test("can be read by their owner alone, and nothing else is left beside them", () => {
    const folder = join(fresh(), "data");
    readProofKeys(folder);
    expect(statSync(join(folder, "proof-keys")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(["proof-keys"]);
  });

  test("are all that the file holds, the first first", () => {
    const folder = holding(`\n${one.toString("base64")}\r\n  ${two.toString("base64")}  \n\n`);
    expect(readProofKeys(folder).map((key) => Buffer.from(key))).toEqual([one, two]);
  });
});

describe("a file of keys that cannot be used is named, and left as it is", () => {
  test.each([
    ["a key that is too short", `${Buffer.alloc(31).toString("base64")}\n`, "not a key"],
    ["something else than base64", "-----BEGIN PRIVATE KEY-----\n".repeat(3), "not a key"],
    ["a damaged line behind a good one", `${one.toString("base64")}\n####\n`, "not a key"],
    ["nothing", "\n", "holds no key"],
  ])("%s", (_, text, why) => {
    const folder = holding(text);
    const error = errorOf(() => readProofKeys(folder));
    expect(error).toBeInstanceOf(HoldfastError);
    expect(error).toMatchObject({ code: "proof-keys-unusable" });
    expect(String(error)).toContain(join(folder, "proof-keys"));
    expect(String(error)).toContain(why);
    expect(readFileSync(join(folder, "proof-keys"), "utf8")).toBe(text);
  });

  test("a folder in its place", () => {
    const folder = fresh();
    mkdirSync(join(folder, "proof-keys"));
    const error = errorOf(() => readProofKeys(folder));
    expect(error).toMatchObject({ code: "proof-keys-unusable" });
    expect(String(error)).toContain("EISDIR");
  });

  test("no folder to put it in", () => {
    const folder = fresh();
    writeFileSync(join(folder, "file"), "");
    expect(errorOf(() => readProofKeys(join(folder, "file", "data")))).toMatchObject({
      code: "proof-keys-unusable",
    });
  });

  test("says nothing of what is in it", () => {
    const folder = holding("secret-but-not-a-key\n");
    const error = errorOf(() => readProofKeys(folder));
    expect(Bun.inspect(error)).not.toContain("secret-but");
  });
});
