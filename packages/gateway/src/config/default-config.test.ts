import { describe, expect, test } from "bun:test";
import { defaultConfig } from "./default-config.ts";
import { loadConfig } from "./load.ts";
import { snapshotFrom } from "./snapshot.ts";

const anthropic = { ANTHROPIC_API_KEY: "sk-ant-1" };
const openai = { OPENAI_API_KEY: "sk-1" };
const simulators = { anthropic: "http://127.0.0.1:9", openai: "http://127.0.0.1:9" };

function caught(start: () => unknown): unknown {
  try {
    return start();
  } catch (error) {
    return error;
  }
}

describe("without a file, keys in the environment decide", () => {
  test.each([
    ["both keys", { ...anthropic, ...openai }, "environment", ["anthropic", "openai"]],
    ["Anthropic's key", anthropic, "environment", ["anthropic"]],
    ["OpenAI's key", openai, "environment", ["openai"]],
    ["no key", {}, "simulated", ["anthropic", "openai"]],
    ["empty keys", { ANTHROPIC_API_KEY: "", OPENAI_API_KEY: " \n" }, "simulated", ["anthropic", "openai"]],
  ] as const)("%s", (_, env, source, providers) => {
    const loaded = defaultConfig(env);
    expect(loaded.source).toBe(source);
    expect(Object.keys(loaded.config.providers)).toEqual([...providers]);
    expect(loaded.simulated).toEqual(source === "simulated" ? [...providers] : []);
  });

  test.each([
    ["claude-opus-5", "anthropic", "anthropic", "openai"],
    ["gpt-5.5", "openai", "anthropic", "openai"],
    ["chatgpt-4o-latest", "openai", "anthropic", "openai"],
    ["o5-mini", "openai", "anthropic", "openai"],
    ["mystery", "anthropic", "anthropic", "openai"],
  ])(
    "%p goes to %s with both keys, to %s with the one and to %s with the other",
    (model, both, one, other) => {
      const roadsOf = (env: Record<string, string>): string | undefined =>
        snapshotFrom(defaultConfig(env), { version: 1, simulators }).routeFor(model)?.roads[0].provider.name;
      expect([{ ...anthropic, ...openai }, anthropic, openai, {}].map(roadsOf)).toEqual([
        both,
        one,
        other,
        both,
      ]);
    },
  );

  test("a base URL that points clients at the gateway is not taken for the provider's", () => {
    const loaded = defaultConfig({ ...anthropic, ANTHROPIC_BASE_URL: "http://127.0.0.1:4141" });
    expect(snapshotFrom(loaded, { version: 1 }).providers[0]?.origin.host).toBe("api.anthropic.com");
  });

  test("a key that no header field can carry is refused by the name of its variable, without being shown", () => {
    const error = caught(() => defaultConfig({ OPENAI_API_KEY: "hunter\ntwo" }));
    expect(error).toMatchObject({ code: "config-invalid", details: { variable: "OPENAI_API_KEY" } });
    expect(String(error)).toContain("The environment variable OPENAI_API_KEY holds a space, a line break");
    expect(String(error)).not.toContain("hunter");
  });

  test("nobody can write what the default has", () => {
    const loaded = defaultConfig({});
    expect(
      [loaded, loaded.config.providers, loaded.config.routes[0], loaded.simulated].every(Object.isFrozen),
    ).toBe(true);
  });
});

test("the default is what a file with the same words gives", () => {
  const { config } = defaultConfig(anthropic);
  const loaded = loadConfig(JSON.stringify(config), {});
  expect(loaded).toMatchObject({ ok: true, loaded: { config, warnings: [] } });
});
