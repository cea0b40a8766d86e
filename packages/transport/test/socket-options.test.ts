import { dlopen, ptr } from "bun:ffi";
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { createPool } from "../src/index.ts";
import { recordCall } from "./support/recorded-call.ts";
import { startRecordedServer } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  cleanUps = [];
});

const TABLE = "/proc/net/tcp";
const hasTable = existsSync(TABLE);
const why = hasTable ? "" : " (not applicable: the system has no /proc/net/tcp)";

interface Timer {
  readonly kind: number;
  readonly seconds: number;
}

/** The kernel's timers of the sockets that have this port on one side: kind 2 is that of the keep-alive probes. */
function timersAt(port: number): Timer[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = readFileSync(TABLE, "latin1").split("\n").slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(
      ([, local, remote, state]) =>
        state === "01" && (local?.endsWith(end) === true || remote?.endsWith(end) === true),
    )
    .map((columns) => {
      const [kind = "", hundredths = ""] = (columns[5] ?? "").split(":");
      return { kind: Number.parseInt(kind, 16), seconds: Number.parseInt(hundredths, 16) / 100 };
    });
}

describe("a connection on which nothing happens", () => {
  (hasTable ? test : test.skip)(`is probed from both sides after a minute${why}`, async () => {
    const { server, port, seen } = startRecordedServer(() => undefined);
    const pool = createPool();
    cleanUps.push(
      () => pool.close(),
      () => server.stop(0),
    );
    recordCall(pool.origin({ scheme: "http", host: "127.0.0.1", port }));
    await until("the request is there", () => seen.length === 1);
    await until(
      "nothing is under way",
      () => timersAt(port).length === 2 && timersAt(port).every(({ kind }) => kind === 2),
    );
    for (const { seconds } of timersAt(port)) {
      expect(seconds).toBeGreaterThan(30);
      expect(seconds).toBeLessThanOrEqual(61);
    }
  });
});

const isLinux = process.platform === "linux" && existsSync("/lib64/ld-linux-x86-64.so.2");
const whyNot = isLinux ? "" : " (not applicable: the library is that of Linux on x86-64)";

describe("small writes", () => {
  (isLinux ? test : test.skip)(
    `do not wait for one another: the runtime turns that off on both sides${whyNot}`,
    async () => {
      const descriptors: number[] = [];
      const note = {
        open: (socket: object) => void descriptors.push(descriptorOf(socket)),
        data: () => undefined,
      };
      const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: note });
      cleanUps.push(() => listener.stop(true));
      await Bun.connect({ hostname: "127.0.0.1", port: listener.port, socket: note });
      await until("both sides are open", () => descriptors.length === 2);
      expect(descriptors.map((descriptor) => socketOption(descriptor, IPPROTO_TCP, TCP_NODELAY))).toEqual([
        1, 1,
      ]);
    },
  );
});

const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;

/** The runtime's types leave this property of its sockets out. */
function descriptorOf(socket: object): number {
  return Number(Reflect.get(socket, "fd"));
}

function socketOption(descriptor: number, level: number, option: number): number {
  const library = dlopen("libc.so.6", {
    getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  });
  const value = new Int32Array(1);
  const failed = library.symbols.getsockopt(descriptor, level, option, ptr(value), ptr(Uint32Array.of(4)));
  library.close();
  return failed === 0 ? Number(value[0]) : -1;
}
