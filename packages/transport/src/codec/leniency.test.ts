import { describe, expect, test } from "bun:test";
import { forwardRequest } from "../../test/forward.ts";
import { latin1, textOf } from "../../test/latin1.ts";
import { byteByByte } from "../../test/pieces.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";
import type { ReadMessage } from "../../test/read-stream.ts";
import { HeadWriter, writeForwarded } from "./head-writer.ts";
import type { ResponseHead } from "./response-head.ts";
import type { Violation } from "./violation.ts";

interface Leniency {
  readonly name: string;
  readonly provider: string;
  /** What is read of it, and how its fields go on to the client. */
  readonly read: {
    readonly payload: string;
    readonly forwarded: string;
    readonly trailers?: string;
    readonly keepsAlive?: boolean;
  };
  /** The same from a client, and why it is refused; missing where a client has nothing to be lenient about. */
  readonly client?: readonly [stream: string, violation: Violation];
}

const chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunkedRequest = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";

const leniencies: readonly Leniency[] = [
  {
    name: "bare-lf",
    provider: "HTTP/1.1 200 OK\nA: b\nC: d \r\nContent-Length: 2\n\nok",
    read: { payload: "ok", forwarded: "A: b\r\nC: d \r\n" },
    client: ["GET / HTTP/1.1\r\nHost: a.test\nA: b\n\n", "bare-lf"],
  },
  {
    name: "bare-lf in a trailer",
    provider: `${chunkedHead}2\r\nok\r\n0\r\nX-Sum: 1\n\n`,
    read: { payload: "ok", forwarded: "", trailers: "X-Sum: 1" },
    client: [`${chunkedRequest}2\r\nok\r\n0\r\nX-Sum: 1\n\n`, "bare-lf"],
  },
  {
    name: "space-before-colon",
    provider: "HTTP/1.1 200 OK\r\nA : b\r\nC\t:d\r\nContent-Length : 2\r\n\r\nok",
    read: { payload: "ok", forwarded: "A: b\r\nC: d\r\n" },
    client: ["GET / HTTP/1.1\r\nHost: a.test\r\nA : b\r\n\r\n", "space-before-colon"],
  },
  {
    name: "text-not-utf8",
    provider: "HTTP/1.1 200 OK\r\nA: caf\u00e9\r\nContent-Length: 2\r\n\r\nok",
    read: { payload: "ok", forwarded: "A: caf\u00e9\r\n" },
    client: ["GET / HTTP/1.1\r\nHost: a.test\r\nA: caf\u00e9\r\n\r\n", "text-not-utf8"],
  },
  {
    name: "missing-reason",
    provider: "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
    read: { payload: "ok", forwarded: "" },
  },
  {
    name: "missing-reason before a bare line feed",
    provider: "HTTP/1.1 200\nContent-Length: 2\n\nok",
    read: { payload: "ok", forwarded: "" },
  },
  {
    name: "chunk-size-padding",
    provider: `${chunkedHead}2  \r\nok\r\n1\t;a\r\n!\r\n0 \r\n\r\n`,
    read: { payload: "ok!", forwarded: "" },
    client: [`${chunkedRequest}2  \r\nok\r\n0\r\n\r\n`, "chunk-size-malformed"],
  },
  {
    name: "length-beside-coding",
    provider:
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    read: { payload: "ok", forwarded: "", keepsAlive: false },
    client: [
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "length-beside-coding",
    ],
  },
  {
    name: "trailer-forbidden",
    provider: `${chunkedHead}2\r\nok\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a=b\r\nContent-Length: 7\r\nX-T: 2\r\n\r\n`,
    read: { payload: "ok", forwarded: "", trailers: "X-Sum: 1|X-T: 2" },
    client: [`${chunkedRequest}0\r\nSet-Cookie: a=b\r\n\r\n`, "trailer-forbidden"],
  },
  {
    name: "field-name-confusing",
    provider: "HTTP/1.1 200 OK\r\nContent_Length: 9\r\nTransfer_Encoding: x\r\nContent-Length: 2\r\n\r\nok",
    read: { payload: "ok", forwarded: "" },
    client: ["POST / HTTP/1.1\r\nHost: a.test\r\nContent_Length: 9\r\n\r\n", "field-name-confusing"],
  },
];

test.each(leniencies)("$name is read from a provider and does not reach the client", ({ provider, read }) => {
  const stream = latin1(provider);
  for (const pieces of [[stream], byteByByte(stream)]) {
    const reading = readResponses(pieces);
    const [only] = reading.messages;
    if (only === undefined) throw new Error(`refused: ${reading.violation}`);
    expect(reading.messages).toHaveLength(1);
    expect({ whole: only.isWhole, end: only.end }).toEqual({ whole: true, end: stream.length });
    expect(textOf(only.payload)).toBe(read.payload);
    expect(forwarded(only)).toBe(read.forwarded);
    expect(trailersOf(only)).toBe(read.trailers ?? "");
    expect(only.head.keepsAlive).toBe(read.keepsAlive ?? true);
  }
});

for (const { name, client } of leniencies) {
  if (client === undefined) continue;
  const [text, violation] = client;
  test(`${name} is refused from a client`, () => {
    const stream = latin1(text);
    for (const pieces of [[stream], byteByByte(stream)]) {
      expect(readRequests(pieces).violation).toBe(violation);
    }
  });
}

describe("identical repeated lengths", () => {
  test("are taken from a client as one, and one goes on", () => {
    const request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nA: b\r\ncontent-length: 2\r\n\r\nok";
    const { messages, violation } = readRequests([latin1(request)]);
    expect({ violation, payload: messages.map(({ payload }) => textOf(payload)) }).toEqual({
      violation: undefined,
      payload: ["ok"],
    });
    const [only] = messages;
    if (only === undefined) throw new Error("nothing was read");
    expect(textOf(forwardRequest(only, "counted"))).toBe(
      "POST / HTTP/1.1\r\nhost: upstream.test\r\nA: b\r\nx-api-key: ours\r\ncontent-length: 2\r\n\r\nok",
    );
  });

  test("are taken from a provider as one, and none of them goes on by itself", () => {
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: b\r\ncontent-length: 02\r\n\r\nok";
    const [only] = readResponses([latin1(answer)]).messages;
    if (only === undefined) throw new Error("nothing was read");
    expect([textOf(only.payload), forwarded(only)]).toEqual(["ok", "A: b\r\n"]);
  });
});

test("a provider may pad every chunk of an endless stream", () => {
  const stream = latin1(`${chunkedHead}${"1       ;a=b\r\nx\r\n".repeat(20_000)}`);
  expect(readResponses([stream]).violation).toBeUndefined();
});

function forwarded(message: ReadMessage<ResponseHead>): string {
  const writer = new HeadWriter(16);
  writeForwarded(writer, { fields: message.head.fields });
  return textOf(writer.bytes.subarray(0, writer.length));
}

function trailersOf(message: ReadMessage<ResponseHead>): string {
  return (message.trailers?.entries() ?? []).map((entry) => entry.join(": ")).join("|");
}
