import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeWorld } from "../../test/fake-world.ts";
import { hashOf } from "../dataplane/sign-in.ts";
import { storePath } from "../store/books.ts";
import { openKeyStore } from "../store/sqlite/key-store.ts";
import { run } from "./run.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-keys-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function keys(...args: readonly string[]) {
  const { world, seen } = fakeWorld({
    files: { "hf.yaml": `data: ${folder}\nworkflows: { support: {} }\n` },
  });
  const [verb = "", ...rest] = args;
  const code = await run(["keys", verb, "-c", "hf.yaml", ...rest], world);
  return { code, out: seen.out, err: seen.err };
}

function stored() {
  const store = openKeyStore(storePath(folder));
  const all = store.list();
  store.close();
  return all;
}

describe("keys create", () => {
  test("prints the key alone on standard output, once, and stores its hash alone", async () => {
    const { code, out, err } = await keys("create", "ci");
    const key = out.trim();
    const [record] = stored();
    expect([code, out]).toEqual([0, `${key}\n`]);
    expect(key).toMatch(/^hf_[\w-]{32}$/);
    expect(record).toMatchObject({ name: "ci", hash: hashOf(key), models: undefined, revokedAt: undefined });
    expect(err).toBe(`This is the only time that the key is shown. Its id is ${record?.id}.\n`);
    for (const suffix of ["", "-wal"]) {
      const file = storePath(folder) + suffix;
      if (existsSync(file)) expect(readFileSync(file, "latin1")).not.toContain(key);
    }
  });

  test("keeps what the key may do", async () => {
    await keys("create", "ci", "--models", "claude-*", "gpt-*", "--workflow", "support", "--rpm", "60");
    expect(stored()).toMatchObject([
      { models: ["claude-*", "gpt-*"], workflow: "support", requestsPerMinute: 60 },
    ]);
  });

  test("--json prints the key with its id, and no hash", async () => {
    const { out, err } = await keys("create", "ci", "--json", "--rpm", "5");
    const [record] = stored();
    const printed: unknown = JSON.parse(out);
    expect(printed).toMatchObject({ id: record?.id, name: "ci", requestsPerMinute: 5 });
    expect(out).not.toContain(record?.hash ?? "hash");
    expect(err).toBe("");
  });

  test.each(["0", "-1", "1.5", "many", "99999999"])("takes no limit of %p requests", async (rpm) => {
    const { code, err } = await keys("create", "ci", "--rpm", rpm);
    expect(code).toBe(64);
    expect(err).toContain("a whole number of requests is expected");
    expect(existsSync(storePath(folder))).toBe(false);
  });

  test("takes no workflow that the configuration does not know", async () => {
    const { code, err } = await keys("create", "ci", "--workflow", "suport");
    expect([code, err]).toEqual([64, "The configuration has no workflow `suport`: there are support.\n"]);
    expect(stored()).toEqual([]);
  });

  test("makes another key every time, also under the same name", async () => {
    const [one, two] = [await keys("create", "ci"), await keys("create", "ci")];
    expect(one.out).not.toBe(two.out);
    expect(stored()).toHaveLength(2);
  });
});

describe("keys list", () => {
  test("of none says what that means", async () => {
    expect(await keys("list")).toMatchObject({
      code: 0,
      out: "There are no keys: the gateway is open to this machine.\n",
    });
    expect(await keys("list", "--json")).toMatchObject({ out: "[]\n" });
  });

  test("tells what each may do, revoked ones too, and shows neither key nor hash", async () => {
    const { out: key } = await keys(
      "create",
      "ci",
      "--models",
      "a",
      "b",
      "--workflow",
      "support",
      "--rpm",
      "9",
    );
    const [first] = stored();
    await keys("revoke", first?.id ?? "");
    await keys("create", "other");
    const { out } = await keys("list");
    const [one = "", two = ""] = out.split("\n");
    expect(one).toMatch(
      /^[\da-f]{12} {2}ci {2}\(a b, workflow support, 9 a minute, made \S+Z, revoked \S+Z\)$/,
    );
    expect(two).toMatch(/^[\da-f]{12} {2}other {2}\(any model, made \S+Z\)$/);
    const { out: json } = await keys("list", "--json");
    for (const secret of [key.trim(), first?.hash ?? "hash"]) expect(out + json).not.toContain(secret);
    expect(JSON.parse(json)).toMatchObject([{ name: "ci" }, { name: "other" }]);
  });
});

describe("keys revoke", () => {
  test("ends a key, once", async () => {
    await keys("create", "ci");
    const id = stored()[0]?.id ?? "";
    expect(await keys("revoke", id)).toEqual({ code: 0, out: `Revoked ${id}.\n`, err: "" });
    expect(stored()[0]?.revokedAt).toBeNumber();
    expect(await keys("revoke", id)).toEqual({
      code: 1,
      out: "",
      err: `There is no key \`${id}\` in force.\n`,
    });
  });

  test("of a key that nobody knows says so, with --json too", async () => {
    expect(await keys("revoke", "none", "--json")).toMatchObject({ code: 1, out: "" });
  });
});

test("without a verb, keys shows how it is used", async () => {
  const { world, seen } = fakeWorld();
  expect(await run(["keys"], world)).toBe(64);
  expect(seen.err).toContain("Usage: holdfast keys");
});
