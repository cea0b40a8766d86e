// An attempt on an origin that is only played, for what no real one can be made to do in time.

import { afterEach, describe, expect, test } from "bun:test";
import type {
  Call,
  CallOptions,
  Failure,
  FailureKind,
  Origin,
  ResponseReader,
  Server,
} from "@holdfast/transport";
import { valuesOf } from "../../test/read-answer.ts";
import type { Answer } from "../../test/read-answer.ts";
import { RawClient } from "../../test/raw-client.ts";
import { planeWith } from "../../test/plane.ts";
import { until } from "../../test/until.ts";
import { loadConfig } from "../config/load.ts";
import { snapshotFrom } from "../config/snapshot.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import { listen } from "./listen.ts";
import type { ProviderFailed } from "./report.ts";

const snapshot = snapshotOf(`
listen: "127.0.0.1:0"
providers: { p: { kind: openai-compatible, base_url: "http://127.0.0.1:9/v1", speaks: [messages, chat] } }
routes: [{ match: "*", chain: ["p/*"], whole: passthrough }]
`);

function snapshotOf(yaml: string): Snapshot {
  const result = loadConfig(yaml, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return snapshotFrom(result.loaded, { version: 1 });
}

type Play = (reader: ResponseReader, options: CallOptions | undefined) => void;

interface Stand {
  readonly server: Server;
  readonly failed: ProviderFailed[];
  readonly faults: unknown[];
  /** Which calls were cancelled, counted from 1. */
  readonly cancelled: readonly number[];
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(0);
});

/** A data plane whose one origin does as told with each call. */
function stand(play: Play): Stand {
  const failed: ProviderFailed[] = [];
  const faults: unknown[] = [];
  const cancelled: number[] = [];
  let calls = 0;
  const origin: Origin = {
    address: { scheme: "http", host: "secret.example", port: 9 },
    connectionCount: 0,
    idleCount: 0,
    call(_, reader, options) {
      const number = ++calls;
      play(reader, options);
      return callWith(() => cancelled.push(number));
    },
  };
  const server = listen(
    planeWith({
      snapshot,
      pool: { origin: () => origin, close: () => undefined },
      report: { providerFailed: (one) => failed.push(one), fault: (fault) => faults.push(fault) },
    }),
  );
  servers.push(server);
  return { server, failed, faults, cancelled };
}

function callWith(cancel: () => void): Call {
  const nothing = (): void => undefined;
  const write = (): boolean => true;
  return {
    write,
    end: nothing,
    pause: nothing,
    resume: nothing,
    cancel,
    phases: {},
    isReused: false,
    address: undefined,
  };
}

function failureOf(kind: FailureKind): Failure {
  return {
    kind,
    reason: "certificate of secret.example",
    processed: "maybe",
    phases: {},
    elapsedMs: 1234.5,
    bytesSent: 0,
    bytesReceived: 0,
    isReused: false,
    address: "192.0.2.7:443",
  };
}

const paths = { messages: "/v1/messages", chat: "/v1/chat/completions" } as const;

async function ask({ server }: Stand, dialect: keyof typeof paths): Promise<Answer> {
  const client = await RawClient.connect(server.port);
  client.send(`POST ${paths[dialect]} HTTP/1.1\r\nhost: g\r\ncontent-length: 13\r\n\r\n{"model":"m"}`);
  const answer = await client.answer();
  client.reset();
  return answer;
}

const failing =
  (kind: FailureKind): Play =>
  (reader) =>
    queueMicrotask(() => reader.failed(failureOf(kind)));

describe("a provider that gave no answer", () => {
  const unreachable = { messages: [502, "api_error"], chat: [502, "server_error"] } as const;
  const silent = { messages: [504, "timeout_error"], chat: [504, "server_error"] } as const;
  const overloaded = { messages: [529, "overloaded_error"], chat: [503, "server_error"] } as const;

  test.each<[FailureKind, typeof unreachable | typeof silent | typeof overloaded, string]>([
    ["dns", unreachable, "its name cannot be resolved"],
    ["refused", unreachable, "it refused the connection"],
    ["unreachable", unreachable, "it cannot be reached"],
    ["connect-timeout", unreachable, "no connection came about in time"],
    ["tls", unreachable, "no secure connection could be made"],
    ["reset-before-head", unreachable, "it closed the connection before answering"],
    ["head-timeout", silent, "it did not answer in time"],
    ["idle-timeout", silent, "it fell silent"],
    ["reset-in-body", unreachable, "its answer broke off"],
    ["closed-early", unreachable, "its answer broke off"],
    ["malformed", unreachable, "its answer was not HTTP"],
    ["ours", overloaded, "this gateway is at a limit of its own"],
  ])("(%s) is told by name, in both dialects, without the evidence", async (kind, statuses, words) => {
    const standing = stand(failing(kind));
    for (const dialect of ["messages", "chat"] as const) {
      const answer = await ask(standing, dialect);
      const [status, type] = statuses[dialect];
      expect(answer.status).toBe(status);
      const message = `The provider \`p\` gave no answer: ${words} (${kind}, after 1235 ms).`;
      expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { type, message } });
      const isOurs = kind === "ours";
      expect(valuesOf(answer, "x-holdfast-attempts")).toEqual([isOurs ? "1" : "2"]);
    }
    expect(standing.failed.length).toBe(kind === "ours" ? 2 : 4);
    for (const told of standing.failed) {
      expect(told).toMatchObject({ requestId: "hf_1", provider: "p", model: "m", facts: failureOf(kind) });
    }
  });

  test("is asked on a new connection after a stale one, at once and unseen", async () => {
    const asked: unknown[] = [];
    const standing = stand((reader, options) => {
      asked.push(options?.isFresh);
      failing("stale")(reader, options);
    });
    const answer = await ask(standing, "chat");
    expect([answer.status, ...valuesOf(answer, "x-holdfast-attempts")]).toEqual([502, "2"]);
    expect(answer.body.toString()).toContain("it closed the connection twice before answering (stale");
    expect(asked).toEqual([false, true, false, true]);
    expect(standing.failed).toHaveLength(2);
  });
});

test("a client that leaves during the second try takes that one back", async () => {
  let tries = 0;
  const standing = stand((reader, options) => {
    if (++tries === 1) failing("stale")(reader, options);
  });
  const client = await RawClient.connect(standing.server.port);
  client.send(`POST ${paths.chat} HTTP/1.1\r\nhost: g\r\ncontent-length: 13\r\n\r\n{"model":"m"}`);
  await until("the second try", () => tries === 2);
  client.leave();
  await until("a call is cancelled", () => standing.cancelled.length > 0);
  expect(standing.cancelled).toEqual([2]);
  expect(standing.failed).toEqual([]);
});

test("an exception of our own is a 500 for its request alone, without its words", async () => {
  let calls = 0;
  const standing = stand((reader, options) => {
    if (++calls === 1) throw new Error("secret.example");
    failing("refused")(reader, options);
  });
  const answer = await ask(standing, "chat");
  expect(answer.status).toBe(500);
  expect(answer.body.toString()).not.toContain("secret.example");
  expect(standing.faults).toEqual([expect.objectContaining({ message: "secret.example" })]);
  expect((await ask(standing, "chat")).status).toBe(502);
});
