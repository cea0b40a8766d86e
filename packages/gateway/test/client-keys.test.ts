// Who may ask: a gateway over real sockets, and keys that come and go while it runs.

import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../src/compose.ts";
import { loadConfig } from "../src/config/load.ts";
import { hashOf } from "../src/dataplane/sign-in.ts";
import { storePath } from "../src/store/books.ts";
import { openKeyStore } from "../src/store/sqlite/key-store.ts";
import { bodyFor } from "./post.ts";
import { createStage } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
const folders: string[] = [];
afterEach(async () => {
  await stage.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function statusOf(baseUrl: string, key?: string): Promise<number> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${baseUrl}/v1/chat/completions`, {
    method: "POST",
    headers,
    body: bodyFor("m"),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Asks until the answer has this status: a change counts within seconds. */
async function untilStatus(status: number, ask: () => Promise<number>): Promise<void> {
  let last: number | undefined;
  const asking = async (): Promise<void> => {
    while (last !== status) {
      last = await ask();
      await Bun.sleep(20);
    }
  };
  const asked = asking();
  await until(`${status}`, () => last === status);
  await asked;
}

test("the first key closes the door to all others, and its end closes it to itself", async () => {
  const { baseUrl: provider } = await stage.provider();
  const { baseUrl, data } = await stage.gatewayFor(provider);
  expect(await statusOf(baseUrl)).toBe(200);

  const store = openKeyStore(storePath(data));
  store.add({
    id: "1",
    name: "ci",
    hash: hashOf("hf_right"),
    models: undefined,
    workflow: undefined,
    requestsPerMinute: undefined,
    createdAt: Date.now(),
    revokedAt: undefined,
  });
  await untilStatus(401, () => statusOf(baseUrl));
  expect(await statusOf(baseUrl, "hf_wrong")).toBe(401);
  expect(await statusOf(baseUrl, "hf_right")).toBe(200);

  store.revoke("1", Date.now());
  store.close();
  await untilStatus(401, () => statusOf(baseUrl, "hf_right"));
});

async function startWith(yaml: string): Promise<unknown> {
  const text = `console: "127.0.0.1:0"\nproviders: { p: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: ["p/*"] }]\n${yaml}`;
  const result = loadConfig(text, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const gateway = await startGateway({ config: result.loaded, env: {}, writeLog: () => undefined }).catch(
    (error: unknown) => error,
  );
  expect(gateway).not.toHaveProperty("stop");
  return gateway;
}

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-door-"));
  folders.push(folder);
  return folder;
}

test("an address that other machines can reach is not listened on without a key", async () => {
  expect(await startWith(`listen: "0.0.0.0:0"\ndata: ${fresh()}`)).toMatchObject({
    code: "keys-missing",
    details: { host: "0.0.0.0" },
  });
});

test("a store of keys that cannot be read keeps the door from being opened at all", async () => {
  const data = fresh();
  writeFileSync(storePath(data), "no database".repeat(1_000));
  expect(await startWith(`listen: "127.0.0.1:0"\ndata: ${data}`)).toMatchObject({ code: "store-failed" });
});
