// The command over real sockets: simulated providers, and ports where nobody is.

import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeWorld } from "../../test/fake-world.ts";
import { createStage } from "../../test/stage.ts";
import { createProbes } from "./doctor/create-probes.ts";
import { run } from "./run.ts";

const stage = createStage();
let data = "";
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "holdfast-doctor-"));
});
afterEach(async () => {
  await stage.clear();
  rmSync(data, { recursive: true });
});

interface Options {
  readonly providers: string;
  readonly args?: readonly string[];
  readonly console?: Readonly<Record<string, unknown>>;
}

async function doctor({ providers, args = ["--offline"], console = {} }: Options) {
  const names = [...providers.matchAll(/(\w+): \{ kind/g)].map(([, name]) => `${name}/m`);
  const yaml = `data: ${data}\nproviders: { ${providers} }\nroutes: [{ match: "*", chain: [${names.join(", ")}] }]\n`;
  const { world, seen } = fakeWorld({
    files: { "hf.yaml": yaml },
    probes: createProbes({}),
    console,
  });
  const code = await run(["doctor", "-c", "hf.yaml", ...args], world);
  return { code, out: seen.out, err: seen.err, sentence: seen.out.split("\n")[0] };
}

describe("doctor", () => {
  test("of providers that all answer says that nothing is wrong, with what was seen", async () => {
    const [one, two] = [await stage.provider({ keys: ["sk-one"] }), await stage.provider()];
    const neutral = await stage.provider();
    const { code, out, err } = await doctor({
      args: ["--neutral", neutral.baseUrl],
      providers:
        `one: { kind: anthropic, base_url: "${one.baseUrl}", keys: [sk-one] }, ` +
        `two: { kind: openai-compatible, base_url: "${two.baseUrl}/v1" }`,
    });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toStartWith(
      "It is neither you nor them: one, two answer, and no gateway runs here.\n\nSeen:\n",
    );
    expect(out).toContain("  configuration: sound\n");
    expect(out).toMatch(
      new RegExp(
        `  one \\(127.0.0.1:${one.port}, key 1\\): connection after \\d+ ms, 200 after \\d+ ms \\[127.0.0.1:${one.port}\\]\n`,
      ),
    );
    expect(out).toContain("  clock: right\n");
    expect(out).toContain(`  data folder ${data}: can be written\n`);
    expect(out).toContain("  gateway: none answers at http://127.0.0.1:4142/api/status\n");
    expect(out).toEndWith("\nTo do:\n  Start it with `holdfast up`.\n");
    expect(one.requests.map(({ method, target }) => `${method} ${target}`)).toEqual(["GET /v1/models"]);
    // Nobody outside has to be reached where all providers live on this machine.
    expect([out.includes("  neutral host: not asked\n"), neutral.requests.length]).toEqual([true, 0]);
  });

  test("of a key that is refused says which, and never the key", async () => {
    const { baseUrl } = await stage.provider({ keys: ["sk-right-one"] });
    const { code, out, sentence } = await doctor({
      providers: `one: { kind: openai, base_url: "${baseUrl}/v1", keys: [sk-right-one, sk-wrong-one] }`,
    });
    expect([code, sentence]).toEqual([1, "It is you: one refuses key 2 (401)."]);
    expect(out).not.toMatch(/sk-(right|wrong)/);
  });

  test("of a provider that is broken says that it is theirs", async () => {
    const { baseUrl } = await stage.provider({
      rules: [{ when: { endpoint: "any" }, fault: { kind: "status", status: 529 } }],
    });
    const { code, sentence } = await doctor({
      providers: `one: { kind: anthropic, base_url: "${baseUrl}", keys: [k] }`,
    });
    expect([code, sentence]).toEqual([2, "It is them: one answers 529."]);
  });

  test("of a gateway that sees answers fail says so, though the models are listed", async () => {
    const { baseUrl } = await stage.provider();
    const unwell = [
      { level: "cell", name: "one/m", standing: "sick", retest_in_ms: 1, evidence: ["500 on 5 of 5"] },
    ];
    const { code, sentence, out } = await doctor({
      providers: `one: { kind: anthropic, base_url: "${baseUrl}", keys: [k] }`,
      console: {
        "http://127.0.0.1:4142/api/status": {
          ready: true,
          config_version: 2,
          config_error: null,
          config_refused: 0,
          needs_restart: [],
          providers: [],
          unwell,
          ledger: { waiting: 0, written: 0, lost: 0 },
        },
      },
    });
    expect([code, sentence]).toEqual([
      2,
      "It is them: one lists its models, but fails at answers (the gateway: 500 on 5 of 5).",
    ]);
    expect(out).toContain("  gateway: runs with configuration 2, 1 not well\n");
  });

  test("of a local server that does not run says to start it", async () => {
    const peer = stage.peer();
    peer.stop();
    const { code, out } = await doctor({
      providers: `local: { kind: openai-compatible, base_url: "${peer.baseUrl}/v1" }`,
    });
    expect(code).toBe(1);
    expect(out).toContain(`Start what should listen at 127.0.0.1:${peer.port}`);
  });

  test("looks at the provider that is named, and at no other", async () => {
    const [one, two] = [await stage.provider(), await stage.provider()];
    const providers =
      `one: { kind: anthropic, base_url: "${one.baseUrl}", keys: [k] }, ` +
      `two: { kind: anthropic, base_url: "${two.baseUrl}", keys: [k] }`;
    const { code } = await doctor({ providers, args: ["two", "--offline"] });
    expect([code, one.requests.length, two.requests.length]).toEqual([0, 0, 1]);
    const unknown = await doctor({ providers, args: ["tow", "--offline"] });
    expect(unknown).toMatchObject({
      code: 64,
      err: "There is no provider `tow`: there are one, two. Did you mean two?\n",
    });
  });

  test("asks the neutral host where a provider is elsewhere, and tells the two apart", async () => {
    const neutral = await stage.provider();
    const providers = 'far: { kind: openai-compatible, base_url: "http://nobody.invalid/v1" }';
    const args = ["--neutral", `${neutral.baseUrl}/here?x=1`];
    const { code, sentence, out } = await doctor({ providers, args });
    expect([code, sentence]).toEqual([1, "It is you: far (nobody.invalid): its name cannot be resolved."]);
    expect(out).toContain("Look at the host in base_url");
    expect(neutral.requests.map(({ target }) => target)).toEqual(["/here?x=1"]);
    const alone = await doctor({ providers });
    expect([alone.code, alone.sentence]).toEqual([
      3,
      "It cannot be told for sure: far (nobody.invalid): its name cannot be resolved.",
    ]);
    expect(neutral.requests).toHaveLength(1);
  });

  test("--json prints the verdict and the findings, and no key", async () => {
    const { baseUrl } = await stage.provider({ keys: ["sk-right-one"] });
    const { code, out } = await doctor({
      providers: `one: { kind: openai, base_url: "${baseUrl}/v1", keys: [sk-wrong-one] }`,
      args: ["--offline", "--json"],
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      whose: "yours",
      sentence: "It is you: one refuses key 1 (401).",
      advice: [expect.any(String)],
      findings: {
        config: { kind: "sound" },
        providers: [{ name: "one", asked: [{ key: 0, seen: { kind: "answered", status: 401 } }] }],
        gateway: {},
      },
    });
    expect(out).not.toContain("sk-");
  });
});

describe("doctor of a configuration", () => {
  async function doctorOf(
    files: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
  ) {
    const { world, seen } = fakeWorld({ files, env });
    const args = Object.keys(files).length === 0 ? [] : ["-c", "hf.yaml"];
    return { code: await run(["doctor", "--offline", ...args], world), sentence: seen.out.split("\n")[0] };
  }

  test("with errors says what the first one is", async () => {
    expect(await doctorOf({ "hf.yaml": "providers: { a: { kind: nonsense } }\nroutes: []\n" })).toEqual({
      code: 1,
      sentence:
        "It is you: the configuration has 2 errors, the first in line 1, at providers.a.kind: is not one of the allowed values.",
    });
  });

  test("that is not there says that", async () => {
    const { world, seen } = fakeWorld();
    expect(await run(["doctor", "-c", "hf.yaml", "--offline"], world)).toBe(1);
    expect(seen.out).toStartWith("It is you: There is no configuration file at hf.yaml.\n");
  });

  test("of simulated providers asks nobody", async () => {
    expect(await doctorOf({})).toEqual({
      code: 0,
      sentence:
        "It is neither you nor them: providers are simulated, so nobody was asked, and no gateway runs here.",
    });
  });
});

test.each([["not a url"], ["ftp://h/"]])("--neutral %j is wrong usage", async (url) => {
  const { world, seen } = fakeWorld();
  expect(await run(["doctor", "--neutral", url], world)).toBe(64);
  expect(seen.err).toContain("a URL such as https://www.example.com is expected");
});
