import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect } from "node:tls";
import type { Exchange } from "../src/index.ts";
import { serverCertificate } from "./support/certificate.ts";
import { connectRaw } from "./support/raw-socket.ts";
import { answer, startRecordedServer } from "./support/recorded-server.ts";
import type { RecordedServer } from "./support/recorded-server.ts";
import { until } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let served: RecordedServer | undefined;

afterEach(() => served?.server.stop(0));

const get = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const upload = (length: number, more = ""): string =>
  `POST / HTTP/1.1\r\nhost: x\r\n${more}content-length: ${length}\r\n\r\n`;

/** The types of TLS leave out this option of its sockets. */
const halfOpen: object = { allowHalfOpen: true };

function serve(act: (exchange: Exchange) => void): RecordedServer {
  served = startRecordedServer((exchange) => ({ end: () => act(exchange) }));
  return served;
}

describe("a client that asks whether to go on", () => {
  const request = upload(5, "expect: 100-continue\r\n");

  test("is told to when the handler has taken the request", async () => {
    const { port } = serve((exchange) => answer(exchange, "thanks"));
    const client = connectRaw(port);
    client.send(request);
    await until("it is told to go on", () => client.text === "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abcde");
    await until("the reply is there", () => client.text.endsWith("thanks"));
    expect(client.isEnded).toBe(false);
  });

  test("is told the answer and nothing else when the handler refuses at once", async () => {
    served = startRecordedServer((exchange) => {
      answer(exchange, "no", 413);
      return {};
    });
    const client = connectRaw(served.port);
    client.send(request);
    await until("the connection is closed", () => client.isEnded);
    expect(client.text).toBe("HTTP/1.1 413 \r\ncontent-length: 2\r\nconnection: close\r\n\r\nno");
  });

  test("in HTTP/1.0 is not told, for it would not know what is meant", async () => {
    const { port } = serve((exchange) => answer(exchange, "thanks"));
    const client = connectRaw(port);
    client.send("POST / HTTP/1.0\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\nabcde");
    await until("the connection is closed", () => client.isEnded);
    expect(client.text).toStartWith("HTTP/1.1 200 ");
  });
});

describe("an answer before the request is whole", () => {
  test("reaches a client that goes on sending, and then the connection is closed", async () => {
    served = startRecordedServer((exchange) => {
      answer(exchange, "too much", 413);
      return {};
    });
    const client = connectRaw(served.port);
    client.send(upload(20_000_000));
    client.send(Buffer.alloc(20_000_000));
    await until("the answer is there", () => client.isEnded && client.text.endsWith("too much"));
    expect(client.error).toBeUndefined();
    client.close();
    await until("the server has let go", () => served?.server.connectionCount === 0);
    expect(served.seen[0]?.end).toEqual({ kind: "complete" });
  });

  test("is not waited for without end when the client goes on and on", async () => {
    served = startRecordedServer(
      (exchange) => {
        answer(exchange, "too much", 413);
        return {};
      },
      { clocks: { lingerMs: 100 } },
    );
    const client = connectRaw(served.port);
    client.send(upload(100));
    await until("the answer is there", () => client.text.endsWith("too much"));
    await until("the server has let go", () => served?.server.connectionCount === 0);
  });
});

