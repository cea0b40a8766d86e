import { afterEach, expect, test } from "bun:test";
import { chunksIn, connectRaw, requestText } from "../test/raw-client.ts";
import type { RawClient } from "../test/raw-client.ts";
import { until } from "../test/until.ts";
import { startProvider } from "./index.ts";
import type { Answer, Clock, Fault, SimulatedProvider } from "./index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

/** Time that passes only when a test says so. */
class ManualClock implements Clock {
  readonly #timers = new Map<object, { readonly ms: number; readonly run: () => void }>();

  /** How long each of those who wait wants to wait. */
  get waiting(): number[] {
    return [...this.#timers.values()].map(({ ms }) => ms);
  }

  now(): number {
    return 1_800_000_000_000;
  }

  after(ms: number, run: () => void): () => void {
    const timer = {};
    this.#timers.set(timer, { ms, run });
    return () => this.#timers.delete(timer);
  }

  /** Everybody who waits has waited long enough. */
  pass(): void {
    const due = [...this.#timers.values()];
    this.#timers.clear();
    for (const { run } of due) run();
  }
}

async function asking(clock: Clock, answer: Answer, fault?: Fault): Promise<RawClient> {
  const rule = fault === undefined ? { answer } : { answer, fault };
  provider = await startProvider({ script: { rules: [rule] }, clock });
  const client = connectRaw(provider.port);
  client.send(requestText("/v1/chat/completions", JSON.stringify({ model: "m", messages: [] })));
  return client;
}

const paced: Answer = { kind: "bytes", pieces: ["one", "two", "three"], paceMs: 40 };

test("the first event comes at once, and every other one its pace later", async () => {
  const clock = new ManualClock();
  const client = await asking(clock, paced);
  for (const [index, body] of ["one", "onetwo", "onetwothree"].entries()) {
    if (index > 0) clock.pass();
    await until(`${body} is here`, () => chunksIn(client.received).body === body);
    expect(clock.waiting).toEqual(index < 2 ? [40] : []);
  }
  await until("the end is here", () => chunksIn(client.received).isWhole);
  client.leave();
});

test("a client that leaves ends the waiting", async () => {
  const clock = new ManualClock();
  const client = await asking(clock, paced);
  await until("the first event is here", () => client.received.includes("one"));
  client.leave();
  await until("nobody waits", () => clock.waiting.length === 0);
  expect(provider?.requests[0]?.end).toBe("client-left");
});

test.each<[string, Fault | undefined]>([
  ["between two events", undefined],
  ["in silence", { kind: "silence" }],
  ["in a stall", { kind: "stall", afterEvents: 1 }],
])("stop ends a response %s, its timer and its connection", async (_where, fault) => {
  const clock = new ManualClock();
  const client = await asking(clock, paced, fault);
  await until("the request was read", () => provider?.requests[0]?.isWhole === true);
  await provider?.stop();
  await until("the connection ends", () => client.ending !== undefined);
  expect(clock.waiting).toEqual([]);
  expect(provider).toMatchObject({ connectionCount: 0, requests: [{ end: "stopped" }] });
});

test("a client that does not read holds the provider back, and gets everything when it reads again", async () => {
  const piece = "x".repeat(1024 * 1024);
  const pieces = Array.from({ length: 24 }, () => piece);
  provider = await startProvider({
    script: { rules: [{ answer: { kind: "bytes", pieces, framing: "length" } }] },
  });
  const client = connectRaw(provider.port);
  client.pause();
  client.send(requestText("/v1/chat/completions", "{}"));
  await until("the request was read", () => provider?.requests[0]?.isWhole === true);
  expect(provider.requests[0]?.end).toBeUndefined();
  client.resume();
  await until("the response is complete", () => provider?.requests[0]?.end === "complete");
  const body = (): number => client.received.length - client.received.indexOf("\r\n\r\n") - 4;
  await until("all of it is here", () => body() === 24 * piece.length);
  client.leave();
});

test("a client of HTTP/1.0 gets the stream without chunks, up to the end of the connection", async () => {
  provider = await startProvider({ script: { rules: [{ answer: { kind: "bytes", pieces: ["a", "b"] } }] } });
  const client = connectRaw(provider.port);
  client.send("POST /v1/messages HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
  await until("the connection ends", () => client.ending !== undefined);
  expect(client.received).toEndWith("\r\n\r\nab");
});
