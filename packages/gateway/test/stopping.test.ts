// Stopping the real process: streams finish, new work is refused, and the end is bounded.

import { afterEach, describe, expect, test } from "bun:test";
import type { Answer as ScriptedAnswer, SimulatedProvider } from "@holdfast/simulator";
import { startGateway } from "../src/compose.ts";
import { loadConfig } from "../src/config/load.ts";
import { post } from "./post.ts";
import { RawClient } from "./raw-client.ts";
import { createStage } from "./stage.ts";
import { startUp } from "./up.ts";
import type { Up } from "./up.ts";
import { until } from "./until.ts";

const stage = createStage();
const running: Up[] = [];
afterEach(async () => {
  for (const up of running.splice(0)) await up.clear();
  await stage.clear();
});

const events = [
  ...Array.from(
    { length: 40 },
    (_, i) => `data: {"choices":[{"index":0,"delta":{"content":"${i}"},"finish_reason":null}]}\n\n`,
  ),
  "data: [DONE]\n\n",
];
const streamed = post({ body: '{"model":"m","stream":true}' });

interface Running {
  readonly up: Up;
  readonly port: number;
  readonly consolePort: number;
  readonly provider: SimulatedProvider;
  /** With a stream that has begun. */
  readonly client: RawClient;
}

async function streaming(answer: ScriptedAnswer, drainSeconds: number): Promise<Running> {
  const provider = await stage.provider({ rules: [{ answer }] });
  const up = startUp(`
listen: "127.0.0.1:0"
console: "127.0.0.1:0"
drain_seconds: ${drainSeconds}
providers: { p: { kind: openai-compatible, base_url: "${provider.baseUrl}/v1" } }
routes: [{ match: "*", chain: ["p/*"] }]
`);
  running.push(up);
  const { port, consolePort } = await up.ports();
  const client = await RawClient.connect(port);
  client.send(streamed);
  await client.hears('"content":"0"');
  return { up, port, consolePort, provider, client };
}

async function readiness(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
}

/** Bun says so with an exception, or with a connection that closes at once. */
async function isRefused(port: number): Promise<boolean> {
  try {
    const client = await RawClient.connect(port);
    client.send(post());
    await until("the end of a connection", () => client.ending !== "open", 500);
    return client.receivedBytes === 0;
  } catch {
    return true;
  }
}

describe("SIGTERM", () => {
  test("lets an open stream finish, is not ready meanwhile, takes nothing new, and exits with 0", async () => {
    const { up, port, consolePort, client } = await streaming(
      { kind: "bytes", pieces: events, paceMs: 25 },
      20,
    );
    expect(await readiness(consolePort)).toBe(200);
    up.kill("SIGTERM");
    await until("it says so", () => up.errors().includes("open requests may take up to 20 s more"));
    expect(await readiness(consolePort)).toBe(503);
    expect((await fetch(`http://127.0.0.1:${consolePort}/healthz`)).status).toBe(200);
    expect(await isRefused(port)).toBe(true);
    const answer = await client.answer();
    expect([answer.isWhole, answer.body.toString()]).toEqual([true, events.join("")]);
    expect(await client.ended()).toBe("end");
    expect(await up.exited).toBe(0);
  });

  test("closes idle connections at once, and exits at once where nothing is open", async () => {
    const { up, client } = await streaming(
      { kind: "bytes", pieces: [...events.slice(0, 1), ...events.slice(-1)] },
      20,
    );
    await client.answer();
    up.kill("SIGTERM");
    expect(await client.ended()).toBe("end");
    expect(await up.exited).toBe(0);
  });

  test("cuts a stream that takes longer than drain_seconds, recognisably, and exits with 0", async () => {
    const { up, provider, client } = await streaming({ kind: "bytes", pieces: events, paceMs: 1_000 }, 0.3);
    const askedAt = performance.now();
    up.kill("SIGTERM");
    expect(await up.exited).toBe(0);
    const tookMs = performance.now() - askedAt;
    expect(tookMs).toBeGreaterThan(290);
    expect(tookMs).toBeLessThan(10_000);
    expect(await client.ended()).toBe("reset");
    expect((await client.answer()).isWhole).toBe(false);
    await until("the provider is told", () => provider.requests[0]?.end === "client-left");
  });

  test("twice stops at once", async () => {
    const { up, client } = await streaming({ kind: "bytes", pieces: events, paceMs: 1_000 }, 3_600);
    up.kill("SIGTERM");
    await until("it says so", () => up.errors().includes("Once again stops at once"));
    up.kill("SIGTERM");
    expect(await up.exited).toBe(143);
    expect(await client.ended()).toBe("reset");
  });
});

test("a gateway whose console cannot be had gives its other address back, in a process that goes on", async () => {
  const other = await stage.gateway(routes);
  const free = stage.peer();
  free.stop();
  const text = fileFor(free.port, Number(new URL(other.consoleUrl).port));
  const loaded = loadConfig(text, {});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const starting = startGateway({ config: loaded.loaded, env: {}, writeLog: () => undefined });
  expect(await starting.then(() => "started", String)).toContain("`console` cannot be had");
  expect(await RawClient.connect(free.port).catch(() => "refused")).toBe("refused");
});

const routes = `
providers: { p: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1" } }
routes: [{ match: "*", chain: ["p/*"] }]
`;

function fileFor(listen: number, console: number): string {
  return `listen: "127.0.0.1:${listen}"\nconsole: "127.0.0.1:${console}"\n${routes}`;
}

describe("an address that is in use", () => {
  test.each(["listen", "console"] as const)(
    "as `%s` is told, exits with 69, and leaves nothing running",
    async (which) => {
      // By another Holdfast, with whom a port could be shared unnoticed.
      const other = await stage.gateway(routes);
      const taken = which === "listen" ? other.port : Number(new URL(other.consoleUrl).port);
      const released = stage.peer();
      released.stop();
      const up = startUp(which === "listen" ? fileFor(taken, released.port) : fileFor(released.port, taken));
      running.push(up);
      expect(await up.exited).toBe(69);
      expect(up.errors()).toBe(
        `holdfast: \`${which}\` cannot be had at 127.0.0.1:${taken}: something else listens there already. [listen-failed]\n`,
      );
      expect(up.output()).toBe("");
      expect(await RawClient.connect(released.port).catch(() => "refused")).toBe("refused");
    },
  );
});
