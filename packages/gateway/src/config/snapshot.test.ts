import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Road, Snapshot } from "../contract/snapshot.ts";
import { defaultConfig } from "./default-config.ts";
import { loadConfig, type LoadedConfig } from "./load.ts";
import { snapshotFrom } from "./snapshot.ts";

function loadedFrom(text: string): LoadedConfig {
  const result = loadConfig(text, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.loaded;
}

const file = `
listen: "[::1]:0"
drain_seconds: 1.5
limits: { body_mb: 2 }
providers:
  anthropic: { kind: anthropic, keys: [ka1, ka2] }
  openai: { kind: openai, keys: [ko], base_url: "https://proxy.example:8443/openai/v1/", models: { gpt-5.5: eu-gpt } }
  local: { kind: openai-compatible, base_url: "http://127.0.0.1:11434/v1", speaks: [chat, messages, chat] }
  cloud: { kind: anthropic, keys: [kc], models: { claude-opus-5: my-opus, constructor: odd } }
routes:
  - { match: "claude-haiku-*", chain: [cloud/*] }
  - { match: "claude-opus-5", chain: [cloud/*, anthropic/*] }
  - { match: "claude-*", chain: [anthropic/*, cloud/claude-opus-5, local/qwen3] }
  - { match: "gpt-*", chain: [openai/*] }
  - { match: "local", chain: [local/qwen3] }
  - { match: "odd", chain: [cloud/toString] }
  - { match: "con*", chain: [cloud/*] }
`;

const snapshot = snapshotFrom(loadedFrom(file), { version: 7 });

/** provider, which key, and what is sent in place of the client's model. */
function inShort({ provider, key, model }: Road): string {
  return `${provider.name} ${key ?? "-"} ${model ?? "(kept)"}`;
}

describe("a snapshot", () => {
  test("says its version, and everything in the units of code", () => {
    expect(snapshot).toMatchObject({
      version: 7,
      listen: { host: "::1", port: 0 },
      console: { host: "127.0.0.1", port: 4142 },
      data: "./holdfast-data",
      drainMs: 1_500,
      bodyBytes: 2_097_152,
    });
  });

  test("has each provider with where it lives and what it speaks", () => {
    expect(snapshot.providers).toEqual([
      {
        name: "anthropic",
        kind: "anthropic",
        origin: { scheme: "https", host: "api.anthropic.com", port: 443, authority: "api.anthropic.com" },
        basePath: "",
        versionInBase: "",
        speaks: ["messages"],
        simulated: false,
      },
      {
        name: "openai",
        kind: "openai",
        origin: { scheme: "https", host: "proxy.example", port: 8_443, authority: "proxy.example:8443" },
        basePath: "/openai/v1",
        versionInBase: "/v1",
        speaks: ["responses", "chat"],
        simulated: false,
      },
      {
        name: "local",
        kind: "openai-compatible",
        origin: { scheme: "http", host: "127.0.0.1", port: 11_434, authority: "127.0.0.1:11434" },
        basePath: "/v1",
        versionInBase: "/v1",
        speaks: ["chat", "messages"],
        simulated: false,
      },
      expect.objectContaining({ name: "cloud", basePath: "" }),
    ]);
  });

  test("is frozen to the last leaf", () => {
    expect(unfrozen(snapshot)).toEqual([]);
    expect(unfrozen(snapshot.routeFor("claude-opus-5"))).toEqual([]);
    expect(unfrozen(snapshot.routeFor("constructor"))).toEqual([]);
  });

  test("is frozen whatever the configuration", () => {
    const provider = fc.record({
      kind: fc.constantFrom("anthropic", "openai"),
      keys: fc.array(fc.constant("k"), { minLength: 1 }),
    });
    const chain = fc.array(fc.constantFrom("p/*", "p/m"), { minLength: 1, maxLength: 3 });
    const route = fc.record({ match: fc.constantFrom("*", "m", "m*"), chain });
    fc.assert(
      fc.property(provider, fc.array(route, { minLength: 1 }), (p, routes) => {
        const built = snapshotFrom(loadedFrom(JSON.stringify({ providers: { p }, routes })), { version: 1 });
        expect(unfrozen(built)).toEqual([]);
      }),
    );
  });
});

function unfrozen(value: unknown, path = "snapshot"): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) => unfrozen(child, `${path}.${key}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}

describe("the roads of a model", () => {
  test.each([
    ["claude-haiku-5", "claude-haiku-*", ["cloud 0 (kept)"]],
    ["claude-opus-5", "claude-opus-5", ["cloud 0 my-opus", "anthropic 0 (kept)", "anthropic 1 (kept)"]],
    [
      "claude-sonnet-5",
      "claude-*",
      ["anthropic 0 (kept)", "anthropic 1 (kept)", "cloud 0 my-opus", "local - qwen3"],
    ],
    ["gpt-5.5", "gpt-*", ["openai 0 eu-gpt"]],
    ["gpt-5", "gpt-*", ["openai 0 (kept)"]],
    ["local", "local", ["local - qwen3"]],
    ["odd", "odd", ["cloud 0 toString"]],
    ["constructor", "con*", ["cloud 0 odd"]],
    ["contour", "con*", ["cloud 0 (kept)"]],
  ])("%p takes route %p and has roads %p", (model, match, roads) => {
    const route = snapshot.routeFor(model);
    expect(route?.match).toBe(match);
    expect(route?.roads.map(inShort)).toEqual(roads);
  });

  test("do not exist where no route matches", () => {
    expect(snapshot.routeFor("gemini-3")).toBeUndefined();
  });

  test.each([
    ["claude-sonnet-5", 0, { messages: ["/v1/messages", "x-api-key: ka1"] }],
    ["claude-sonnet-5", 1, { messages: ["/v1/messages", "x-api-key: ka2"] }],
    [
      "gpt-5",
      0,
      {
        responses: ["/openai/v1/responses", "authorization: Bearer ko"],
        chat: ["/openai/v1/chat/completions", "authorization: Bearer ko"],
      },
    ],
    ["local", 0, { chat: ["/v1/chat/completions"], messages: ["/v1/messages"] }],
  ])("%p, road %p: one endpoint for each dialect that the provider speaks", (model, index, endpoints) => {
    const found = Object.entries(snapshot.routeFor(model)?.roads[index]?.endpoints ?? {});
    const short = found.map(([dialect, { paths, signIn }]) => [
      dialect,
      [paths.generate, ...signIn.map(({ name, value }) => `${name}: ${value}`)],
    ]);
    expect(Object.fromEntries(short)).toEqual(endpoints);
  });

  test("of several keys stand in the same place of the chain", () => {
    const ranks = snapshot.routeFor("claude-opus-5")?.roads.map(({ rank }) => rank);
    expect(ranks).toEqual([0, 1, 1]);
  });
});

describe("a simulated provider", () => {
  const loaded = defaultConfig({});

  test("lives where its simulator listens, under the paths of the real one", () => {
    const simulators = { anthropic: "http://127.0.0.1:5001", openai: "http://127.0.0.1:5002" };
    const { providers, routeFor } = snapshotFrom(loaded, { version: 1, simulators });
    expect(providers.map(({ origin, simulated }) => [origin.authority, simulated])).toEqual([
      ["127.0.0.1:5001", true],
      ["127.0.0.1:5002", true],
    ]);
    expect(routeFor("gpt-5.5")?.roads[0].endpoints.chat?.paths.generate).toBe("/v1/chat/completions");
    expect(routeFor("claude-opus-5")?.roads[0].endpoints.messages?.paths.generate).toBe("/v1/messages");
  });

  test.each([{}, { anthropic: "http://127.0.0.1:5001" }])(
    "never falls back to the real vendor: %p",
    (simulators) => {
      const build = (): Snapshot => snapshotFrom(loaded, { version: 1, simulators });
      expect(build).toThrow(/is simulated, but no simulator was started/);
    },
  );
});