describe("a client that closes its side", () => {
  test("between requests has the connection closed", async () => {
    const { port, server } = serve((exchange) => answer(exchange, "ok"));
    const client = connectRaw(port);
    client.send(get);
    await until("the reply is there", () => client.text.endsWith("ok"));
    client.end();
    await until("the connection is closed", () => client.isClosed && server.connectionCount === 0);
    expect(client.error).toBeUndefined();
  });

  test("within a head has the connection closed, and no handler hears of it", async () => {
    const { port, server, seen } = serve(() => undefined);
    const client = connectRaw(port);
    client.send("GET / HT");
    await until("the connection is there", () => server.connectionCount === 1);
    client.end();
    await until("the connection is closed", () => server.connectionCount === 0);
    expect(seen).toEqual([]);
  });

  test.each(["end", "reset"] as const)("by %s within a body has left", async (how) => {
    const { port, seen } = serve(() => undefined);
    const client = connectRaw(port);
    client.send(`${upload(10)}abc`);
    await until("a part has come", () => seen[0]?.body === "abc");
    client[how]();
    await until("the exchange is over", () => seen[0]?.end !== undefined);
    expect(seen[0]?.end).toEqual({ kind: "client-left" });
    expect(seen[0]?.events).toEqual(["data", "ended"]);
  });

  test.each(["end", "reset"] as const)("by %s before it has a reply has left", async (how) => {
    const { port, seen } = serve(() => undefined);
    const client = connectRaw(port);
    client.send(get);
    await until("the request is there", () => seen[0]?.events.includes("end") === true);
    client[how]();
    await until("the exchange is over", () => seen[0]?.end !== undefined);
    expect(seen[0]?.end).toEqual({ kind: "client-left" });
  });

  test.each(["end", "reset"] as const)("by %s within the reply has left", async (how) => {
    const { port, seen } = serve((exchange) => {
      exchange.reply({ status: 200, framing: { kind: "chunked" } }).write(Buffer.from("part"));
    });
    const client = connectRaw(port);
    client.send(get);
    await until("a part is there", () => client.text.includes("part"));
    client[how]();
    await until("the exchange is over", () => seen[0]?.end !== undefined);
    expect(seen[0]?.end).toEqual({ kind: "client-left" });
  });

  test("when the reply has ended but is still on its way gets the rest of it", async () => {
    const size = 8_000_000;
    const { port, seen, server } = serve((exchange) => answer(exchange, "x".repeat(size)));
    const client = connectRaw(port);
    client.onData = () => client.pause();
    client.send(get);
    await until("the reply has begun", () => client.bytesReceived > 0);
    client.end();
    client.onData = () => undefined;
    client.resume();
    await until("the reply is there", () => client.bytesReceived > size);
    await until("the connection is closed", () => server.connectionCount === 0);
    expect(seen[0]?.end).toEqual({ kind: "complete" });
  });

  test("by reset while its reply waits to be read has left, and the reply was not complete", async () => {
    const { port, seen } = serve((exchange) => answer(exchange, "x".repeat(8_000_000)));
    const client = connectRaw(port);
    client.onData = () => client.pause();
    client.send(get);
    await until("the reply has begun", () => client.bytesReceived > 0);
    client.reset();
    await until("the exchange is over", () => seen[0]?.end !== undefined);
    expect(seen[0]?.end).toEqual({ kind: "client-left" });
  });

  test("by reset is noticed by a handler that has paused its body", async () => {
    served = startRecordedServer((exchange) => ({ data: () => exchange.pause() }));
    const client = connectRaw(served.port);
    client.send(`${upload(10)}abc`);
    await until("a part has come", () => served?.seen[0]?.body === "abc");
    client.reset();
    await until("the exchange is over", () => served?.seen[0]?.end !== undefined);
    expect(served.seen[0]?.end).toEqual({ kind: "client-left" });
  });
});

describe("a reply to a client that is gone", () => {
  test("is not complete, although nobody has said so yet when it is written", async () => {
    let reply: (() => void) | undefined;
    const { port, seen } = serve((exchange) => (reply = () => answer(exchange, "x".repeat(100_000))));
    const client = connectRaw(port);
    client.send(get);
    await until("the request is there", () => reply !== undefined);
    client.reset();
    // Without a pause in between, the runtime has had no chance to report the reset.
    const gone = performance.now() + 20;
    while (performance.now() < gone);
    reply?.();
    await until("the exchange is over", () => seen[0]?.end !== undefined);
    expect(seen[0]?.end).toEqual({ kind: "client-left" });
  });
});

