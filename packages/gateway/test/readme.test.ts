// What README says can be done can be done.

import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadConfig } from "../src/config/load.ts";
import { snapshotFrom } from "../src/config/snapshot.ts";
import { like } from "./like.ts";
import { RawClient } from "./raw-client.ts";
import { until } from "./until.ts";

const root = resolve(import.meta.dir, "../../..");
const readme = await Bun.file(join(root, "README.md")).text();
const folder = mkdtempSync(join(tmpdir(), "holdfast-readme-"));
setDefaultTimeout(30_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function example(): string {
  const [, yaml] = /^```yaml\n(# holdfast\.yaml\n.+?)^```$/ms.exec(readme) ?? [];
  if (yaml === undefined) throw new Error("README has no example of a configuration.");
  return yaml;
}

describe("the configuration in README", () => {
  test("is right, without so much as a warning, with the variables that it names", () => {
    const result = loadConfig(example(), { ANTHROPIC_API_KEY: "sk-1" });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.loaded.warnings).toEqual([]);
    const { routeFor } = snapshotFrom(result.loaded, { version: 1 });
    const roads = ["claude-opus-5", "gpt-5.5"].map((model) => routeFor(model)?.roads[0]);
    expect(roads.map((road) => [road?.provider.name, road?.model])).toEqual([
      ["anthropic", undefined],
      ["local", "qwen3-coder"],
    ]);
  });

  test("is not accepted without its key", () => {
    const result = loadConfig(example(), {});
    expect(result.ok ? [] : result.problems).toMatchObject([
      { message: like(/ANTHROPIC_API_KEY is not set/) },
    ]);
  });
});

describe("the commands in README", () => {
  test.each([
    "npx holdfast --help",
    "npx holdfast up --help",
    "npx holdfast doctor --help",
    "npx holdfast check --help",
  ])("%s", async (command) => {
    const child = Bun.spawn(command.split(" "), { cwd: root, stdout: "pipe", stderr: "pipe" });
    const output = await new Response(child.stdout).text();
    expect(await child.exited).toBe(0);
    expect(output).toStartWith("Usage: holdfast");
  });

  test("npx --prefix PATH/TO/CHECKOUT holdfast up --config FILE, from another folder, serves the example", async () => {
    expect(readme).toContain("npx --prefix PATH/TO/CHECKOUT holdfast up --config FILE");
    writeFileSync(join(folder, "holdfast.yaml"), example().replace(":4141", ":0").replace(":4142", ":0"));
    const env = { ...process.env, ANTHROPIC_API_KEY: "sk-1" };
    const command = ["npx", "--prefix", root, "holdfast", "up", "--config", "holdfast.yaml"];
    const child = Bun.spawn(command, { cwd: folder, env, stdout: "pipe", stderr: "ignore" });
    const reader = child.stdout.getReader();
    let output = "";
    try {
      while (!output.includes("Try it")) {
        const { value, done } = await reader.read();
        if (done) break;
        output += new TextDecoder().decode(value);
      }
      const port = Number(/listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
      const client = await RawClient.connect(port);
      client.send("GET / HTTP/1.1\r\nhost: g\r\n\r\n");
      expect((await client.answer()).status).toBe(200);
      child.kill("SIGTERM");
      await until("Holdfast has ended with npx", () => client.ending !== "open");
    } finally {
      child.kill("SIGKILL");
      await child.exited;
    }
  });
});

test("every package that README shows is there, and every page that it links to", async () => {
  const shown = [...readme.matchAll(/^ {2}(\w+)\/ /gm)].map(([, name]) => `packages/${name}/package.json`);
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? "");
  expect(shown.length).toBeGreaterThan(3);
  const missing: string[] = [];
  for (const path of [...shown, ...links]) {
    if (!(await Bun.file(join(root, path)).exists())) missing.push(path);
  }
  expect(missing).toEqual([]);
});
