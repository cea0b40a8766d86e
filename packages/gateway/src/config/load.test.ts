import { describe, expect, test } from "bun:test";
import type { Problem } from "../contract/problem.ts";
import { loadConfig } from "./load.ts";
import type { LoadedConfig } from "./load.ts";

const valid = `
listen: 127.0.0.1:4141
console: 127.0.0.1:4142
data: ./holdfast-data
providers:
  anthropic: { kind: anthropic, keys: ["\${ANTHROPIC_API_KEY}"] }
  openai:
    kind: openai
    keys: ["\${OPENAI_API_KEY}", "\${OPENAI_API_KEY_2:-}"]
  local:     { kind: openai-compatible, base_url: "http://127.0.0.1:11434/v1", keys: [] }
routes:
  - match: "claude-*"
    chain: [anthropic/*]
  - match: "*"
    chain: [openai/gpt-5.5]
`;
const env = { ANTHROPIC_API_KEY: "sk-ant-0123456789", OPENAI_API_KEY: "sk-0123456789" };

function loadedFrom(text: string, variables: Record<string, string> = env): LoadedConfig {
  const result = loadConfig(text, variables);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.loaded;
}

function problemsOf(text: string, variables: Record<string, string> = env): readonly Problem[] {
  const result = loadConfig(text, variables);
  return result.ok ? result.loaded.warnings : result.problems;
}

/** The problems of the valid file with one text in it replaced, or with lines added. */
function problemsWith(before: string, after: string): readonly Problem[] {
  expect(valid).toContain(before);
  return problemsOf(valid.replace(before, () => after));
}

