import { describe, expect, test } from "bun:test";
import { latin1 } from "../../test/latin1.ts";
import { byteByByte } from "../../test/pieces.ts";
import { readRequests } from "../../test/read-stream.ts";
import type { RequestHead } from "./request-head.ts";
import { targetOf } from "./request-head.ts";

const host = "Host: a.test\r\n";

const targets: readonly (readonly [form: string, line: string, fields: string, target: string])[] = [
  ["a path", "GET /v1/messages HTTP/1.1", host, "/v1/messages"],
  ["a path with a query", "GET /a?b=c&d=%20 HTTP/1.1", host, "/a?b=c&d=%20"],
  ["a path that is not normalised", "GET /a/../b//c/./%2e%2E\\;x HTTP/1.1", host, "/a/../b//c/./%2e%2E\\;x"],
  ["a path that begins with two slashes", "GET //b.test/x HTTP/1.1", host, "//b.test/x"],
  ["a query alone", "GET /?x HTTP/1.1", host, "/?x"],
  ["a URL whose host agrees", "GET http://a.test/x?y HTTP/1.1", host, "/x?y"],
  ["a URL whose host agrees in another case", "GET HTTP://A.TEST/x HTTP/1.1", host, "/x"],
  ["a URL whose host and port agree", "GET https://a.test:8443/x HTTP/1.1", "Host: a.test:8443\r\n", "/x"],
  ["a URL with an address", "GET http://[::1]:80/x HTTP/1.1", "Host: [::1]:80\r\n", "/x"],
  ["a URL without a path", "GET http://a.test HTTP/1.1", host, "/"],
  ["a URL without a path, in HTTP/1.0 without a host", "GET http://b.test HTTP/1.0", "", "/"],
  ["a URL with a colon and an at sign in its path", "GET http://a.test/@b:c HTTP/1.1", host, "/@b:c"],
  ["the server itself", "OPTIONS * HTTP/1.1", host, "*"],
];

describe("a request target is", () => {
  test.each(targets)("%s", (_form, line, fields, target) => {
    expect(targetOf(headOf(`${line}\r\n${fields}\r\n`))).toBe(target);
  });
});

const connections: readonly (readonly [version: string, connection: string, keeps: boolean])[] = [
  ["HTTP/1.1", "", true],
  ["HTTP/1.1", "Connection: close\r\n", false],
  ["HTTP/1.1", "Connection: CLOSE\r\n", false],
  ["HTTP/1.1", "Connection: keep-alive\r\n", true],
  ["HTTP/1.1", "Connection: keep-alive, close\r\n", false],
  ["HTTP/1.1", "Connection: close, keep-alive\r\n", false],
  ["HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n", false],
  ["HTTP/1.1", "Connection: , ,\tclose ,\r\n", false],
  ["HTTP/1.1", "Connection: closed\r\n", true],
  ["HTTP/1.1", 'Connection: "close"\r\n', true],
  ["HTTP/1.1", "Connection:\r\n", true],
  ["HTTP/1.1", "Proxy-Connection: close\r\n", true],
  ["HTTP/1.0", "", false],
  ["HTTP/1.0", "Connection: Keep-Alive\r\n", true],
  ["HTTP/1.0", "Connection: x, keep-alive\r\n", true],
  ["HTTP/1.0", "Connection: keep-alive\r\nConnection: close\r\n", false],
  ["HTTP/1.0", "Connection: upgrade\r\n", false],
  ["HTTP/1.0", "Proxy-Connection: keep-alive\r\n", false],
];

describe("whether a connection goes on", () => {
  test.each(connections)("%s with %j: %j", (version, connection, keeps) => {
    expect(headOf(`GET / ${version}\r\n${host}${connection}\r\n`).keepsAlive).toBe(keeps);
  });
});

const expectations: readonly (readonly [version: string, fields: string, expects: boolean])[] = [
  ["HTTP/1.1", "Expect: 100-continue\r\nContent-Length: 5\r\n", true],
  ["HTTP/1.1", "expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n", true],
  ["HTTP/1.1", "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", true],
  ["HTTP/1.1", "Expect: 100-continue\r\n", false],
  ["HTTP/1.0", "Expect: 100-continue\r\nContent-Length: 5\r\n", false],
];

describe("whether a client waits for 100", () => {
  test.each(expectations)("%s with %j: %j", (version, fields, expects) => {
    expect(headOf(`POST / ${version}\r\n${host}${fields}\r\n`).expectsContinue).toBe(expects);
  });
});

test("up to four empty lines before a request are skipped", () => {
  for (const count of [1, 4]) {
    const stream = latin1(`${"\r\n".repeat(count)}GET /x HTTP/1.1\r\n${host}\r\n`);
    for (const pieces of [[stream], byteByByte(stream)]) {
      expect(readRequests(pieces).messages.map(({ head }) => targetOf(head))).toEqual(["/x"]);
    }
  }
});

test("empty lines between two requests are skipped as well", () => {
  const request = `POST / HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\nok`;
  const { messages, violation } = readRequests([latin1(`${request}\r\n${request}\r\n\r\n${request}`)]);
  expect({ count: messages.length, violation }).toEqual({ count: 3, violation: undefined });
});

test("HTTP/1.0 needs no Host", () => {
  expect(headOf("GET / HTTP/1.0\r\n\r\n").minorVersion).toBe(0);
});

test("a method is any token, in its own case", () => {
  const read = ["POST", "post", "GET", "GETS", "PUT", "M-SEARCH", "!"].map((method) =>
    headOf(`${method} / HTTP/1.1\r\n${host}\r\n`),
  );
  expect(read.map(({ method }) => method)).toEqual(["POST", "post", "GET", "GETS", "PUT", "M-SEARCH", "!"]);
});

test("fields keep their order, case, repetition and inner blanks", () => {
  const { fields } = headOf(
    "GET / HTTP/1.1\r\nHOST: a\r\nb:2\r\nA:\t 1  2 \t\r\nB: \r\nx_Y: \u00c3\u00a4\r\n\r\n",
  );
  expect(fields.entries()).toEqual([
    ["HOST", "a"],
    ["b", "2"],
    ["A", "1  2"],
    ["B", ""],
    ["x_Y", "\u00c3\u00a4"],
  ]);
  expect([fields.get("b"), fields.getAll("b"), fields.has("a"), fields.has("c")]).toEqual([
    "2",
    ["2", ""],
    true,
    false,
  ]);
  expect(fields.get("x_y")).toBe("\u00c3\u00a4");
});

test("requests in one piece are read one after another", () => {
  const stream = latin1(
    `GET /1 HTTP/1.1\r\n${host}\r\nPOST /2 HTTP/1.1\r\n${host}Content-Length: 1\r\n\r\nxGET /3 HTTP`,
  );
  const { messages, leftover, violation } = readRequests([stream]);
  expect(messages.map(({ head }) => targetOf(head))).toEqual(["/1", "/2"]);
  expect({ leftover, violation }).toEqual({ leftover: "GET /3 HTTP".length, violation: undefined });
});

function headOf(text: string): RequestHead {
  const { messages, violation } = readRequests([latin1(text)]);
  const [message] = messages;
  if (message === undefined) throw new Error(`refused: ${violation}`);
  return message.head;
}
