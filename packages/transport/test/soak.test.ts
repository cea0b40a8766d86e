// Many requests that end in every way there is. What is left at the end is what leaks.
// HOLDFAST_SOAK=full makes 200,000 of them; HOLDFAST_SEED makes the same choices again.

import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { MessageReader } from "./support/message-reader.ts";
import { mb, print } from "./support/print.ts";
import { Random } from "./support/random.ts";
import { refusingPort } from "./support/raw-provider.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { EVENTS, LARGE, courses, event, startSoakProvider } from "./support/soak-provider.ts";
import type { Course } from "./support/soak-provider.ts";
import { startHop } from "./support/subject.ts";
import { until } from "./support/until.ts";

const isFull = process.env["HOLDFAST_SOAK"] === "full";
const REQUESTS = isFull ? 200_000 : 20_000;
const TIME_MS = isFull ? 3_600_000 : 10_000;
const AT_A_TIME = 64;
const CLOCK_MS = 150;
const STAGES = 4;
/** From the end of the first stage to the end of the last: what the collector leaves lying about differs that much. */
const GROWTH_MB = 32;
const HEAP_GROWTH_MB = 3;

setDefaultTimeout(TIME_MS + 60_000);

const departures = {
  stays: 30,
  "leaves in its head": 1,
  "leaves in its body": 2,
  "leaves after its request": 2,
  "leaves in the answer": 3,
  "closes its sending side": 1,
} as const;

type Departure = keyof typeof departures;

/** What a client may get that stays until the end. */
const answers: Readonly<Record<Course | "refused", RegExp>> = {
  whole: /^200 whole$/,
  stream: new RegExp(`^200 ${event.repeat(EVENTS)}$`),
  large: new RegExp(`^200 (0123456789){${LARGE / 10}}$`),
  early: /^200 early$/,
  "close-after": /^200 whole$/,
  // On a connection that was used before, nobody can tell this from a connection that went stale.
  "reset-at-head": /^502 (stale|reset-before-head)$/,
  "close-at-head": /^502 (stale|reset-before-head)$/,
  "reset-before-head": /^502 (stale|reset-before-head)$/,
  "close-before-head": /^502 reset-before-head$/,
  "reset-in-body": /^cut$|^502 (stale|reset-before-head)$/,
  "close-in-body": /^cut$/,
  "stall-before-head": /^502 head-timeout$/,
  "stall-in-body": /^cut$/,
  garbage: /^502 malformed$/,
  refused: /^502 refused$/,
};

describe("a hop under requests that end in every way", () => {
  test(`keeps neither sockets nor timers nor memory after ${REQUESTS} of them`, async () => {
    const random = new Random(Number(process.env["HOLDFAST_SEED"] ?? Date.now() % 1_000_000));
    print(`seed ${random.seed} (HOLDFAST_SEED=${random.seed} makes the same choices)`);
    const provider = startSoakProvider();
    const hop = await startHop({
      providerPort: provider.port,
      refusingPort,
      clocksByTarget: {
        "/stall-before-head": { headMs: CLOCK_MS },
        "/stall-in-body": { idleMs: CLOCK_MS },
      },
    });
    const idleDescriptors = hop.descriptorCount();
    const wrong: string[] = [];
    let done = 0;
    const memories: number[] = [];
    const heaps: number[] = [];
    const startedAt = performance.now();
    for (let stage = 1; stage <= STAGES; stage++) {
      const goal = (REQUESTS * stage) / STAGES;
      const endAt = startedAt + (TIME_MS * stage) / STAGES;
      const loops = Array.from({ length: AT_A_TIME }, async () => {
        let client: RawSocket | undefined;
        while (done < goal && performance.now() < endAt) {
          done++;
          const course = random.below(25) === 0 ? "refused" : random.pick(courses);
          const departure = random.pick(departures);
          client = await attempt({ port: hop.port, client, course, departure, random, wrong });
        }
        client?.close();
      });
      await Promise.all(loops);
      await until("the provider's connections are closed or idle", () => provider.openCount <= 2 * AT_A_TIME);
      heaps.push((await hop.ask()).heapMb);
      memories.push(hop.memoryMb());
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const connection of provider.connections) connection.close();
    await until("all of the provider's connections are closed", () => provider.openCount === 0);
    await until("the hop's sockets are closed", () => hop.descriptorCount() <= idleDescriptors);
    const account = await hop.ask();
    const { begun, ends, failures, faults } = account;
    print(
      `${done} requests in ${seconds.toFixed(1)} s: descriptors ${idleDescriptors} before, ${hop.descriptorCount()} after; deadlines ${account.deadlines}; connections ${account.clientConnections} + ${account.poolConnections}`,
    );
    print(
      `memory after each quarter: ${memories.map(mb).join(", ")}; JS heap ${heaps.map((heap) => heap.toFixed(1)).join(", ")} MB`,
    );
    print(`ends: ${JSON.stringify(ends)}; failures: ${JSON.stringify(failures)}`);
    await hop.stop();
    provider.stop();
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(faults).toEqual([]);
    expect(account).toMatchObject({ clientConnections: 0, poolConnections: 0, poolIdle: 0, deadlines: 0 });
    expect(Object.values(ends).reduce((sum, times) => sum + times, 0)).toBe(begun);
    expect((memories.at(-1) ?? 0) - (memories[0] ?? 0)).toBeLessThan(GROWTH_MB);
    expect((heaps.at(-1) ?? 0) - (heaps[0] ?? 0)).toBeLessThan(HEAP_GROWTH_MB);
  });
});

