// A process for commands: files in memory, output as text, and a gateway that only notes what it is asked.

import type { ConfigSource } from "../src/config/live-config.ts";
import type { LoadedConfig } from "../src/config/load.ts";
import type { Probes } from "../src/cli/doctor/probes.ts";
import type { StopSignal, World } from "../src/cli/world.ts";

export interface FakeWorldOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the console answers, by URL. */
  readonly console?: Readonly<Record<string, unknown>>;
  readonly probes?: Probes;
  readonly start?: () => void;
  readonly stop?: () => Promise<void>;
  readonly drainMs?: number;
}

export interface FakeWorld {
  readonly world: World;
  readonly seen: Seen;
  /** Resolves when a gateway has been started and signals are listened for. */
  readonly running: Promise<void>;
  readonly signal: (name: StopSignal) => void;
}

interface Seen {
  out: string;
  err: string;
  readonly started: LoadedConfig[];
  readonly sources: (ConfigSource | undefined)[];
  stops: number;
  cuts: number;
  /** Of everything that is listened to now. */
  listeners: number;
  /** Tell that a file has changed, or that a hangup came. */
  readonly tell: Map<string, () => void>;
}

export function fakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const { files = {}, env = {}, console = {}, start, stop, drainMs = 25_000 } = options;
  const seen: Seen = {
    out: "",
    err: "",
    started: [],
    sources: [],
    stops: 0,
    cuts: 0,
    listeners: 0,
    tell: new Map(),
  };
  let listener: (signal: StopSignal) => void = () => {};
  const running = Promise.withResolvers<void>();
  const heard = (what: string, tell: () => void) => {
    seen.listeners++;
    seen.tell.set(what, tell);
    return () => {
      seen.listeners--;
      seen.tell.delete(what);
    };
  };
  const world: World = {
    env,
    out: (text) => (seen.out += text),
    err: (text) => (seen.err += text),
    readFile(path) {
      const content = files[path] ?? systemError("ENOENT");
      if (content instanceof Error) return Promise.reject(content);
      return Promise.resolve(typeof content === "string" ? new TextEncoder().encode(content) : content);
    },
    getJson: (url) =>
      Object.hasOwn(console, url)
        ? Promise.resolve(console[url])
        : Promise.reject(systemError("ECONNREFUSED")),
    onSignal(given) {
      listener = given;
      running.resolve();
      return heard("signal", () => undefined);
    },
    onHangup: (given) => heard("hangup", given),
    watchFile: (path, given) => heard(path, given),
    probes: () => options.probes ?? noProbes,
    startGateway({ config, source }) {
      start?.();
      seen.started.push(config);
      seen.sources.push(source);
      return Promise.resolve({
        listenAddress: { host: "127.0.0.1", port: 4141 },
        consoleAddress: { host: "::1", port: 4142 },
        drainMs: () => drainMs,
        stop() {
          seen.stops++;
          return stop?.() ?? Promise.resolve();
        },
        cut() {
          seen.cuts++;
          return Promise.resolve();
        },
      });
    },
  };
  return { world, seen, running: running.promise, signal: (name) => listener(name) };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

const noProbes: Probes = {
  ask: () => Promise.reject(new Error("nobody said what is to be seen there")),
  descriptors: () => Promise.resolve(undefined),
  folderFault: () => Promise.resolve(undefined),
  close: () => undefined,
};
