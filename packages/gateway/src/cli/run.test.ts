import { describe, expect, test } from "bun:test";
import manifest from "../../package.json" with { type: "json" };
import { ConfigSchema } from "../contract/config.ts";
import { HoldfastError } from "../errors.ts";
import { fakeWorld, systemError } from "../../test/fake-world.ts";
import { run } from "./run.ts";

const validFile = `
providers: { local: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: [local/qwen3] }]
`;

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
    expect([...seen.out.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name)).toEqual([
      "up",
      "check",
      "status",
      "explain",
      "keys",
      "doctor",
      "help",
    ]);
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
    allowed: ${Object.keys(ConfigSchema.shape).join(", ")}
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
    const text = validFile.replace("routes: [", 'routes: [{ match: "*", chain: [local/qwen3] }, ');
    const { world, seen, running, signal } = fakeWorld({ files: { "hf.yaml": text } });
    const ended = run(["up", "--config", "hf.yaml"], world);
    await running;
    expect(seen.err).toContain(
      "warning: routes[1].match: this route is never taken: routes[0] matches all that it does",
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

describe("up, when the configuration changes", () => {
  test("reads the file again whenever it changes or a hangup comes, until the gateway has stopped", async () => {
    const files: Record<string, string> = { "hf.yaml": validFile };
    const { world, seen, running, signal } = fakeWorld({ files });
    const ended = run(["up", "--config", "hf.yaml"], world);
    await running;
    const [source] = seen.sources;
    const tellings: string[] = [];
    const end = source?.onChange((why) => tellings.push(why));
    seen.tell.get("hf.yaml")?.();
    seen.tell.get("hangup")?.();
    expect(tellings).toEqual(["seen", "asked"]);
    expect(await source?.reload()).toMatchObject({ ok: true });
    files["hf.yaml"] = "listen: 1";
    expect(await source?.reload()).toMatchObject({ ok: false });
    delete files["hf.yaml"];
    const thrown: unknown = await source?.reload().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "config-not-found" });
    end?.();
    signal("SIGTERM");
    await ended;
    expect(seen.listeners).toBe(0);
  });

  test("cannot change without a file: a hangup still ends the process, as it does any other", async () => {
    const { world, seen, running, signal } = fakeWorld();
    const ended = run(["up"], world);
    await running;
    expect([seen.sources, [...seen.tell.keys()]]).toEqual([[undefined], ["signal"]]);
    signal("SIGTERM");
    await ended;
  });

  test("tells how long open requests may take by the configuration in force", async () => {
    const { world, seen, running, signal } = fakeWorld({ files: { "hf.yaml": validFile }, drainMs: 1_500 });
    const ended = run(["up", "--config", "hf.yaml"], world);
    await running;
    signal("SIGTERM");
    await ended;
    expect(seen.err).toStartWith("SIGTERM: open requests may take up to 1.5 s more.");
  });
});
