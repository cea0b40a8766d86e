import { describe, expect, test } from "bun:test";
import { createLog } from "../telemetry/log.ts";
import { HoldfastError } from "../errors.ts";
import { loadConfig } from "./load.ts";
import type { LoadResult } from "./load.ts";
import { createLiveConfig } from "./live-config.ts";
import type { LiveConfig, ReloadReason } from "./live-config.ts";

const first = `
listen: 127.0.0.1:1
console: 127.0.0.1:2
data: ./here
providers: { local: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: [local/one] }]
`;
const second = first.replace("local/one", "local/two");
const broken = first.replace("local/one", "locl/one");

interface Stand {
  readonly live: LiveConfig;
  /** What the next reading finds. */
  find: () => Promise<LoadResult> | LoadResult;
  /** Tells of a change and lets it be read. */
  readonly change: (text: string) => Promise<void>;
  readonly tell: (why?: ReloadReason) => void;
  readonly events: () => readonly Readonly<Record<string, unknown>>[];
  readonly isHeard: () => boolean;
}

function stand(text = first): Stand {
  const result = loadConfig(text, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const lines: string[] = [];
  let listener: ((why: ReloadReason) => void) | undefined;
  const made: Stand = {
    find: () => result,
    tell: (why = "seen") => listener?.(why),
    async change(changed) {
      made.find = () => loadConfig(changed, {});
      made.tell();
      await settled();
    },
    events: () =>
      lines.map((line) => {
        const { at: _at, stack: _stack, ...rest }: Record<string, unknown> = JSON.parse(line);
        return rest;
      }),
    isHeard: () => listener !== undefined,
    live: createLiveConfig({
      loaded: result.loaded,
      simulators: {},
      source: {
        reload: () => Promise.resolve(made.find()),
        onChange(given) {
          listener = given;
          return () => {
            listener = undefined;
          };
        },
      },
      log: createLog({ write: (line) => lines.push(line), now: () => new Date(0) }),
      now: () => Date.UTC(2026, 0, 2),
    }),
  };
  return made;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function modelIn({ live }: Stand): string | undefined {
  return live.snapshot().routeFor("anything")?.roads[0].model;
}

describe("a good configuration", () => {
  test("takes the place of the one before, under a larger version, and frozen", async () => {
    const made = stand();
    const before = made.live.snapshot();
    expect([before.version, modelIn(made)]).toEqual([1, "one"]);
    await made.change(second);
    expect([made.live.snapshot().version, modelIn(made)]).toEqual([2, "two"]);
    expect(Object.isFrozen(made.live.snapshot())).toBe(true);
    expect(before.routeFor("anything")?.roads[0].model).toBe("one");
    expect(made.live.standing()).toEqual({ error: undefined, needsRestart: [], refused: 0 });
    expect(made.events()).toEqual([{ level: "info", event: "config-taken", version: 2 }]);
  });

  test("that says the same leaves the snapshot as it is", async () => {
    const made = stand();
    const before = made.live.snapshot();
    await made.change(`# a remark\n${first}`);
    expect(made.live.snapshot()).toBe(before);
    expect(made.events()).toEqual([]);
  });

  test("that says the same is told of to whoever asked", async () => {
    const made = stand();
    made.tell("asked");
    await settled();
    expect(made.events()).toEqual([{ level: "info", event: "config-unchanged", version: 1 }]);
  });

  test("comes with its warnings in the log", async () => {
    const made = stand();
    await made.change(second.replace("routes: [", 'routes: [{ match: "*", chain: [local/x] }, '));
    expect(made.events()).toMatchObject([
      { event: "config-taken", warnings: [{ path: "routes[1].match", severity: "warning" }] },
    ]);
  });
});

describe("a configuration with errors", () => {
  test("leaves the one before in force, and says why", async () => {
    const made = stand();
    const before = made.live.snapshot();
    await made.change(broken);
    expect(made.live.snapshot()).toBe(before);
    expect(made.live.standing()).toMatchObject({
      refused: 1,
      error: {
        code: "config-invalid",
        message:
          "The configuration has an error in line 6, at routes[0].chain[0]: there is no provider `locl`.",
        at: "2026-01-02T00:00:00.000Z",
        problems: [{ path: "routes[0].chain[0]", line: 6, nearest: "local" }],
      },
    });
    expect(made.events()).toMatchObject([
      { level: "error", event: "config-refused", version: 1, problems: [{ line: 6 }] },
    ]);
  });

  test("is forgotten once a good one comes, also where that is the one in force", async () => {
    const made = stand();
    const before = made.live.snapshot();
    await made.change(broken);
    await made.change(first);
    expect(made.live.standing()).toEqual({ error: undefined, needsRestart: [], refused: 1 });
    expect(made.live.snapshot()).toBe(before);
    await made.change(broken);
    await made.change(second);
    expect(made.live.standing()).toEqual({ error: undefined, needsRestart: [], refused: 2 });
    expect([made.live.snapshot().version, modelIn(made)]).toEqual([2, "two"]);
  });

  test("tells of no more than twenty problems", async () => {
    const made = stand();
    const entries = Array.from({ length: 50 }, (_, index) => `none${index}/m`);
    await made.change(first.replace("local/one", entries.join(", ")));
    const { error } = made.live.standing();
    expect(error?.message).toStartWith(
      "The configuration has 50 errors, the first in line 6, at routes[0].chain[0]: ",
    );
    expect(error?.problems).toHaveLength(20);
  });

  test.each([
    [
      new HoldfastError("config-not-found", "There is no configuration file at hf.yaml."),
      { code: "config-not-found", message: "There is no configuration file at hf.yaml." },
    ],
    [
      new TypeError("a defect"),
      {
        code: "config-unreadable",
        message: "The configuration could not be read, by a defect of Holdfast: the log has more.",
      },
    ],
  ])("%#: or none at all leaves the one before in force", async (thrown, error) => {
    const made = stand();
    made.find = () => Promise.reject(thrown);
    made.tell();
    await settled();
    expect(made.live.standing()).toMatchObject({ refused: 1, error: { ...error, problems: [] } });
    expect(modelIn(made)).toBe("one");
    expect(made.events()).toMatchObject([{ event: "config-refused", error: thrown.message }]);
  });
});

describe("what cannot change while the gateway runs", () => {
  test("is named and keeps its value, while the rest is taken", async () => {
    const made = stand();
    const { listen, console, data } = made.live.snapshot();
    await made.change(
      second
        .replace("127.0.0.1:1\n", "127.0.0.1:11\n")
        .replace("127.0.0.1:2\n", "127.0.0.1:12\n")
        .replace("./here", "./there"),
    );
    expect(made.live.snapshot()).toMatchObject({ version: 2, listen, console, data });
    expect(modelIn(made)).toBe("two");
    expect(made.live.standing().needsRestart).toEqual(["listen", "console", "data"]);
    expect(made.events()).toContainEqual({
      level: "warn",
      event: "config-needs-restart",
      settings: ["listen", "console", "data"],
    });
    await made.change(second);
    expect(made.live.standing().needsRestart).toEqual([]);
  });

  test("cannot be asked for answers, though the file says that it listens elsewhere by now", async () => {
    const made = stand();
    await made.change(first.replace("127.0.0.1:1\n", "127.0.0.1:11\n").replace(":9/v1", ":1/v1"));
    expect(made.live.standing().error?.message).toContain("`local` is where this gateway listens");
    expect(made.live.snapshot().version).toBe(1);
  });
});

describe("being told of changes", () => {
  test("while one is being read leads to one more reading", async () => {
    const made = stand();
    const slow = Promise.withResolvers<LoadResult>();
    let readings = 0;
    made.find = () => {
      readings++;
      return readings === 1 ? slow.promise : loadConfig(second, {});
    };
    for (const why of ["seen", "asked", "seen", "seen"] as const) made.tell(why);
    await settled();
    expect(readings).toBe(1);
    slow.resolve(loadConfig(broken, {}));
    await settled();
    expect([readings, modelIn(made)]).toEqual([2, "two"]);
  });

  test("while one is being read still answers whoever asked", async () => {
    const made = stand();
    const slow = Promise.withResolvers<LoadResult>();
    made.find = () => slow.promise;
    for (const why of ["seen", "asked", "seen"] as const) made.tell(why);
    slow.resolve(loadConfig(first, {}));
    await settled();
    expect(made.events()).toEqual([{ level: "info", event: "config-unchanged", version: 1 }]);
  });

  test("ends when it is stopped", () => {
    const made = stand();
    expect(made.isHeard()).toBe(true);
    made.live.stop();
    expect(made.isHeard()).toBe(false);
  });
});