describe("a server that stops", () => {
  test("closes idle connections at once, lets the others finish, and takes no new ones", async () => {
    let finish: (() => void) | undefined;
    const { port, server, seen } = serve((exchange) => (finish = () => answer(exchange, "last")));
    const [idle, busy] = [connectRaw(port), connectRaw(port)];
    busy.send(get);
    await until("one is busy", () => finish !== undefined && server.connectionCount === 2);
    let isStopped = false;
    const stopped = server.stop(10_000).then(() => (isStopped = true));
    await until("the idle one is closed", () => idle.isEnded);
    const late = connectRaw(port);
    await until("a new one is refused", () => late.isClosed);
    expect([busy.isEnded, isStopped]).toEqual([false, false]);
    finish?.();
    await stopped;
    await until("the busy one has its answer", () => busy.isEnded);
    expect(busy.text).toEndWith("connection: close\r\n\r\nlast");
    expect(seen[0]?.end).toEqual({ kind: "complete" });
  });

  test("ends what is still open when its grace is over, and says why", async () => {
    const { port, server, seen } = serve((exchange) => {
      exchange.reply({ status: 200, framing: { kind: "chunked" } }).write(Buffer.from("part"));
    });
    const client = connectRaw(port);
    client.send(get);
    await until("a part is there", () => client.text.includes("part"));
    await Promise.all([server.stop(50), server.stop(20)]);
    expect(seen[0]?.end).toEqual({ kind: "stopped" });
    expect(server.connectionCount).toBe(0);
    await until("the client sees it", () => client.isClosed);
  });
});

test("a server with as many connections as it may have closes further ones, and takes them again later", async () => {
  served = startRecordedServer((exchange) => ({ end: () => answer(exchange, "ok") }), { maxConnections: 2 });
  const { port, server } = served;
  const held = [connectRaw(port), connectRaw(port)];
  await until("both are there", () => server.connectionCount === 2);
  const third = connectRaw(port);
  await until("the third is closed", () => third.isClosed);
  held[0]?.close();
  await until("one is gone", () => server.connectionCount === 1);
  const fourth = connectRaw(port);
  fourth.send(get);
  await until("the fourth has an answer", () => fourth.text.endsWith("ok"));
});

describe("over TLS", () => {
  test("requests are answered, one after another", async () => {
    served = startRecordedServer((exchange) => ({ end: () => answer(exchange, "ok") }), {
      tls: serverCertificate,
    });
    const client = connectRaw(served.port, "tls");
    client.send(get.repeat(2));
    await until("both replies are there", () => client.text.match(/ok/g)?.length === 2);
  });

  test("a client that never closes its side does not keep the connection", async () => {
    served = startRecordedServer((exchange) => ({ end: () => answer(exchange, "last") }), {
      tls: serverCertificate,
      clocks: { lingerMs: 100 },
    });
    const client = connect({
      host: "127.0.0.1",
      port: served.port,
      ca: serverCertificate.cert,
      servername: "localhost",
      ...halfOpen,
    });
    let received = "";
    let isEnded = false;
    client.on("data", (bytes: Buffer) => (received += bytes.toString("latin1")));
    client.on("end", () => (isEnded = true));
    client.on("error", () => undefined);
    client.write("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    await until("the answer is there", () => received.endsWith("last") && isEnded);
    await until("the connection is cut", () => client.destroyed && served?.server.connectionCount === 0);
  });

  test("a client that never speaks TLS is let go by the clock of the head, and counts as a connection until then", async () => {
    served = startRecordedServer(() => undefined, { tls: serverCertificate, clocks: { headMs: 100 } });
    const client = connectRaw(served.port);
    await until("it is counted", () => served?.server.connectionCount === 1);
    await until("it is let go", () => client.isClosed && served?.server.connectionCount === 0);
    expect(client.text).toBe("");
  });

  test("a client that speaks plain HTTP to it is let go", async () => {
    served = startRecordedServer(() => undefined, { tls: serverCertificate });
    const client = connectRaw(served.port);
    client.send(get);
    await until(
      "it is let go",
      () => (client.isClosed || client.isEnded) && served?.server.connectionCount === 0,
    );
    expect(served.seen).toEqual([]);
  });
});
