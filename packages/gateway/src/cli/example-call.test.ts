import { describe, expect, test } from "bun:test";
import { loadConfig } from "../config/load.ts";
import { defaultConfig } from "../config/default-config.ts";
import { snapshotFrom } from "../config/snapshot.ts";
import type { Config } from "../contract/config.ts";
import { exampleCall, placeholder } from "./example-call.ts";

const listen = { host: "127.0.0.1", port: 4141 };

function configFrom(providers: string, routes: string): Config {
  const result = loadConfig(`providers: ${providers}\nroutes: ${routes}`, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.loaded.config;
}

const anthropic = "anthropic: { kind: anthropic, keys: [k] }";
const openai = "openai: { kind: openai, keys: [k] }";
const local = 'local: { kind: openai-compatible, base_url: "http://h/v1" }';
const both =
  'both: { kind: openai-compatible, base_url: "http://h/v1", speaks: [messages, chat], models: { mine: theirs } }';

describe("the example asks for a model that the configuration routes to a provider that knows it", () => {
  test.each([
    [anthropic, '[{ match: "claude-*", chain: [anthropic/*] }]', "/v1/messages claude-sonnet-5"],
    [openai, '[{ match: "*", chain: [openai/*] }]', "/v1/chat/completions gpt-5.5"],
    [local, '[{ match: "*", chain: [local/qwen3] }]', "/v1/chat/completions qwen3"],
    [local, '[{ match: "fast-*", chain: [local/qwen3] }]', "/v1/chat/completions fast-example"],
    [local, "[{ match: fast, chain: [local/*] }]", "/v1/chat/completions fast"],
    [local, '[{ match: "*", chain: [local/*] }]', "/v1/chat/completions YOUR-MODEL"],
    [both, '[{ match: "*", chain: [both/*] }]', "/v1/messages mine"],
    // The kind's own model takes another route, so the next route has to do.
    [
      `${anthropic}, ${openai}`,
      '[{ match: "gpt-*", chain: [anthropic/*] }, { match: "g*", chain: [openai/gpt-5] }]',
      "/v1/chat/completions gexample",
    ],
    // Two ways to an answer: the one that needs no placeholder.
    [
      `${local}, ${openai}`,
      '[{ match: "l*", chain: [local/*] }, { match: "*", chain: [openai/*] }]',
      "/v1/chat/completions gpt-5.5",
    ],
  ])("%s with %s: %s", (providers, routes, expected) => {
    const { command, isComplete } = exampleCall(configFrom(`{ ${providers} }`, routes), listen);
    const [path = "", model = ""] = expected.split(" ");
    expect(command).toStartWith(`curl http://127.0.0.1:4141${path} `);
    expect(command).toContain(`"model":"${model}"`);
    expect(isComplete).toBe(model !== placeholder);
  });

  test("on every default", () => {
    for (const env of [{}, { ANTHROPIC_API_KEY: "k" }, { OPENAI_API_KEY: "k" }]) {
      const loaded = defaultConfig(env);
      const { command, isComplete } = exampleCall(loaded.config, listen);
      const model = /"model":"([^"]*)"/.exec(command)?.[1] ?? "";
      const simulators = { anthropic: "http://127.0.0.1:1", openai: "http://127.0.0.1:1" };
      const road = snapshotFrom(loaded, { version: 1, simulators }).routeFor(model)?.roads[0];
      expect(road?.endpoints[command.includes("/v1/messages") ? "messages" : "chat"]).toBeDefined();
      expect(isComplete).toBe(true);
    }
  });

  test("survives a shell whatever the model is called", async () => {
    const config = configFrom(`{ ${local} }`, `[{ match: "it's $HOME \`x\`", chain: [local/*] }]`);
    const { command } = exampleCall(config, { host: "::1", port: 1 });
    const shell = Bun.spawn(["sh", "-c", command.replace("curl", "printf '%s\\n'")]);
    const lines = (await new Response(shell.stdout).text()).split("\n");
    expect(lines[0]).toBe("http://[::1]:1/v1/chat/completions");
    expect(JSON.parse(lines[4] ?? "")).toMatchObject({ model: "it's $HOME `x`" });
  });
});
