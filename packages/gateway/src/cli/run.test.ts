import { describe, expect, test } from "bun:test";
import manifest from "../../package.json" with { type: "json" };
import type { LoadedConfig } from "../config/load.ts";
import { HoldfastError } from "../errors.ts";
import { run } from "./run.ts";
import type { StopSignal, World } from "./world.ts";

const validFile = `
providers: { local: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: [local/qwen3] }]
`;

type Options = {
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly start?: () => void;
  readonly stop?: () => Promise<void>;
};

/** A process with files in memory and a gateway that only notes what it is asked. */
function fakeWorld({ files = {}, env = {}, start = () => {}, stop = async () => {} }: Options = {}) {
  const seen = { out: "", err: "", started: [] as LoadedConfig[], stops: 0, cuts: 0, listeners: 0 };
  let listener: (signal: StopSignal) => void = () => {};
  const running = Promise.withResolvers<void>();
  const world: World = {
    env,
    out: (text) => (seen.out += text),
    err: (text) => (seen.err += text),
    readFile: (path) => {
      const content = files[path] ?? systemError("ENOENT");
      if (content instanceof Error) return Promise.reject(content);
      return Promise.resolve(typeof content === "string" ? new TextEncoder().encode(content) : content);
    },
    onSignal: (given) => {
      listener = given;
      seen.listeners++;
      running.resolve();
      return () => seen.listeners--;
    },
    startGateway: ({ config }) => {
      start();
      seen.started.push(config);
      return Promise.resolve({
        listenAddress: { host: "127.0.0.1", port: 4141 },
        consoleAddress: { host: "::1", port: 4142 },
        stop: () => {
          seen.stops++;
          return stop();
        },
        cut: () => {
          seen.cuts++;
          return Promise.resolve();
        },
      });
    },
  };
  return { world, seen, running: running.promise, signal: (name: StopSignal) => listener(name) };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe("the command line", () => {
  test.each([
    [["--help"], 0, "Usage: holdfast"],
    [["up", "--help"], 0, "--config <file>"],
    [["help", "up"], 0, "--config <file>"],
    [["--version"], 0, manifest.version],
    [["-V"], 0, manifest.version],
  ])("%j prints to standard output and exits with %p", async (args, code, text) => {
    const { world, seen } = fakeWorld();
    expect(await run(args, world)).toBe(code);
    expect(seen.out).toContain(text);
    expect(seen.err).toBe("");
  });

  test.each([
    [[], "Usage: holdfast"],
    [["upp"], "unknown command 'upp'\n(Did you mean up?)"],
    [["up", "--confg", "x"], "unknown option '--confg'\n(Did you mean --config?)"],
    [["up", "--config"], "argument missing"],
    [["up", "holdfast.yaml"], "too many arguments"],
  ])("%j is wrong usage: exit code 64, and an explanation on standard error", async (args, text) => {
    const { world, seen } = fakeWorld();
    expect(await run(args, world)).toBe(64);
    expect(seen.err).toContain(text);
    expect(seen.out).toBe("");
    expect(seen.started).toEqual([]);
  });

  test("lists no command that is not there", async () => {
    const { world, seen } = fakeWorld();
    await run(["--help"], world);
    expect([...seen.out.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name)).toEqual(["up", "help"]);
  });
});

describe("up refuses to start", () => {
  test.each([
    [{}, 78, "There is no configuration file at hf.yaml. [config-not-found]"],
    [{ "hf.yaml": systemError("EISDIR") }, 78, "hf.yaml cannot be read: it is a folder. [config-unreadable]"],
    [
      { "hf.yaml": systemError("EACCES") },
      78,
      "hf.yaml cannot be read: the system says EACCES. [config-unreadable]",
    ],
    [{ "hf.yaml": new Uint8Array([0xff, 0xfe]) }, 78, "hf.yaml is not text in UTF-8. [config-unreadable]"],
    [{ "hf.yaml": "listen: 1" }, 78, "hf.yaml:1:9: error: listen: is a number, where text is expected"],
  ])("%#: exit code and reason", async (files, code, reason) => {
    const { world, seen } = fakeWorld({ files });
    expect(await run(["up", "--config", "hf.yaml"], world)).toBe(code);
    expect(seen.err).toContain(reason);
    expect(seen.started).toEqual([]);
  });

  test("with every problem of the file, what is allowed and what is nearest", async () => {
    const text = `lisen: 1\n${validFile.replace("local/qwen3", "locl/qwen3")}`;
    const { world, seen } = fakeWorld({ files: { "hf.yaml": text } });
    expect(await run(["up", "-c", "hf.yaml"], world)).toBe(78);
    expect(seen.err).toBe(`hf.yaml:1:1: error: lisen: \`lisen\` is not a known key
    allowed: listen, console, data, drain_seconds, limits, providers, routes
    did you mean: listen

hf.yaml:4:32: error: routes[0].chain[0]: there is no provider \`locl\`
    found: "locl/qwen3"
    allowed: local
    did you mean: local

hf.yaml: 2 errors
`);
  });

  test.each([
    [
      new HoldfastError("listen-failed", "127.0.0.1:4141 is in use."),
      69,
      "holdfast: 127.0.0.1:4141 is in use. [listen-failed]\n",
    ],
    [new TypeError("x is not a function"), 70, "holdfast: this is a defect of Holdfast:\n"],
  ])("%#: when the gateway does, exit code and reason", async (error, code, reason) => {
    const start = (): never => {
      throw error;
    };
    const { world, seen } = fakeWorld({ start });
    expect(await run(["up"], world)).toBe(code);
    expect(seen.err).toStartWith(reason);
    expect(seen.out).toBe("");
  });
});

describe("up, once it runs", () => {
  test("says where it listens and how to get an answer, then stops when asked", async () => {
    const { world, seen, running, signal } = fakeWorld({ files: { "hf.yaml": validFile } });
    const ended = run(["up", "--config", "hf.yaml"], world);
    await running;
    expect(seen.out).toBe(`Holdfast listens on http://127.0.0.1:4141
Console and health: http://[::1]:4142
Providers: local

Try it:
  curl http://127.0.0.1:4141/v1/chat/completions -H 'content-type: application/json' -d '{"model":"qwen3","messages":[{"role":"user","content":"Hello!"}]}'
`);
    expect([seen.err, seen.stops]).toEqual(["", 0]);
    signal("SIGTERM");
    expect(await ended).toBe(0);
    expect(seen.err).toBe("SIGTERM: open requests may take up to 25 s more. Once again stops at once.\n");
    expect([seen.stops, seen.listeners]).toEqual([1, 0]);
  });

  test("prints warnings and goes on", async () => {
    const text = validFile.replace("[local/qwen3]", "[local/qwen3, local/other]");
    const { world, seen, running, signal } = fakeWorld({ files: { "hf.yaml": text } });
    const ended = run(["up", "--config", "hf.yaml"], world);
    await running;
    expect(seen.err).toContain(
      "hf.yaml:3:45: warning: routes[0].chain[1]: only the first entry of a chain is used",
    );
    expect(seen.err).toContain("hf.yaml: 1 warning\n");
    signal("SIGINT");
    expect(await ended).toBe(0);
  });

  test.each([
    [{}, "SIMULATED: there are no provider keys", "anthropic, openai", true],
    [{ OPENAI_API_KEY: "sk-1" }, "Providers: openai (their keys are in the environment)", "openai", false],
  ])("without a file and with %j it says what it runs on", async (env, text, providers, isSimulated) => {
    const { world, seen, running, signal } = fakeWorld({ env });
    const ended = run(["up"], world);
    await running;
    expect(seen.out).toContain(text);
    expect(seen.out).toContain(providers);
    expect(seen.out.includes("SIMULATED")).toBe(isSimulated);
    expect(seen.out).not.toContain("sk-1");
    signal("SIGINT");
    await ended;
  });

  test.each([
    ["SIGINT", "SIGINT", 130],
    ["SIGTERM", "SIGINT", 130],
    ["SIGINT", "SIGTERM", 143],
  ] as const)("%s, then %s before it has drained: stops at once with %p", async (first, second, code) => {
    const never = Promise.withResolvers<void>();
    const { world, seen, running, signal } = fakeWorld({ stop: () => never.promise });
    const ended = run(["up"], world);
    await running;
    signal(first);
    signal(second);
    signal(second);
    expect(await ended).toBe(code);
    expect([seen.stops, seen.cuts, seen.listeners]).toEqual([1, 1, 0]);
  });

  test("a failure while stopping is a defect, and said", async () => {
    const { world, seen, running, signal } = fakeWorld({ stop: () => Promise.reject(new Error("stuck")) });
    const ended = run(["up"], world);
    await running;
    signal("SIGTERM");
    expect(await ended).toBe(70);
    expect(seen.err).toContain("stuck");
    expect(seen.listeners).toBe(0);
  });
});
