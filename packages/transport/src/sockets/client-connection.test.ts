import { describe, expect, test } from "bun:test";
import { FakeSocket, asSocket } from "../../test/support/fake-socket.ts";
import { defaultCallClocks } from "./call.ts";
import type { OutgoingRequest } from "./call.ts";
import { ClientCall } from "./client-call.ts";
import { ClientConnection } from "./client-connection.ts";
import type { Failure } from "./failure.ts";
import { originContextFrom } from "./origin-context.ts";
import { runTurn } from "./turn.ts";

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const get: OutgoingRequest = { method: "GET", target: "/", body: { kind: "none" } };
const upload: OutgoingRequest = { method: "POST", target: "/", body: { kind: "stream" } };
const ok = latin1("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
const long = latin1("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc");

interface Started {
  readonly socket: FakeSocket;
  readonly connection: ClientConnection;
  /** Makes a call and starts it here; `before` is done to the call before that. */
  readonly begin: (
    request?: OutgoingRequest,
    before?: (call: ClientCall) => void,
  ) => { call: ClientCall; events: string[]; failures: Failure[] };
  /** What became of the connection: `released` or `gone`. */
  readonly fates: string[];
}

function start(): Started {
  const socket = new FakeSocket();
  const fates: string[] = [];
  const context = originContextFrom(
    { scheme: "http", host: "api.test", port: 80 },
    {},
    {
      keepSession: () => void fates.push("session"),
      released: () => void fates.push("released"),
      gone: () => void fates.push("gone"),
    },
  );
  const connection = new ClientConnection(asSocket(socket), context);
  const begin: Started["begin"] = (request = get, before = () => undefined) => {
    const events: string[] = [];
    const failures: Failure[] = [];
    const reader = {
      head: () => void events.push("head"),
      data: (bytes: Uint8Array) => void events.push(`data ${Buffer.from(bytes).toString("latin1")}`),
      drained: () => void events.push("drained"),
      end: () => void events.push("end"),
      failed: (failure: Failure) => {
        events.push("failed");
        failures.push(failure);
      },
    };
    const call = new ClientCall(request.body, { reader, clocks: defaultCallClocks }, context);
    before(call);
    runTurn(() => connection.start(call, request));
    return { call, events, failures };
  };
  return { socket, connection, begin, fates };
}

describe("a connection that is closed", () => {
  test("says nothing more, whatever the runtime still reports", () => {
    const { socket, connection, begin, fates } = start();
    const { call, events } = begin();
    call.cancel();
    const report = (): void => {
      runTurn(() => connection.received(ok));
      runTurn(() => connection.drained());
      runTurn(() => connection.peerEnded());
      runTurn(() => connection.closed(new Error("late")));
      runTurn(() => connection.due());
      runTurn(() => connection.broken(new Error("late")));
    };
    report();
    expect([events, socket.deeds, fates]).toEqual([[], ["terminate"], ["gone"]]);
    expect(connection.isUsable()).toBe(false);
  });

  test("fails its call once, although the runtime calls back while it is being closed", () => {
    const { socket, connection, begin, fates } = start();
    socket.terminate = () => {
      socket.deeds.push("terminate");
      connection.closed(undefined);
    };
    const { events } = begin();
    runTurn(() => connection.received(latin1("nonsense\r\n")));
    expect([events, socket.deeds, fates]).toEqual([["failed"], ["terminate"], ["gone"]]);
  });
});

test("a call that was paused before it had a connection is paused on it", () => {
  const { socket, connection, begin } = start();
  const { call, events } = begin(get, (one) => one.pause());
  expect(socket.deeds).toEqual(["pause"]);
  runTurn(() => connection.received(ok));
  expect(events).toEqual([]);
  call.resume();
  expect(events).toEqual(["head", "data ok", "end"]);
});

describe("bytes that come although the call is paused", () => {
  test("wait until it resumes, in order", () => {
    const { socket, connection, begin } = start();
    const { call, events } = begin();
    runTurn(() => connection.received(long));
    call.pause();
    runTurn(() => connection.received(latin1("def")));
    runTurn(() => connection.received(latin1("ghi")));
    expect(events).toEqual(["head", "data abc"]);
    call.resume();
    expect(events).toEqual(["head", "data abc", "data def", "data ghi", "end"]);
    expect(socket.deeds).toEqual(["pause"]);
  });

  test("are followed by the end that came behind them, when it resumes", () => {
    const { connection, begin } = start();
    const { call, events, failures } = begin();
    runTurn(() => connection.received(latin1("HTTP/1.1 200 OK\r\n\r\nabc")));
    call.pause();
    runTurn(() => connection.received(latin1("def")));
    runTurn(() => connection.peerEnded());
    expect(events).toEqual(["head", "data abc"]);
    call.resume();
    expect([events, failures]).toEqual([["head", "data abc", "data def", "end"], []]);
  });

  test("behind the end of the answer are not taken for the next one", () => {
    const { connection, begin, fates } = start();
    const { call, events } = begin();
    runTurn(() => connection.received(long));
    call.pause();
    runTurn(() => connection.received(latin1("defghi")));
    runTurn(() => connection.received(ok));
    call.resume();
    expect(events.at(-1)).toBe("end");
    expect(fates).toEqual(["gone"]);
  });

  test("are dropped with a call that fails meanwhile, or is cancelled", () => {
    for (const how of ["closed", "cancel"] as const) {
      const { connection, begin, fates } = start();
      const { call, events } = begin();
      runTurn(() => connection.received(long));
      call.pause();
      runTurn(() => connection.received(latin1("def")));
      if (how === "cancel") call.cancel();
      else runTurn(() => connection.closed(undefined));
      call.resume();
      expect(events).toEqual(how === "cancel" ? ["head", "data abc"] : ["head", "data abc", "failed"]);
      expect(fates).toEqual(["gone"]);
    }
  });
});

describe("a reset that the runtime shows as an orderly end, because a write has met it before", () => {
  test("is a reset within an answer that only the end would end", () => {
    const { socket, connection, begin } = start();
    const { call, failures } = begin(upload);
    runTurn(() => connection.received(latin1("HTTP/1.1 200 OK\r\n\r\nabc")));
    socket.isGone = true;
    call.write(latin1("more"));
    runTurn(() => connection.peerEnded());
    expect(failures).toEqual([expect.objectContaining({ kind: "reset-in-body", processed: "yes" })]);
  });

  test("does not make a request count as sent", () => {
    const { socket, connection, begin } = start();
    socket.isGone = true;
    const { failures } = begin();
    runTurn(() => connection.peerEnded());
    expect(failures).toEqual([
      expect.objectContaining({ kind: "reset-before-head", bytesSent: 0, phases: {} }),
    ]);
  });
});