function shortly(problems: readonly Problem[]): string[] {
  return problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

describe("a valid file", () => {
  test("is loaded with variables, defaults and no warnings", () => {
    expect(loadedFrom(valid)).toEqual({
      config: {
        listen: "127.0.0.1:4141",
        console: "127.0.0.1:4142",
        data: "./holdfast-data",
        drain_seconds: 25,
        limits: { body_mb: 64 },
        providers: {
          anthropic: { kind: "anthropic", keys: ["sk-ant-0123456789"], models: {} },
          openai: { kind: "openai", keys: ["sk-0123456789"], models: {} },
          local: { kind: "openai-compatible", base_url: "http://127.0.0.1:11434/v1", keys: [], models: {} },
        },
        routes: [
          { match: "claude-*", chain: ["anthropic/*"], hold_seconds: 10, whole: "assembled" },
          { match: "*", chain: ["openai/gpt-5.5"], hold_seconds: 10, whole: "assembled" },
        ],
        workflows: {},
        ledger: { keep_days: 90 },
      },
      source: "file",
      simulated: [],
      advice: [],
      warnings: [],
    });
  });

  test("takes a number from a variable, and text that looks like a number as text", () => {
    const { config } = loadedFrom(
      `${valid}limits: { body_mb: "\${MB}" }\ndrain_seconds: \${DRAIN:-7.5}\n`.replace(
        "data: ./holdfast-data",
        "data: ${DIR}",
      ),
      { ...env, MB: "16", DIR: "2025" },
    );
    expect([config.limits.body_mb, config.drain_seconds, config.data]).toEqual([16, 7.5, "2025"]);
  });

  test("may repeat itself with anchors and aliases", () => {
    const text = valid.replace("[anthropic/*]", "&main [anthropic/*]").replace("[openai/gpt-5.5]", "*main");
    expect(loadedFrom(text).config.routes[1]?.chain).toEqual(["anthropic/*"]);
  });

  test("cannot be changed by what a variable holds", () => {
    const { config } = loadedFrom(valid.replace("./holdfast-data", "${DIR}"), {
      ...env,
      DIR: "x\nlisten: 0.0.0.0:1 # ${HOME}",
    });
    expect(config).toMatchObject({ data: "x\nlisten: 0.0.0.0:1 # ${HOME}", listen: "127.0.0.1:4141" });
  });

  test("has its keys freed of the line break that a secret file often ends with", () => {
    const { config } = loadedFrom(valid, { ...env, OPENAI_API_KEY: "sk-0123456789\n" });
    expect(config.providers["openai"]?.keys).toEqual(["sk-0123456789"]);
  });

  test("is frozen as a whole", () => {
    const { config } = loadedFrom(valid);
    expect(
      [config, config.providers["openai"]?.keys, config.routes[0], config.limits].every(Object.isFrozen),
    ).toBe(true);
  });
});

describe("everything that is wrong is said at once, with its place", () => {
  test("in one file with many mistakes of every sort", () => {
    const text = `
lisen: 127.0.0.1:4141
console: 127.0.0.1:4141
workflows: { support: {} }
limits: { body_mb: 4096 }
providers:
  anthropic: { kind: anthropic, keys: ["\${NO_SUCH_KEY}"] }
  openai:    { kind: openai, base_url: "https://user:pw@host/v1" }
  bedrock:   { kind: bedrock, region: us-east-1 }
  local:     { kind: openai-compatibel, keys: [] }
  other:     { kind: openai-compatible, speaks: [caht, gemini] }
routes:
  - match: "claude-*"
    chain: [antropic/*, anthropic]
  - match: 4
    chian: [anthropic/*]
`;
    expect(shortly(problemsOf(text))).toEqual([
      "2:1 lisen: `lisen` is not a known key",
      "3:10 console: `listen` and `console` are the same address: each needs its own port",
      "5:20 limits.body_mb: is out of range",
      "7:40 providers.anthropic.keys[0]: the environment variable NO_SUCH_KEY is not set: " +
        "set it, or give a default with `${NO_SUCH_KEY:-default}`",
      "8:3 providers.openai.keys: a provider of kind openai needs at least one key",
      "8:40 providers.openai.base_url: has credentials in it: put the key under `keys`",
      "9:22 providers.bedrock.kind: `bedrock` is not there yet: this version of Holdfast does not have it",
      "9:31 providers.bedrock.region: `region` is not there yet: this version of Holdfast does not have it",
      "10:22 providers.local.kind: is not one of the allowed values",
      "11:3 providers.other.base_url: is missing: a provider of kind openai-compatible can live anywhere",
      "11:50 providers.other.speaks[0]: is not one of the allowed values",
      "14:13 routes[0].chain[0]: there is no provider `antropic`",
      "14:25 routes[0].chain[1]: names no model: write `provider/model`, or `provider/*` for the client's model",
      "15:5 routes[1].chain: is missing",
      "15:12 routes[1].match: is a number, where text is expected: put it in quotes",
      "16:5 routes[1].chian: `chian` is not a known key",
    ]);
  });

  test("with what is allowed and what is nearest", () => {
    expect(problemsWith("kind: openai\n", "kind: opnai\n")).toMatchObject([
      {
        value: '"opnai"',
        nearest: "openai",
        allowed: ["anthropic", "openai", "gemini", "openai-compatible"],
      },
    ]);
    expect(problemsWith('match: "*"', 'macth: x\n    match: "*"')).toMatchObject([
      { nearest: "match", allowed: ["match", "chain", "hold_seconds", "whole", "workflow"] },
    ]);
    expect(problemsWith("[anthropic/*]", "[antropic/*]")).toMatchObject([
      { nearest: "anthropic", allowed: ["anthropic", "openai", "local"] },
    ]);
    expect(problemsOf(`${valid}drain_seconds: -1`)).toMatchObject([{ value: "-1", allowed: ["0 to 3600"] }]);
  });

  test("with the value as the file has it, not as the environment made it", () => {
    const text = valid.replace("kind: openai\n", 'kind: "${KIND}"\n');
    expect(problemsOf(text, { ...env, KIND: "opnai" })).toMatchObject([
      { value: '"${KIND}"', nearest: "openai" },
    ]);
  });

  test("up to a number that a person can still read", () => {
    const problems = problemsOf(Array.from({ length: 5_000 }, (_, index) => `unknown${index}: 1`).join("\n"));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toBe("4802 more problems are not listed");
  });
});

describe("one mistake gives one problem", () => {
  test.each([
    ["console: 127.0.0.1:4142", 'console: "[::]:4142"', "console: can be reached from other machines"],
    ["console: 127.0.0.1:4142", "console: localhost:4141", "console: `listen` and `console` are the same"],
    ["listen: 127.0.0.1:4141", "listen: 127.0.0.1:4142", "console: `listen` and `console` are the same"],
    [
      "listen: 127.0.0.1:4141\nconsole: 127.0.0.1:4142",
      "listen: 127.0.0.1:4142",
      "listen: `listen` and `console` are the same",
    ],
    [
      "listen: 127.0.0.1:4141",
      "listen: 4141",
      "listen: is a number, where text is expected: put it in quotes",
    ],
    ["listen: 127.0.0.1:4141", "listen: 127.0.0.1", "listen: is not an address"],
    ["listen: 127.0.0.1:4141", "listen: ", "listen: has no value: text is expected"],
    ["listen: 127.0.0.1:4141", "listen: 127.0.0.1:4141\nlisten: 127.0.0.1:1", "listen: is set twice"],
    ["data: ./holdfast-data", 'data: ""', "data: is empty"],
    ["data: ./holdfast-data", "<<: { data: x }", '["<<"]: `<<` is not a known key'],
    ["data: ./holdfast-data", "__proto__: x", "__proto__: cannot be used as a name"],
    ["  local: ", "  __proto__: ", "providers.__proto__: cannot be used as a name"],
    ["  local: ", '  "my provider": ', 'providers["my provider"]: a provider\'s name is'],
    ["  local: ", "  a/b: ", 'providers["a/b"]: a provider\'s name is'],
    [
      "http://127.0.0.1:11434/v1",
      "http://localhost:4141/v1",
      "providers.local.base_url: is where this gateway listens",
    ],
    ["http://127.0.0.1:11434/v1", "127.0.0.1:11434", "providers.local.base_url: is not an http or https URL"],
    ["keys: []", "keys: , models: {}", "providers.local.keys: has no value: a list is expected"],
    ["keys: []", 'keys: [], models: { a: "x*" }', "providers.local.models.a: has a `*` inside"],
    [
      "keys: []",
      "keys: [], models: { a: 5 }",
      "providers.local.models.a: is a number, where text is expected",
    ],
    ["keys: []", "keys: [], models: { constructor: }", "providers.local.models.constructor: has no value"],
    ["keys: []", "keys: [], speaks: []", "providers.local.speaks: is empty"],
    ["keys: []", "keys: [], speaks: chat", "providers.local.speaks: is text, where a list is expected"],
    ["keys: []", 'keys: [""]', "providers.local.keys[0]: is empty"],
    ["keys: []", "keys: [a b]", "providers.local.keys[0]: holds a space"],
    ["keys: []", 'keys: ["a\\r\\nx-other: b"]', "providers.local.keys[0]: holds a space, a line break"],
    [
      "keys: []",
      "keys: [clé]",
      "providers.local.keys[0]: holds a space, a line break or a character outside ASCII",
    ],
    [
      '["${ANTHROPIC_API_KEY}"]',
      "[]",
      "providers.anthropic.keys: a provider of kind anthropic needs at least one key",
    ],
    [
      '["${ANTHROPIC_API_KEY}"]',
      '["${NO_SUCH:-}"]',
      "providers.anthropic.keys: a provider of kind anthropic needs",
    ],
    [
      '"${OPENAI_API_KEY_2:-}"',
      '"${OPENAI_API_KEY_2}"',
      "providers.openai.keys[1]: the environment variable OPENAI_API_KEY_2",
    ],
    ["[anthropic/*]", "anthropic/*", "routes[0].chain: is text, where a list is expected"],
    ["[anthropic/*]", "[]", "routes[0].chain: is empty"],
    ["[anthropic/*]", "[toString/x]", "routes[0].chain[0]: there is no provider `toString`"],
    ["[anthropic/*]", "[Anthropic/*]", "routes[0].chain[0]: there is no provider `Anthropic`"],
    ["[anthropic/*]", "[{ road: anthropic/* }]", "routes[0].chain[0]: is a mapping, where text is expected"],
    ['match: "claude-*"', 'match: ""', "routes[0].match: is empty"],
    ['match: "claude-*"', "cache: on\n    match: x", "routes[0].cache: `cache` is not there yet"],
    [
      "data: ./holdfast-data",
      "limits: { body_mb: .inf }",
      "limits.body_mb: is not a finite number, where a number is expected",
    ],
    ["data: ./holdfast-data", "limits: { body_mb: 0.5 }", "limits.body_mb: is out of range"],
    [
      "data: ./holdfast-data",
      'limits: { body_mb: "${X:-lots}" }',
      "limits.body_mb: is text, where a number is expected",
    ],
  ])("%p -> %p: %p", (before, after, expected) => {
    const errors = problemsWith(before, after).filter(({ severity }) => severity === "error");
    expect(errors).toHaveLength(1);
    expect(`${errors[0]?.path}: ${errors[0]?.message}`).toStartWith(expected);
  });

  test.each([
    ["", ": the file is empty"],
    ["# nothing but a comment", ": the file is empty"],
    ["- a", ": the file is a list, where a mapping is expected"],
    ["providers: {}\nroutes: [{match: x, chain: [a/b]}]", "providers: is empty: name at least one provider"],
  ])("the file %p: %p", (text, expected) => {
    expect(problemsOf(text).map(({ path, message }) => `${path}: ${message}`)).toContain(expected);
  });

  test("of a workflow that a route names and that is not there, is said with the nearest", () => {
    const text = `${valid.replace('match: "*"', 'match: "*"\n    workflow: suport')}workflows: { support: {} }`;
    expect(problemsOf(text)).toMatchObject([{ path: "routes[1].workflow", nearest: "support" }]);
  });

  test("of the design's own example, only what is not there yet is refused", () => {
    const text = `
listen: 127.0.0.1:4141
console: 127.0.0.1:4142
data: ./holdfast-data
providers:
  anthropic: { kind: anthropic, keys: ["\${ANTHROPIC_API_KEY}"] }
  openai:    { kind: openai, keys: ["\${OPENAI_API_KEY}"] }
  bedrock:   { kind: bedrock, region: us-east-1 }
  local:     { kind: openai-compatible, base_url: "http://127.0.0.1:11434/v1", keys: [] }
routes:
  - match: "claude-*"
    chain:
      - anthropic/*
      - bedrock/*
      - openai/gpt-5.5
      - local/qwen3-coder
  - match: "*"
    chain: [anthropic/claude-sonnet-5, openai/gpt-5.5]
workflows:
  support-replies: { owner: support-platform, needs: 99.9%, criticality: high, cost_per_minute: 40 }
`;
    const errors = problemsOf(text).filter(({ severity }) => severity === "error");
    expect(errors.map(({ path, message }) => [path, message.includes("not there yet")])).toEqual([
      ["providers.bedrock.kind", true],
      ["providers.bedrock.region", true],
    ]);
  });

  test("a name of the design that is missing here is not called unknown, and gets no suggestion", () => {
    const [problem] = problemsOf(`${valid}alerts: {}`);
    expect(problem?.message).toContain("not there yet");
    expect(problem).not.toHaveProperty("nearest");
  });
});

describe("what may be meant as it is gives a warning, and the configuration is used", () => {
  test.each([
    [valid.replace('"claude-*"', '"*"'), ["routes[1].match"], "routes[0] matches all that it does"],
    [
      valid.replace('match: "*"', "match: claude-opus-5"),
      ["routes[1].match"],
      "routes[0] matches all that it does",
    ],
  ])("%#: %p", (text, paths, message) => {
    const { warnings } = loadedFrom(text);
    expect(warnings.map(({ path }) => path)).toEqual(paths);
    expect(warnings[0]?.severity).toBe("warning");
    expect(warnings[0]?.message).toContain(message);
  });

  test.each([
    ["listen: 127.0.0.1:4141\nconsole: 127.0.0.1:4142", "listen: 127.0.0.1:0\nconsole: 127.0.0.1:0"],
    ["console: 127.0.0.1:4142", 'console: "[::1]:4141"'],
    // Whether there are client keys, as it needs, is seen when it starts.
    ["listen: 127.0.0.1:4141", "listen: 0.0.0.0:4141"],
    ["listen: 127.0.0.1:4141", "listen: my-host:4141"],
    ['match: "claude-*"', "match: Claude-*"],
    ["keys: []", "speaks: [messages, chat]"],
  ])("%p -> %p is fine", (before, after) => {
    expect(problemsWith(before, after)).toEqual([]);
  });
});
