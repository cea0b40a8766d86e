import { afterEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority } from "@holdfast/simulator";
import { nothingPrepared, prepareFields } from "@holdfast/transport";
import { createStage } from "../../../test/stage.ts";
import { until } from "../../../test/until.ts";
import { createProbes, descriptorsIn } from "./create-probes.ts";
import type { Probes, Sighting } from "./probes.ts";

const stage = createStage();
const folders: string[] = [];
let probes: Probes | undefined;
afterEach(async () => {
  probes?.close();
  await stage.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-doctor-"));
  folders.push(folder);
  return folder;
}

async function ask(baseUrl: string, env: Readonly<Record<string, string>> = {}): Promise<Sighting> {
  const { protocol, hostname, port } = new URL(baseUrl);
  probes = createProbes(env);
  return probes.ask({
    origin: { scheme: protocol === "https:" ? "https" : "http", host: hostname, port: Number(port) },
    target: "/v1/models",
    fields: prepareFields([["authorization", "Bearer sk-right"]]) ?? nothingPrepared,
  });
}

describe("a question", () => {
  test("to a provider that is well shows its status, its phases, its address and its clock", async () => {
    const provider = await stage.provider({ keys: ["sk-right"] });
    const seen = await ask(provider.baseUrl);
    expect(seen).toMatchObject({ kind: "answered", status: 200, peer: `127.0.0.1:${provider.port}` });
    expect(seen.phases.connectMs).toBeNumber();
    expect(provider.requests.map(({ method, target }) => `${method} ${target}`)).toEqual(["GET /v1/models"]);
    expect(Math.abs(seen.kind === "answered" ? (seen.aheadMs ?? 0) : Infinity)).toBeLessThan(30_000);
  });

  test("with a key that is refused shows that", async () => {
    const { baseUrl } = await stage.provider({ keys: ["sk-other"] });
    expect(await ask(baseUrl)).toMatchObject({ kind: "answered", status: 401 });
  });

  test("to a server whose clock is wrong tells by how much ours is ahead", async () => {
    const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString();
    const peer = stage.peer({
      asked: (connection) =>
        connection.write(`HTTP/1.1 200 OK\r\ndate: ${anHourAgo}\r\ncontent-length: 0\r\n\r\n`),
    });
    const seen = await ask(peer.baseUrl);
    const aheadMs = seen.kind === "answered" ? (seen.aheadMs ?? 0) : 0;
    expect(aheadMs).toBeGreaterThan(3_590_000);
    expect(aheadMs).toBeLessThan(3_630_000);
  });

  test("to a server that tells no time tells none", async () => {
    const peer = stage.peer({
      asked: (connection) => connection.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
    });
    expect(await ask(peer.baseUrl)).toMatchObject({ kind: "answered", aheadMs: undefined });
  });

  test("to a closed port is refused", async () => {
    const peer = stage.peer();
    peer.stop();
    expect(await ask(peer.baseUrl)).toMatchObject({
      kind: "failed",
      failure: "refused",
      reason: "ECONNREFUSED",
    });
  });

  test("to a name that is none fails with the name", async () => {
    expect(await ask("http://nobody.invalid:81")).toMatchObject({ kind: "failed", failure: "dns" });
  });

  test("to a server that nobody trusts fails with its certificate", async () => {
    const authority = await createAuthority();
    const tls = await authority.issue({ hosts: ["127.0.0.1"] });
    const provider = await stage.provider({}, { tls });
    expect(await ask(provider.baseUrl)).toMatchObject({ kind: "failed", failure: "tls" });
    expect(provider.requests).toEqual([]);
  });

  test("to something else than HTTP says so", async () => {
    const peer = stage.peer({ asked: (connection) => connection.write("220 mail\r\n\r\n") });
    expect(await ask(peer.baseUrl)).toMatchObject({ kind: "failed", failure: "malformed" });
  });

  test("leaves no connection behind", async () => {
    const provider = await stage.provider();
    await ask(provider.baseUrl);
    await until("its end", () => provider.connectionCount === 0);
  });

  test("waits for no more than the head of the answer", async () => {
    const peer = stage.peer({
      asked: (connection) =>
        connection.write(`HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n${"x".repeat(1_000)}`),
    });
    expect(await ask(peer.baseUrl)).toMatchObject({ kind: "answered", status: 200 });
  });
});

test("a proxy that cannot be used is named", () => {
  expect(() => createProbes({ HTTPS_PROXY: "socks://p" })).toThrow("HTTPS_PROXY");
});

describe("the folder for data", () => {
  test("can be written where it is, and leaves nothing behind", async () => {
    const folder = fresh();
    probes = createProbes({});
    expect(await probes.folderFault(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("that is not there yet can be made, and is not", async () => {
    const folder = fresh();
    probes = createProbes({});
    expect(await probes.folderFault(join(folder, "a", "b"))).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("cannot be below a file, or be one", async () => {
    const file = join(fresh(), "file");
    writeFileSync(file, "");
    probes = createProbes({});
    expect(await probes.folderFault(join(file, "data"))).toBe("ENOTDIR");
    expect(await probes.folderFault(file)).toContain("is not a folder");
  });

  const isRoot = process.getuid?.() === 0;
  const whyNot = isRoot ? " (not applicable: root has every permission)" : "";
  test.skipIf(isRoot)(`without the permission says so${whyNot}`, async () => {
    const folder = join(fresh(), "closed");
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    probes = createProbes({});
    expect(await probes.folderFault(folder)).toBe("EACCES");
  });
});

describe("the limit of open files", () => {
  test.each([
    ["Max open files            1024                 524288               files     \n", 1_024],
    ["Max open files            unlimited            unlimited            files     \n", Infinity],
    ["Max processes             1024                 524288               files     \n", undefined],
    ["", undefined],
  ])("is the one in force: %j", (text, limit) => {
    expect([descriptorsIn(text)]).toEqual([limit]);
  });

  const isLinux = process.platform === "linux";
  const whyUnknown = isLinux ? "" : " (not applicable: only Linux tells)";
  test.skipIf(!isLinux)(`is known on Linux${whyUnknown}`, async () => {
    probes = createProbes({});
    expect(await probes.descriptors()).toBeGreaterThan(0);
  });
});
