import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Reply, ServerClocks } from "../src/index.ts";
import { connectRaw } from "./support/raw-socket.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { Acts, RecordedServer, Seen } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let served: RecordedServer | undefined;

afterEach(() => served?.server.stop(0));

/** One clock is short; the others are the defaults, which no test waits for. */
function serve(clocks: Partial<ServerClocks>, begin: (seen: Seen) => Acts): RawSocket {
  served = startRecordedServer((_exchange, seen) => begin(seen), { clocks });
  return connectRaw(served.port);
}

const answering = (seen: Seen): Acts => ({ end: () => answer(seen.exchange, "ok") });
const get = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const post = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n";
const slow = "HTTP/1.1 408 Request Timeout\r\n";

/** Sends a byte now and then, until the peer has had enough. */
async function drip(client: RawSocket, everyMs: number): Promise<void> {
  while (!client.isEnded && !client.isClosed) {
    client.send("x");
    await Bun.sleep(everyMs);
  }
}

describe("the clock of the head", () => {
  test("closes a connection on which nothing comes, without a word", async () => {
    const client = serve({ headMs: 50 }, answering);
    await until("it is closed", () => client.isEnded);
    expect(client.text).toBe("");
  });

  test("answers a head that is never finished with 408, however it drips", async () => {
    const client = serve({ headMs: 80 }, answering);
    client.send("GET / HTTP/1.1\r\nx-slow: ");
    await drip(client, 10);
    expect(client.text).toStartWith(slow);
    expect(served?.seen).toEqual([]);
  });

  test("begins anew with the first byte of the next request", async () => {
    const client = serve({ headMs: 80, keepAliveMs: 10_000 }, answering);
    client.send(get);
    await until("the reply is there", () => client.text.endsWith("ok"));
    client.send("GET / HT");
    await until("the client is told", () => client.isEnded);
    expect(client.text).toContain(`ok${slow}`);
  });
});

describe("the clock between requests", () => {
  test("closes the connection without a word", async () => {
    const client = serve({ keepAliveMs: 50 }, answering);
    client.send(get);
    await until("the connection is closed", () => client.isEnded);
    expect(client.text).toEndWith("\r\n\r\nok");
    expect(client.error).toBeUndefined();
  });

  test("does not run while a reply is awaited", async () => {
    let reply: (() => void) | undefined;
    const client = serve(
      { headMs: 40, keepAliveMs: 40, bodyIdleMs: 40, requestMs: 40, stallMs: 40, lingerMs: 40 },
      (seen) => ({
        end: () => void (reply = () => answer(seen.exchange, "late")),
      }),
    );
    client.send(get);
    await until("the request is there", () => reply !== undefined);
    await Bun.sleep(200);
    reply?.();
    await until("the reply is there", () => client.text.endsWith("late"));
  });
});

describe("the clocks of the body", () => {
  test("answer a body that stops coming with 408", async () => {
    const client = serve({ bodyIdleMs: 50 }, answering);
    client.send(`${post}abc`);
    await until("the client is told", () => client.isEnded);
    expect(client.text).toStartWith(slow);
    expect(served?.seen[0]?.end).toEqual({ kind: "client-stalled", phase: "sending" });
  });

  test("answer a body that drips for too long with 408", async () => {
    const client = serve({ bodyIdleMs: 10_000, requestMs: 100 }, answering);
    client.send(post);
    await drip(client, 10);
    expect(client.text).toStartWith(slow);
    expect(served?.seen[0]?.end).toEqual({ kind: "client-stalled", phase: "sending" });
  });

  test("let a body come that never pauses for long", async () => {
    const client = serve({ bodyIdleMs: 500 }, answering);
    client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 40\r\n\r\n");
    for (let i = 0; i < 40; i++) {
      client.send("x");
      await Bun.sleep(20);
    }
    await until("the reply is there", () => client.text.endsWith("ok"));
  });

  test("stand still while the handler does not want more", async () => {
    const client = serve({ bodyIdleMs: 50, requestMs: 150 }, (seen) => ({
      data: () => seen.exchange.pause(),
      end: () => answer(seen.exchange, "ok"),
    }));
    client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\nabc");
    await until("a part has come", () => served?.seen[0]?.body === "abc");
    await Bun.sleep(300);
    expect(served?.seen[0]?.end).toBeUndefined();
    client.send("def");
    served?.seen[0]?.exchange.resume();
    await until("the reply is there", () => client.text.endsWith("ok"));
  });

  test("cut the connection where the reply has begun, for it cannot be told any more", async () => {
    let reply: Reply | undefined;
    const client = serve({ bodyIdleMs: 50 }, (seen) => ({
      data: () => void (reply ??= seen.exchange.reply({ status: 200, framing: { kind: "chunked" } })),
    }));
    client.send(`${post}abc`);
    await until("the connection is cut", () => client.isClosed);
    expect(client.text).not.toContain("408");
    expect(served?.seen[0]?.end).toEqual({ kind: "client-stalled", phase: "sending" });
  });
});

describe("the clock of a reader", () => {
  test("ends the exchange with a client that does not read", async () => {
    const client = serve({ stallMs: 100 }, (seen) => ({
      end: () => answer(seen.exchange, "x".repeat(8_000_000)),
    }));
    client.onData = () => client.pause();
    client.send(get);
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    expect(served?.seen[0]?.end).toEqual({ kind: "client-stalled", phase: "reading" });
    expect(served?.server.connectionCount).toBe(0);
    client.reset();
  });

  test("runs for what was gathered in a turn, too, though every write was taken", async () => {
    const client = serve({ stallMs: 100 }, (seen) => ({
      end() {
        const reply = seen.exchange.reply({ status: 200, framing: { kind: "chunked" } });
        // Small pieces, one a turn, until the kernel is full; then never again.
        const timer = setInterval(() => {
          for (let i = 0; i < 100; i++) if (!reply.write(Buffer.alloc(8000))) return clearInterval(timer);
        }, 0);
      },
    }));
    client.onData = () => client.pause();
    client.send(get);
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    expect(served?.seen[0]?.end).toEqual({ kind: "client-stalled", phase: "reading" });
    client.reset();
  });

  test("stops when the client has read everything", async () => {
    const size = 8_000_000;
    let reply: Reply | undefined;
    const client = serve({ stallMs: 200 }, (seen) => ({
      end() {
        reply = seen.exchange.reply({ status: 200, framing: { kind: "length", length: size + 4 } });
        reply.write(Buffer.alloc(size));
      },
    }));
    client.onData = () => client.pause();
    client.send(get);
    await until("the client is behind", () => client.bytesReceived > 0);
    client.onData = () => undefined;
    client.resume();
    await until("it has caught up", () => served?.seen[0]?.events.includes("drained") === true);
    await Bun.sleep(500);
    reply?.write(Buffer.from("last"));
    reply?.end();
    await until("the reply is there", () => served?.seen[0]?.end !== undefined);
    expect(served?.seen[0]?.end).toEqual({ kind: "complete" });
  });

  test("begins anew with everything that the client reads", async () => {
    const size = 40_000_000;
    const client = serve({ stallMs: 1000 }, (seen) => ({
      end: () => answer(seen.exchange, "x".repeat(size)),
    }));
    let isWaiting = false;
    client.onData = () => {
      if (isWaiting) return;
      isWaiting = true;
      client.pause();
      setTimeout(() => {
        isWaiting = false;
        client.resume();
      }, 20);
    };
    client.send(get);
    await until("the reply is there", () => client.bytesReceived > size, 30_000);
    expect(served?.seen[0]?.end).toEqual({ kind: "complete" });
  });
});
