// A scenario on real sockets: ports that close, certificates that change, names that fail, as time goes on.

import { afterEach, expect, test } from "bun:test";
import { createPool } from "@holdfast/transport";
import type { Pool } from "@holdfast/transport";
import { ask } from "../test/heard.ts";
import type { Heard } from "../test/heard.ts";
import { requestFor } from "../test/questions.ts";
import { until } from "../test/until.ts";
import { ScriptError, createVirtualClock, startProvider, startScenario } from "./index.ts";
import type { Fault, RunningScenario, VirtualClock } from "./index.ts";

let ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

interface Stage {
  readonly clock: VirtualClock;
  readonly running: RunningScenario;
  readonly pool: Pool;
}

/** One provider, with this fault from the second to the third second. */
async function staging(fault: Fault): Promise<Stage> {
  const clock = createVirtualClock();
  const running = await startScenario(
    {
      providers: [{ name: "one", rules: [{ answer: { kind: "said", text: "Hello." } }] }],
      faults: [{ fault, when: { during: { fromMs: 2_000, toMs: 3_000 } } }],
    },
    { clock },
  );
  const pool = createPool({ resolve: running.resolve });
  ends.push(
    () => pool.close(),
    () => running.stop(),
  );
  return { clock, running, pool };
}

async function asking({ running, pool }: Stage): Promise<Heard["end"]> {
  const { protocol, hostname, port } = new URL(running.providers["one"]?.baseUrl ?? "");
  const { certificate } = running;
  const heard = ask(
    pool.origin({
      scheme: protocol === "https:" ? "https" : "http",
      host: hostname,
      port: Number(port),
      ...(certificate === undefined ? {} : { tls: { ca: certificate } }),
    }),
    requestFor("chat"),
  );
  await until("it is over", () => heard.end !== undefined);
  return heard.end;
}

/** What a caller hears, asked again until it is this. */
async function untilHeard(stage: Stage, expected: NonNullable<Heard["end"]>): Promise<void> {
  let heard: Heard["end"];
  for (let tries = 0; heard !== expected; tries++) {
    if (tries > 200) throw new Error(`Asked in vain until ${expected}: ${heard}.`);
    heard = await asking(stage);
  }
}

test.each<[fault: Fault, kind: NonNullable<Heard["end"]>]>([
  [{ kind: "refused" }, "refused"],
  [{ kind: "tls-failure", certificate: "wrong-host" }, "tls"],
  [{ kind: "tls-failure", certificate: "expired" }, "tls"],
  [{ kind: "tls-failure", certificate: "untrusted" }, "tls"],
])("%j begins and ends when it says, on the same port", async (fault, kind) => {
  const stage = await staging(fault);
  expect(await asking(stage)).toBe("end");
  stage.clock.advance(2_100);
  await untilHeard(stage, kind);
  stage.clock.advance(1_000);
  await untilHeard(stage, "end");
});

test("a name fails to resolve when it says, for whoever asks the scenario", async () => {
  const { clock, running } = await staging({ kind: "dns-failure" });
  expect(new URL(running.providers["one"]?.baseUrl ?? "").hostname).toBe("one.invalid");
  expect(await running.resolve("one.invalid")).toEqual([{ address: "127.0.0.1", family: 4 }]);
  clock.advance(2_100);
  expect(await running.resolve("one.invalid").catch((error: unknown) => error)).toMatchObject({
    code: "ENOTFOUND",
  });
  clock.advance(1_000);
  expect(await running.resolve("one.invalid")).toHaveLength(1);
  expect(await running.resolve("two.invalid").catch((error: unknown) => error)).toMatchObject({
    code: "ENOTFOUND",
  });
});

test("stop ends every provider, also while a port is closed", async () => {
  const stage = await staging({ kind: "refused" });
  stage.clock.advance(2_100);
  await untilHeard(stage, "refused");
  await stage.running.stop();
  stage.clock.advance(5_000);
  expect(await asking(stage)).toBe("refused");
  expect(stage.clock.pending).toBe(0);
});

test("a provider that is closed from the beginning still has a port", async () => {
  const provider = await startProvider({ script: { rules: [{ fault: { kind: "refused" } }] } });
  ends.push(() => provider.stop());
  expect(provider.port).toBeGreaterThan(0);
  expect(provider.connectionCount).toBe(0);
});

test.each<[fault: Fault, problem: string]>([
  [
    { kind: "tls-alert" },
    "rules[0].fault is tls-alert, which sockets cannot show yet: the transport's server makes its handshakes itself.",
  ],
  [{ kind: "connect-silence" }, "rules[0].fault is connect-silence, which sockets cannot show yet: "],
  [{ kind: "garbage-head" }, "rules[0].fault is garbage-head, which sockets cannot show yet: "],
  [
    { kind: "tls-failure", certificate: "expired" },
    "rules[0].fault is tls-failure, for which `wrongCertificates` must be given.",
  ],
])("%j is refused before anything listens", async (fault, problem) => {
  const refusal = await startProvider({ script: { rules: [{ fault }] } }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ScriptError);
  expect(String(refusal)).toContain(problem);
});

test("a port that somebody took while it was closed is had again as soon as it is free", async () => {
  const faults: unknown[] = [];
  const clock = createVirtualClock();
  const provider = await startProvider({
    clock,
    script: { rules: [{ when: { during: { toMs: 1_000 } }, fault: { kind: "refused" } }] },
    onFault: (error) => faults.push(error),
  });
  const squatter = await startProvider({ port: provider.port });
  ends.push(
    () => provider.stop(),
    () => squatter.stop(),
  );
  clock.advance(1_100);
  await until("it is told", () => faults.length === 1);
  expect(faults[0]).toMatchObject({ code: "EADDRINUSE" });
  await squatter.stop();
  clock.advance(100);
  const pool = createPool();
  ends.push(() => pool.close());
  const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: provider.port });
  let heard = ask(origin, requestFor("chat"));
  await until("it answers", () => {
    if (heard.end === "refused") heard = ask(origin, requestFor("chat"));
    return heard.end === "end";
  });
});
