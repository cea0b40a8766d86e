import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { CallClocks, Origin, Pool } from "../src/index.ts";
import { expectFailure } from "./support/evidence.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { get, getOnWire, recordCall } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let pool: Pool | undefined;
let provider: RawProvider | undefined;

afterEach(() => {
  pool?.close();
  provider?.stop();
});

function originOf({ port }: RawProvider): Origin {
  pool = createPool();
  return pool.origin({ scheme: "http", host: "127.0.0.1", port });
}

/** A provider that does this with each request, and the call of one request to it. */
function callProvider(
  act: (connection: RawSocket) => void,
  clocks: Partial<CallClocks> = {},
): { heard: Heard; port: number } {
  provider = startRawProvider((connection) => {
    connection.onData = () => act(connection);
  });
  return { heard: recordCall(originOf(provider), get, { clocks }).heard, port: provider.port };
}

const opened = ["connectMs", "sentMs"] as const;
const answered = [...opened, "firstByteMs"] as const;
const begun = [...answered, "headMs"] as const;

describe("before the answer", () => {
  test.each([
    ["a reset", (one: RawSocket) => one.reset(), "ECONNRESET"],
    ["a close", (one: RawSocket) => one.close(), "closed before an answer"],
    ["an end of the provider's side", (one: RawSocket) => one.end(), "closed before an answer"],
  ] as const)("%s on a new connection is reset-before-head", async (_case, act, reason) => {
    const { heard, port } = callProvider(act);
    await expectFailure(heard, {
      kind: "reset-before-head",
      reason,
      processed: "maybe",
      phases: opened,
      bytesSent: getOnWire(port).length,
      bytesReceived: 0,
      address: `127.0.0.1:${port}`,
    });
    await until("the connection is gone", () => provider?.openCount === 0);
  });

  test("a close within the head is reset-before-head", async () => {
    const { heard, port } = callProvider((one) => {
      one.send("HTTP/1.1 200 OK\r\ncontent-");
      one.end();
    });
    await expectFailure(heard, {
      kind: "reset-before-head",
      reason: "closed before an answer",
      processed: "maybe",
      phases: answered,
      bytesSent: getOnWire(port).length,
      bytesReceived: 25,
      address: `127.0.0.1:${port}`,
    });
  });

  test.each([
    ["reset", "ECONNRESET"],
    ["close", "closed before an answer"],
  ] as const)("a %s on a connection that was used before is stale", async (how, reason) => {
    provider = startRawProvider((connection) => {
      let count = 0;
      connection.onData = () => {
        if (count++ === 0) connection.send("HTTP/1.1 204 No Content\r\n\r\n");
        else connection[how]();
      };
    });
    const { port } = provider;
    const origin = originOf(provider);
    const first = recordCall(origin);
    await until("the first is answered", () => first.heard.isOver);
    const { heard, call } = recordCall(origin);
    expect(call.isReused).toBe(true);
    await expectFailure(heard, {
      kind: "stale",
      reason,
      processed: "probably-not",
      phases: ["sentMs"],
      bytesSent: getOnWire(port).length,
      bytesReceived: 0,
      isReused: true,
      address: `127.0.0.1:${port}`,
    });
    expect(origin.connectionCount).toBe(0);
  });

  test("a close within the head on a connection that was used before is not stale: the provider was at it", async () => {
    provider = startRawProvider((connection) => {
      let count = 0;
      connection.onData = () => {
        connection.send(count === 0 ? "HTTP/1.1 204 No Content\r\n\r\n" : "HTTP/1.1 ");
        if (count++ > 0) connection.end();
      };
    });
    const origin = originOf(provider);
    const first = recordCall(origin);
    await until("the first is answered", () => first.heard.isOver);
    const { heard } = recordCall(origin);
    await until("the call has ended", () => heard.isOver);
    expect(heard.failure).toMatchObject({ kind: "reset-before-head", isReused: true, bytesReceived: 9 });
  });

  test.each([
    ["silence", "", opened],
    ["a head that never ends", "HTTP/1.1 200 OK\r\n", answered],
    ["nothing but an interim answer", "HTTP/1.1 103 Early Hints\r\n\r\n", answered],
  ] as const)("%s is a head-timeout", async (_case, answer, phases) => {
    const { heard, port } = callProvider((one) => one.send(answer), { headMs: 50 });
    await expectFailure(heard, {
      kind: "head-timeout",
      reason: "no answer within 50 ms",
      processed: "maybe",
      phases,
      bytesSent: getOnWire(port).length,
      bytesReceived: answer.length,
      address: `127.0.0.1:${port}`,
    });
    await until("the connection is closed", () => provider?.openCount === 0);
  });

  test.each([
    ["garbage", "\u0000\u0001\u0002 hello\r\n", "The status line is not HTTP/1.x SP CODE SP REASON."],
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n", "The status line is not HTTP/1.x SP CODE SP REASON."],
    [
      "a switch that nobody asked for",
      "HTTP/1.1 101 Switching\r\n\r\n",
      "The protocol was switched though nobody asked.",
    ],
    [
      "a flood of interim answers",
      "HTTP/1.1 103 Hints\r\n\r\n".repeat(17),
      "Too many 1xx answers came before the final one.",
    ],
  ])("%s is malformed", async (_case, answer, reason) => {
    const { heard, port } = callProvider((one) => one.send(answer));
    await expectFailure(heard, {
      kind: "malformed",
      reason,
      processed: "maybe",
      phases: answered,
      bytesSent: getOnWire(port).length,
      bytesReceived: answer.length,
      address: `127.0.0.1:${port}`,
    });
    await until("the connection is closed", () => provider?.openCount === 0);
  });
});