interface Attempt {
  readonly port: number;
  /** A connection to use again. */
  readonly client: RawSocket | undefined;
  readonly course: Course | "refused";
  readonly departure: Departure;
  readonly random: Random;
  readonly wrong: string[];
}

/** Makes one request; returns the connection if it can be used again. */
async function attempt(one: Attempt): Promise<RawSocket | undefined> {
  const { course, departure, wrong } = one;
  const client = usable(one.client) ?? connectRaw(one.port);
  const got = { answer: "", isWhole: false, isLast: false };
  const over = Promise.withResolvers<void>();
  client.onOver = over.resolve;
  client.onData = new MessageReader({
    head(text) {
      got.answer = `${text.slice(9, 12)} `;
      got.isLast = /^connection: close/im.test(text);
      if (departure === "leaves in the answer") client.reset();
    },
    data: (bytes) => {
      got.answer += bytes.toString("latin1");
    },
    end() {
      got.isWhole = true;
      over.resolve();
    },
  }).push;
  await send(one, client);
  await ended(`${course}, a client that ${departure}`, over.promise);
  const told = got.isWhole ? got.answer : "cut";
  if (departure === "stays") {
    if (!answers[course].test(told)) wrong.push(`${course}: ${told.slice(0, 60)} ${client.error ?? ""}`);
    if (got.isWhole && !got.isLast) return client;
  }
  client.reset();
  return undefined;
}

function usable(client: RawSocket | undefined): RawSocket | undefined {
  if (client === undefined || !(client.isClosed || client.isEnded)) return client;
  client.reset();
  return undefined;
}

/** Sends the request, or as much of it as the client waits for. */
async function send({ course, departure, random }: Attempt, client: RawSocket): Promise<void> {
  const body = "b".repeat(random.below(4) === 0 ? random.below(200_000) : random.below(2_000));
  const head = `POST /${course} HTTP/1.1\r\nhost: test\r\ncontent-length: ${body.length}\r\n\r\n`;
  const patience = random.below(8);
  if (departure === "leaves in its head") {
    client.send(head.slice(0, 1 + random.below(head.length - 4)));
    await turns(patience);
    client.reset();
  } else if (departure === "leaves in its body") {
    client.send(head + body.slice(0, body.length >> 1));
    await turns(patience);
    client.close();
  } else {
    client.send(head + body);
    if (departure === "closes its sending side") client.end();
    if (departure !== "leaves after its request") return;
    await turns(patience);
    client.reset();
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for the end of an exchange without polling, which would be most of the work of thousands of them. */
async function ended(what: string, over: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for the end of an exchange: ${what}`)), 10_000);
  });
  await Promise.race([over, tooLate]);
  clearTimeout(timer);
}
