import { describe, expect, test } from "bun:test";
import { FakeSocket, asSocket } from "../../test/support/fake-socket.ts";
import type { Exchange, ExchangeEnd, Reply, RequestReader } from "./exchange.ts";
import { ServerConnection } from "./server-connection.ts";
import { contextFrom } from "./server-context.ts";
import { runTurn } from "./turn.ts";

interface Started {
  readonly socket: FakeSocket;
  readonly connection: ServerConnection;
  readonly events: string[];
  readonly exchange: () => Exchange;
  readonly isClosed: () => boolean;
}

function start(acts: { data?: () => void; end?: (exchange: Exchange) => void } = {}): Started {
  const socket = new FakeSocket();
  const events: string[] = [];
  const exchanges: Exchange[] = [];
  const closed: unknown[] = [];
  const handler = (exchange: Exchange): RequestReader => {
    exchanges.push(exchange);
    return {
      data(bytes) {
        events.push(`data ${Buffer.from(bytes).toString("latin1")}`);
        acts.data?.();
      },
      end() {
        events.push("end");
        acts.end?.(exchange);
      },
      drained: () => void events.push("drained"),
      ended: ({ kind }: ExchangeEnd) => void events.push(`ended ${kind}`),
    };
  };
  const context = contextFrom(
    { hostname: "", port: 0, handler },
    (connection) => void closed.push(connection),
  );
  const connection = new ServerConnection(asSocket(socket), context);
  const exchange = (): Exchange => {
    const last = exchanges.at(-1);
    if (last === undefined) throw new Error("there is no exchange");
    return last;
  };
  return { socket, connection, events, exchange, isClosed: () => closed.length > 0 };
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const get = latin1("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
const post = (length: number, body: string): Uint8Array =>
  latin1(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${body}`);

function chunked(exchange: Exchange): Reply {
  return exchange.reply({ status: 200, framing: { kind: "chunked" } });
}

describe("a connection that is closed", () => {
  test("is told of nothing more, whatever the runtime still reports", () => {
    const { socket, connection, events, exchange } = start();
    runTurn(() => connection.receive(get));
    exchange().abort();
    const before = [...socket.deeds];
    expect([events, before]).toEqual([["end", "ended aborted"], ["terminate"]]);
    runTurn(() => connection.receive(get));
    runTurn(() => connection.drained());
    runTurn(() => connection.clientEnded());
    runTurn(() => connection.socketClosed());
    runTurn(() => connection.outOfPatience("sending"));
    runTurn(() => connection.stop());
    runTurn(() => connection.terminate());
    expect([events, socket.deeds, socket.text]).toEqual([["end", "ended aborted"], before, ""]);
  });

  test("is closed once, with one end, although the runtime calls back while it is being closed", () => {
    const { socket, connection, events } = start();
    socket.terminate = () => {
      socket.deeds.push("terminate");
      connection.socketClosed();
    };
    runTurn(() => connection.receive(get));
    runTurn(() => connection.clientEnded());
    expect([events, socket.deeds]).toEqual([["end", "ended client-left"], ["terminate"]]);
  });

  test("because a callback of ours threw has its exchange end as faulted", () => {
    const { connection, events, isClosed } = start();
    runTurn(() => connection.receive(get));
    runTurn(() => connection.broken(new Error("a defect of ours")));
    expect([events, isClosed()]).toEqual([["end", "ended faulted"], true]);
  });
});

describe("a kernel that drains", () => {
  test("without a write that was refused is nobody's business", () => {
    const { socket, connection, events } = start({
      end: (exchange) => void chunked(exchange).write(latin1("taken")),
    });
    socket.room = 10;
    runTurn(() => connection.receive(get));
    // All was gathered and taken; only at the end of the turn did the kernel turn out to be full.
    expect(events).toEqual(["end"]);
    socket.room = 1000;
    runTurn(() => connection.drained());
    expect(events).toEqual(["end"]);
    expect(socket.text).toEndWith("5\r\ntaken\r\n");
  });

  test("by a part says nothing yet, and then says it once", () => {
    const { socket, connection, events, exchange } = start();
    runTurn(() => connection.receive(get));
    socket.room = 10;
    expect(chunked(exchange()).write(Buffer.alloc(100_000))).toBe(false);
    socket.room = 1000;
    runTurn(() => connection.drained());
    expect(events).toEqual(["end"]);
    socket.room = 1_000_000;
    runTurn(() => connection.drained());
    runTurn(() => connection.drained());
    expect(events).toEqual(["end", "drained"]);
  });

  test("finishes a reply that was ended before, and the next request is read", () => {
    const { socket, connection, events, exchange } = start();
    runTurn(() => connection.receive(get));
    runTurn(() => connection.receive(get));
    socket.room = 10;
    const reply = chunked(exchange());
    reply.write(latin1("abc"));
    reply.end();
    expect(events).toEqual(["end"]);
    socket.room = 1000;
    runTurn(() => connection.drained());
    expect(events).toEqual(["end", "ended complete", "end"]);
  });
});

describe("bytes that come although the handler has paused", () => {
  test("wait until it resumes, in order", () => {
    const { connection, events, exchange, socket } = start();
    runTurn(() => connection.receive(post(9, "abc")));
    exchange().pause();
    runTurn(() => connection.receive(latin1("def")));
    runTurn(() => connection.receive(latin1("ghi")));
    expect(events).toEqual(["data abc"]);
    exchange().resume();
    expect(events).toEqual(["data abc", "data def", "data ghi", "end"]);
    expect(socket.deeds).toEqual(["pause", "resume"]);
  });

  test("wait again when it pauses again", () => {
    const { connection, events, exchange } = start({ data: () => exchange().pause() });
    runTurn(() => connection.receive(post(9, "abc")));
    runTurn(() => connection.receive(latin1("def")));
    runTurn(() => connection.receive(latin1("ghi")));
    exchange().resume();
    expect(events).toEqual(["data abc", "data def"]);
    exchange().resume();
    expect(events).toEqual(["data abc", "data def", "data ghi", "end"]);
  });

  test("are dropped with an exchange that ends meanwhile", () => {
    const { connection, events, exchange, isClosed } = start();
    runTurn(() => connection.receive(post(9, "abc")));
    exchange().pause();
    runTurn(() => connection.receive(latin1("def")));
    runTurn(() => connection.socketClosed());
    exchange().resume();
    expect([events, isClosed()]).toEqual([["data abc", "ended client-left"], true]);
  });
});
