import { describe, expect, test } from "bun:test";
import { fakeWorld } from "../../test/fake-world.ts";
import type { FakeWorldOptions } from "../../test/fake-world.ts";
import { run } from "./run.ts";

const valid = `
providers: { local: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: ["local/*"] }]
`;
const warned = valid.replace("routes: [", 'routes: [{ match: "*", chain: ["local/*"] }, ');
const broken = valid.replace('"local/*"', "locl/one");

async function check(args: readonly string[], options: FakeWorldOptions) {
  const { world, seen } = fakeWorld(options);
  const code = await run(["check", ...args], world);
  return { code, out: seen.out, err: seen.err, started: seen.started };
}

describe("check", () => {
  test("of a sound file says so, and starts nothing", async () => {
    expect(await check(["-c", "hf.yaml"], { files: { "hf.yaml": valid } })).toEqual({
      code: 0,
      out: "hf.yaml: no problems\n",
      err: "",
      started: [],
    });
  });

  test("of a file with warnings tells them, and calls it usable", async () => {
    const { code, out } = await check(["-c", "hf.yaml"], { files: { "hf.yaml": warned } });
    expect(code).toBe(0);
    expect(out).toContain("hf.yaml:3:55: warning: routes[1].match: this route is never taken");
    expect(out).toEndWith("hf.yaml: 1 warning\n");
  });

  test("tells of models that the catalogue does not know, which `up` does not", async () => {
    const files = { "hf.yaml": valid.replace("local/*", "local/nobody-knows-me") };
    const { code, out } = await check(["-c", "hf.yaml"], { files });
    expect(code).toBe(0);
    expect(out).toContain("routes[0].chain[0]: the catalogue does not know the model `nobody-knows-me`");
  });

  test("of a file with errors tells them with their places", async () => {
    const { code, out, err } = await check(["-c", "hf.yaml"], { files: { "hf.yaml": broken } });
    expect([code, err]).toEqual([78, ""]);
    expect(out).toContain("hf.yaml:3:32: error: routes[0].chain[0]: there is no provider `locl`");
  });

  test("of a file that is not there says that", async () => {
    const { code, err } = await check(["-c", "hf.yaml"], {});
    expect([code, err]).toEqual([
      78,
      "holdfast: There is no configuration file at hf.yaml. [config-not-found]\n",
    ]);
  });

  test.each([
    [{}, 0, "environment: no problems\n"],
    [{ OPENAI_API_KEY: "sk-1" }, 0, "environment: no problems\n"],
  ])("without a file looks at what the environment makes: %j", async (env, code, out) => {
    expect(await check([], { env })).toMatchObject({ code, out });
  });

  test("of an environment whose key is none says that, and not the key", async () => {
    const { code, err } = await check([], { env: { OPENAI_API_KEY: "sk 1" } });
    expect(code).toBe(78);
    expect(err).toContain("[config-invalid]");
    expect(err).not.toContain("sk 1");
  });
});

describe("check --json", () => {
  test.each([
    [valid, 0, { ok: true, problems: [] }],
    [warned, 0, { ok: true, problems: [{ severity: "warning", path: "routes[1].match", line: 3 }] }],
    [
      broken,
      78,
      { ok: false, problems: [{ severity: "error", path: "routes[0].chain[0]", nearest: "local" }] },
    ],
  ])("%#: prints the problems and nothing else", async (text, code, printed) => {
    const result = await check(["-c", "hf.yaml", "--json"], { files: { "hf.yaml": text } });
    expect([result.code, result.err]).toEqual([code, ""]);
    expect(JSON.parse(result.out)).toMatchObject(printed);
  });
});

test("check --schema prints the schema and looks at nothing", async () => {
  const { code, out, err } = await check(["--schema"], { env: { OPENAI_API_KEY: "sk 1" } });
  expect([code, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toMatchObject({
    title: "Holdfast configuration",
    required: ["providers", "routes"],
  });
});