describe("within the answer", () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";
  const chunkedHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

  test.each([
    [
      "a close short of the length",
      "closed-early",
      "yes",
      { answer: `${head}abc`, next: "end", reason: "closed within the answer" },
    ],
    [
      "a close before the last chunk",
      "closed-early",
      "yes",
      { answer: `${chunkedHead}3\r\nabc\r\n`, next: "end", reason: "closed within the answer" },
    ],
    [
      "a close before the end of the trailers",
      "closed-early",
      "yes",
      { answer: `${chunkedHead}3\r\nabc\r\n0\r\n`, next: "end", reason: "closed within the answer" },
    ],
    ["a reset", "reset-in-body", "yes", { answer: `${head}abc`, next: "reset", reason: "ECONNRESET" }],
    [
      "a reset where only a close would tell the end",
      "reset-in-body",
      "yes",
      { answer: "HTTP/1.1 200 OK\r\n\r\nabc", next: "reset", reason: "ECONNRESET" },
    ],
    [
      "a chunk that is none",
      "malformed",
      "maybe",
      {
        answer: `${chunkedHead}3\r\nabcdef`,
        next: "wait",
        reason: "A chunk's data is not followed by CRLF.",
      },
    ],
    [
      "silence",
      "idle-timeout",
      "yes",
      { answer: `${head}abc`, next: "wait", reason: "nothing more of the answer within 80 ms" },
    ],
    [
      "silence before the body",
      "idle-timeout",
      "yes",
      { answer: head, next: "wait", reason: "nothing more of the answer within 80 ms" },
    ],
  ] as const)("%s is %s", async (_case, kind, processed, { answer, next, reason }) => {
    const { heard, port } = callProvider(
      (one) => {
        one.send(answer);
        // The runtime must have handed on what came before the reset.
        if (next === "reset") setTimeout(() => one.reset(), 20);
        else if (next === "end") one.end();
      },
      { idleMs: 80 },
    );
    await expectFailure(heard, {
      kind,
      reason,
      processed,
      phases: begun,
      bytesSent: getOnWire(port).length,
      bytesReceived: answer.length,
      address: `127.0.0.1:${port}`,
    });
    if (answer !== head) expect(heard.body).toStartWith("abc");
    await until("the connection is gone", () => provider?.openCount === 0);
  });

  test("a body that drips is not silent", async () => {
    const { heard } = callProvider(
      (one) => {
        one.send("HTTP/1.1 200 OK\r\ncontent-length: 30\r\n\r\n");
        let count = 0;
        const timer = setInterval(() => {
          one.send("x");
          if (++count === 30) clearInterval(timer);
        }, 20);
      },
      { idleMs: 400 },
    );
    await until("the call has ended", () => heard.isOver);
    expect([heard.failure, heard.body.length]).toEqual([undefined, 30]);
  });
});
