import { describe, expect, test } from "bun:test";
import { latin1, textOf } from "../../test/latin1.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";
import { FieldSet } from "./fields.ts";
import type { Fields } from "./fields.ts";
import {
  HeadWriter,
  writeForwarded,
  writeFraming,
  writeRequestLine,
  writeStatusLine,
} from "./head-writer.ts";

describe("fields that are passed on", () => {
  test("keep their order, case, repetition and blanks", () => {
    const lines = "B: 2\r\na:1\r\nB:  3 \t\r\nEmpty:\r\nx_y: z\r\n";
    expect(forwarded(lines)).toBe(lines);
  });

  test("are joined across those that stay behind", () => {
    const lines = "A: 1\r\nHost: a\r\nB: 2\r\nContent-Length: 0\r\nConnection: keep-alive\r\nC: 3\r\n";
    expect(written(fieldsOf(lines, ""))).toBe("A: 1\r\nB: 2\r\nC: 3\r\n");
  });

  test.each([
    "Connection: close",
    "connection: keep-alive",
    "Keep-Alive: timeout=5",
    "Proxy-Connection: keep-alive",
    "Proxy-Authenticate: Basic",
    "Proxy-Authentication-Info: x",
    "Proxy-Authorization: Basic x",
    "TE: trailers",
    "Trailer: X-Sum",
    "Upgrade: h2c",
    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
    "Expect: 100-continue",
    "HOST: a.test",
    "content-length: 0",
  ])("do not include %s", (line) => {
    expect(
      written(fieldsOf(`A: 1\r\n${line}\r\nB: 2\r\n`, line.startsWith("HOST") ? "" : "Host: a.test\r\n")),
    ).toBe("A: 1\r\nB: 2\r\n");
  });

  test.each([
    ["X-Hop", "X-Hop: 1"],
    ["x-hop", "X-HOP: 1"],
    ["close, X-Hop", "x-hop: 1"],
    [",\tx-hop ,", "x-hop: 1"],
    ["x_hop", "X_Hop: 1"],
    ["x^hop", "x^hop: 1"],
    ["content-type", "Content-Type: text/plain"],
  ])("do not include what `Connection: %s` names: %s", (connection, line) => {
    expect(forwarded(`A: 1\r\n${line}\r\nConnection: ${connection}\r\nB: 2\r\n${line}\r\n`)).toBe(
      "A: 1\r\nB: 2\r\n",
    );
  });

  test.each([
    ["x~hop", "x^hop: 1"],
    ["x-hop", "x\u002dhop2: 1"],
    ["a, b; c", "c: 1"],
    ['"x-hop"', "x-hop: 1"],
  ])("include what `Connection: %s` does not name: %s", (connection, line) => {
    expect(forwarded(`${line}\r\nConnection: ${connection}\r\n`)).toBe(`${line}\r\n`);
  });

  test("do not include what any of several Connection fields names", () => {
    const lines = "Connection: x-a\r\nX-A: 1\r\nX-B: 2\r\nConnection: close\r\nX-C: 3\r\nConnection: x-b\r\n";
    expect(forwarded(lines)).toBe("X-C: 3\r\n");
  });

  test("do not include what the caller takes out, underscores included", () => {
    const without = new FieldSet(["X-Api-Key", "x_token"]);
    const { fields } = headOf("a: 1\r\nx-api-key: k\r\nX_Token: t\r\nX-TOKEN: t\r\nb: 2\r\n");
    expect(written(fields, without)).toBe("a: 1\r\nX-TOKEN: t\r\nb: 2\r\n");
  });

  test("are written strictly where a provider was sloppy", () => {
    const stream = latin1("HTTP/1.1 200 OK\nA : 1\nB:2 \r\nC:\n\n");
    const [answer] = readResponses([stream]).messages;
    if (answer === undefined) throw new Error("nothing was read");
    expect(written(answer.head.fields)).toBe("A: 1\r\nB:2 \r\nC: \r\n");
  });
});

test("naming Host, framing or a credential in Connection takes nothing of ours away", () => {
  const { fields } = headOf("Connection: host, content-length, transfer-encoding, x-api-key\r\nA: 1\r\n");
  const writer = new HeadWriter(8);
  writeRequestLine(writer, { method: "POST", target: "/x", host: "b.test" });
  writeForwarded(writer, { fields });
  writer.text("x-api-key: ours\r\n");
  writeFraming(writer, { kind: "length", length: 5 });
  writer.lineEnd();
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe(
    "POST /x HTTP/1.1\r\nhost: b.test\r\nA: 1\r\nx-api-key: ours\r\ncontent-length: 5\r\n\r\n",
  );
});

test("a target that was left empty in a URL is written as a path", () => {
  const writer = new HeadWriter(8);
  writeRequestLine(writer, { method: "GET", target: { bytes: latin1("abc"), start: 2, end: 2 }, host: "b" });
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe("GET / HTTP/1.1\r\nhost: b\r\n");
});

test("a status line keeps its space where there is no reason", () => {
  const writer = new HeadWriter(8);
  writeStatusLine(writer, { status: 200 });
  writeStatusLine(writer, { status: 404, reason: "Not Found" });
  writeStatusLine(writer, { status: 500, reason: { bytes: latin1("xOops"), start: 1, end: 5 } });
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe(
    "HTTP/1.1 200 \r\nHTTP/1.1 404 Not Found\r\nHTTP/1.1 500 Oops\r\n",
  );
});

test("framing is written as one line, or none", () => {
  const writer = new HeadWriter(8);
  writeFraming(writer, { kind: "none" });
  writeFraming(writer, { kind: "length", length: 0 });
  writeFraming(writer, { kind: "chunked" });
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe(
    "content-length: 0\r\ntransfer-encoding: chunked\r\n",
  );
});

test("a writer grows with what is written and begins anew when it is cleared", () => {
  const writer = new HeadWriter(4);
  const long = latin1("0123456789".repeat(50));
  writer.text("abc");
  writer.copy(long, 0, long.length);
  writer.copy(long, 3, 6);
  writer.copy(long, 6, 6);
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe(`abc${textOf(long)}345`);
  writer.clear();
  writer.text("x");
  expect(textOf(writer.bytes.subarray(0, writer.length))).toBe("x");
});

function forwarded(lines: string): string {
  return written(headOf(lines).fields);
}

function written(fields: Fields, without?: FieldSet): string {
  const writer = new HeadWriter(8);
  writeForwarded(writer, without === undefined ? { fields } : { fields, without });
  return textOf(writer.bytes.subarray(0, writer.length));
}

function headOf(lines: string): { readonly fields: Fields } {
  return { fields: fieldsOf(lines, "Host: a.test\r\n") };
}

function fieldsOf(lines: string, host: string): Fields {
  const { messages, violation } = readRequests([latin1(`POST / HTTP/1.1\r\n${host}${lines}\r\n`)]);
  const [message] = messages;
  if (message === undefined) throw new Error(`refused: ${violation}`);
  return message.head.fields;
}
