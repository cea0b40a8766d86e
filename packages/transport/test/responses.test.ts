import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createPool } from "../src/index.ts";
import type { Origin, OutgoingRequest, Pool } from "../src/index.ts";
import { startRawProvider } from "./support/raw-provider.ts";
import type { RawProvider } from "./support/raw-provider.ts";
import type { RawSocket } from "./support/raw-socket.ts";
import { get, recordCall } from "./support/recorded-call.ts";
import type { Heard } from "./support/recorded-call.ts";
import { until, untilStill } from "./support/until.ts";

// Above every wait of the tests, so that a wait that is in vain says what it waited for.
setDefaultTimeout(30_000);

let pool: Pool | undefined;
let provider: RawProvider | undefined;

afterEach(() => {
  pool?.close();
  provider?.stop();
});

/** An origin whose provider does this with every request. */
function originThat(act: (connection: RawSocket) => void): Origin {
  provider = startRawProvider((connection) => {
    connection.onData = () => act(connection);
  });
  pool = createPool();
  return pool.origin({ scheme: "http", host: "127.0.0.1", port: provider.port });
}

async function over(heard: Heard): Promise<Heard> {
  await until("the call has ended", () => heard.isOver);
  return heard;
}

const head: OutgoingRequest = { ...get, method: "HEAD" };

describe("an answer", () => {
  test.each([
    ["with a length", get, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", "abc", 1],
    ["with a length of nothing", get, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "", 1],
    [
      "in chunks",
      get,
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
      "abc",
      1,
    ],
    [
      "behind interim ones",
      get,
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc",
      "abc",
      1,
    ],
    ["without content by its status", get, "HTTP/1.1 204 No Content\r\n\r\n", "", 1],
    [
      "that is not modified, and says how long it would be",
      get,
      "HTTP/1.1 304 Not Modified\r\ncontent-length: 3\r\n\r\n",
      "",
      1,
    ],
    ["to HEAD that says how long it would be", head, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n", "", 1],
    [
      "to HEAD that says it would be in chunks",
      head,
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
      "",
      1,
    ],
    ["to HEAD that says nothing of its length", head, "HTTP/1.1 200 OK\r\n\r\n", "", 1],
    [
      "to HEAD with the content it must not have",
      head,
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc",
      "",
      0,
    ],
    [
      "with the content that its status forbids",
      get,
      "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\nabc",
      "",
      0,
    ],
  ] as const)("%s is whole", async (_case, request, answer, body, idleCount) => {
    const origin = originThat((one) => one.send(answer));
    const heard = await over(recordCall(origin, request).heard);
    expect([heard.failure, heard.body, heard.events.at(-1)]).toEqual([undefined, body, "end"]);
    expect(origin.idleCount).toBe(idleCount);
  });

  test("with trailers has them at its end", async () => {
    const origin = originThat((one) =>
      one.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\n\r\n"),
    );
    const heard = await over(recordCall(origin).heard);
    expect(heard.trailers?.entries()).toEqual([["X-Sum", "7"]]);
  });

  test("that only the end of the connection ends is whole at that end, and the connection is gone", async () => {
    const origin = originThat((one) => {
      one.send("HTTP/1.1 200 OK\r\n\r\nabc");
      one.end();
    });
    const heard = await over(recordCall(origin).heard);
    expect([heard.failure, heard.body, origin.connectionCount]).toEqual([undefined, "abc", 0]);
    await until("the provider sees the end", () => provider?.openCount === 0);
  });

  test("that the provider closes behind is whole, though nothing more can be sent to it", async () => {
    const origin = originThat((one) => {
      one.send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc");
      one.close();
    });
    const heard = await over(recordCall(origin).heard);
    expect([heard.failure, heard.body]).toEqual([undefined, "abc"]);
    await until("the connection is gone", () => origin.connectionCount === 0);
  });

  test("that comes byte by byte is like any other", async () => {
    const answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    const origin = originThat((one) => {
      let at = 0;
      const timer = setInterval(() => {
        one.send(answer.charAt(at++));
        if (at === answer.length) clearInterval(timer);
      }, 0);
    });
    const heard = await over(recordCall(origin).heard);
    expect([heard.failure, heard.body, origin.idleCount]).toEqual([undefined, "abc", 1]);
  });
});

describe("a caller that pauses", () => {
  const size = 30_000_000;
  const content = Buffer.from(new Uint8Array(size).map((_, i) => i % 251));

  /** Sends the content, and closes the connection behind it. */
  function sending(framing: string): Origin {
    return originThat((one) => {
      one.send(`HTTP/1.1 200 OK\r\n${framing}\r\n`);
      one.send(content);
      one.end();
    });
  }

  test.each([
    ["a length", `content-length: ${size}\r\n`],
    ["the connection's end", ""],
  ])(
    "stops the provider, and then gets every byte, although the provider has closed meanwhile (%s)",
    async (_case, framing) => {
      const origin = sending(framing);
      const { call, heard } = recordCall(origin, get, { react: { head: () => call.pause() } });
      await until("the head is there", () => heard.events.includes("head"));
      const taken = await untilStill(
        "what the provider could send",
        () => provider?.connections[0]?.bytesTaken ?? 0,
      );
      expect(taken).toBeLessThan(size);
      expect(heard.isOver).toBe(false);
      call.resume();
      await over(heard);
      expect(heard.failure).toBeUndefined();
      expect(Buffer.compare(Buffer.concat(heard.pieces), content)).toBe(0);
    },
  );

  test("after every piece gets every byte", async () => {
    const origin = sending(`content-length: ${size}\r\n`);
    const { call, heard } = recordCall(origin, get, {
      react: {
        data() {
          call.pause();
          setTimeout(() => call.resume(), 0);
        },
      },
    });
    await until("the call has ended", () => heard.isOver, 20_000);
    expect(heard.failure).toBeUndefined();
    expect(Buffer.compare(Buffer.concat(heard.pieces), content)).toBe(0);
  });

  test("lets the idle clock stand still", async () => {
    const origin = originThat((one) => one.send("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc"));
    const { call, heard } = recordCall(origin, get, { clocks: { idleMs: 400 } });
    await until("a part is there", () => heard.body === "abc");
    call.pause();
    await Bun.sleep(800);
    expect(heard.isOver).toBe(false);
    call.resume();
    await over(heard);
    expect(heard.failure?.kind).toBe("idle-timeout");
  });

  test("leaves the connection reading for the next call, if it never resumes", async () => {
    const origin = originThat((one) => one.send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc"));
    const { call, heard } = recordCall(origin, get, { react: { data: () => call.pause() } });
    await over(heard);
    const next = recordCall(origin);
    expect(next.call.isReused).toBe(true);
    expect((await over(next.heard)).body).toBe("abc");
  });

  test("before there is a connection hears nothing until it resumes", async () => {
    const origin = originThat((one) => one.send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc"));
    const { call, heard } = recordCall(origin, get, { clocks: { headMs: 50 } });
    call.pause();
    await until("the answer is sent", () => (provider?.connections[0]?.bytesTaken ?? 0) > 0);
    await Bun.sleep(100);
    expect(heard.events).toEqual([]);
    call.resume();
    expect((await over(heard)).body).toBe("abc");
  });
});
