// One spec, served twice: what a caller hears of a fault over real sockets, it hears in virtual time too.

import { afterAll, describe, expect, test } from "bun:test";
import { createPool } from "@holdfast/transport";
import type { CallClocks, Pool } from "@holdfast/transport";
import { ask } from "../test/heard.ts";
import type { Heard } from "../test/heard.ts";
import { dialects, forms, requestFor } from "../test/questions.ts";
import type { Form } from "../test/questions.ts";
import { until } from "../test/until.ts";
import { createVirtualClock, createVirtualScenario, faultCases, faults, startScenario } from "./index.ts";
import type { Dialect, FaultCase, ProviderRequest, RecordedRequest, Scenario } from "./index.ts";

const names = { model: "*", key: "sk-one", field: "extra" };
const times = { lateMs: 20, resetMs: 2_000, flapMs: 60_000 };

const cases = faultCases(names, times).filter(
  ({ fault }) => faults[fault.kind].notOnSockets === undefined && fault.kind !== "latency",
);

const text = "It is Paris — the city on the Seine, 巴黎, of course.";

const pools: Pool[] = [];
afterAll(() => {
  for (const pool of pools) pool.close();
});

describe.each(dialects)("%s", (dialect) => {
  describe.each(forms)("%s", (form) => {
    test.each(cases.filter((row) => isShownBy(row, form)))("$name", async (row) => {
      const scenario = scenarioFor(row, dialect);
      const request = requestFor(dialect, form, extraFor(row, dialect));
      const clocks = clocksFor(row);
      const real = await askReal(scenario, request, clocks);
      const virtual = askVirtual(scenario, request, clocks);
      expect(comparable(virtual, row)).toEqual(comparable(real, row));
      expect(real.heard.end).toBeDefined();
    });
  });
});

function isShownBy({ form: only }: FaultCase, form: Form): boolean {
  return only === undefined || (only === "stream") === (form === "streamed");
}

function scenarioFor({ fault, when = {} }: FaultCase, dialect: Dialect): Scenario {
  const isSecure = fault.kind === "tls-failure";
  return {
    providers: [
      { name: "one", tls: isSecure, dialects: [dialect], rules: [{ answer: { kind: "said", text } }] },
    ],
    faults: [{ fault: fault.kind === "ramp-limited" ? { ...fault, floor: 0 } : fault, when }],
  };
}

/** Short where silence is what is to be seen, since real time passes; long elsewhere, since machines are busy. */
function clocksFor({ fault: { kind } }: FaultCase): CallClocks {
  const isSilent = kind === "silence" || kind === "accept-silence";
  const isBroken = kind === "headers-then-silence" || kind === "stall";
  return { connectMs: 5_000, headMs: isSilent ? 120 : 5_000, idleMs: isBroken ? 250 : 5_000 };
}

/** What a request must have for the faults that look for it. */
function extraFor({ needs }: FaultCase, dialect: Dialect): object {
  const turns = [
    { role: "user", content: "Go on." },
    { role: "assistant", content: "It is" },
  ];
  if (needs === "extra-input") return { extra: 1 };
  if (needs !== "prefill") return {};
  if (dialect === "responses") return { input: turns };
  if (dialect !== "gemini") return { messages: turns };
  return {
    contents: turns.map(({ role, content }) => ({
      role: role === "user" ? role : "model",
      parts: [{ text: content }],
    })),
  };
}

interface Shown {
  readonly heard: Heard;
  /** As the provider saw it. */
  readonly requests: readonly RecordedRequest[];
}

async function askReal(scenario: Scenario, request: ProviderRequest, clocks: CallClocks): Promise<Shown> {
  const running = await startScenario(scenario);
  const pool = createPool({ resolve: running.resolve });
  pools.push(pool);
  try {
    const { protocol, hostname, port } = new URL(running.providers["one"]?.baseUrl ?? "");
    const { certificate } = running;
    const heard = ask(
      pool.origin({
        scheme: protocol === "https:" ? "https" : "http",
        host: hostname,
        port: Number(port),
        ...(certificate === undefined ? {} : { tls: { ca: certificate } }),
      }),
      signed(request),
      clocks,
    );
    await until("the call is over", () => heard.end !== undefined);
    const requests = (): readonly RecordedRequest[] => running.providers["one"]?.requests ?? [];
    await until("the provider sees it", () => requests().every((seen) => seen.end !== undefined));
    return { heard, requests: requests() };
  } finally {
    await running.stop();
  }
}

function askVirtual(scenario: Scenario, request: ProviderRequest, clocks: CallClocks): Shown {
  const clock = createVirtualClock();
  const virtual = createVirtualScenario(scenario, clock);
  const heard = ask(
    virtual.pool.origin({ scheme: "http", host: "one.invalid", port: 80 }),
    signed(request),
    clocks,
  );
  clock.advance(10_000);
  return { heard, requests: virtual.providers["one"]?.requests ?? [] };
}

function signed(request: ProviderRequest): ProviderRequest {
  return {
    ...request,
    headers: [...request.headers, ["authorization", "Bearer sk-one"]],
  };
}

/** Without what differs by nature: dates, and the line end that closing in order costs on sockets. */
function comparable({ heard, requests }: Shown, { fault }: FaultCase): object {
  const { status, headers, body, end, failure } = heard;
  const isClosed = fault.kind === "close-early" && fault.how === "close";
  return {
    status,
    headers: headers
      .filter(([name]) => name !== "connection" && !/date|reset|retry/.test(name))
      .map(([name, value]) => `${name}: ${value}`),
    body: body.replaceAll(/"created(_at)?":\d+|"completed_at":\d+/g, "").replace(/\r\n$/, ""),
    end,
    processed: failure?.processed,
    // The transport's server takes what closes in order for complete.
    seen: requests.map((request) => ({ isWhole: request.isWhole, end: isClosed ? "?" : request.end })),
  };
}

test("every fault of the table is a case, and every case one of the table", () => {
  const kinds = new Set<string>(faultCases(names).map(({ fault }) => fault.kind));
  expect(kinds).toEqual(new Set(Object.keys(faults)));
});
