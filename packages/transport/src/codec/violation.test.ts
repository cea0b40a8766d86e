import { describe, expect, test } from "bun:test";
import { latin1 } from "../../test/latin1.ts";
import { byteByByte } from "../../test/pieces.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";
import { defaultCodecLimits } from "./limits.ts";
import type { CodecLimits } from "./limits.ts";
import { violationReason, violationStatus, violations } from "./violation.ts";
import type { Violation } from "./violation.ts";

const limits: CodecLimits = {
  ...defaultCodecLimits,
  headBytes: 200,
  fieldCount: 4,
  extensionBytes: 16,
  trailerBytes: 32,
};

const host = "Host: a.test\r\n";
const chunked = `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`;
const withField = (line: string): string => `GET / HTTP/1.1\r\n${host}${line}\r\n\r\n`;

/** What a client does wrong, in words and in bytes. */
const fromClient: Partial<Record<Violation, Readonly<Record<string, string>>>> = {
  "request-line-malformed": {
    "no target": `GET HTTP/1.1\r\n${host}\r\n`,
    "no version": `GET /\r\n${host}\r\n`,
    "two spaces": `GET  / HTTP/1.1\r\n${host}\r\n`,
    "a tab for a space": `GET\t/ HTTP/1.1\r\n${host}\r\n`,
    "a space before the method": ` GET / HTTP/1.1\r\n${host}\r\n`,
    "a space behind the version": `GET / HTTP/1.1 \r\n${host}\r\n`,
    "a method that is no token": `GE(T / HTTP/1.1\r\n${host}\r\n`,
    "another protocol": `GET / ICAP/1.0\r\n${host}\r\n`,
    ...oneByteOff("HTTP/1.1", (version) => `GET / ${version}\r\n${host}\r\n`),
    "a protocol in lower case": `GET / http/1.1\r\n${host}\r\n`,
    "five empty lines before it": `${"\r\n".repeat(5)}GET / HTTP/1.1\r\n${host}\r\n`,
    "an answer": "HTTP/1.1 200 OK\r\n\r\n",
    "a TLS handshake": "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\n",
  },
  "method-unsupported": {
    "a tunnel": `CONNECT a.test:443 HTTP/1.1\r\n${host}\r\n`,
    "a method beyond any length": `${"A".repeat(25)} / HTTP/1.1\r\n${host}\r\n`,
  },
  "target-malformed": {
    "a relative path": `GET index HTTP/1.1\r\n${host}\r\n`,
    "an asterisk for anything but OPTIONS": `GET * HTTP/1.1\r\n${host}\r\n`,
    "a host and port alone": `GET a.test:80 HTTP/1.1\r\n${host}\r\n`,
    "another scheme": `GET ftp://a.test/ HTTP/1.1\r\n${host}\r\n`,
    "no host in the URL": `GET http:///x HTTP/1.1\r\n${host}\r\n`,
    "a host that is none, without a Host to compare it with": "GET http://[::1]<80/ HTTP/1.0\r\n\r\n",
    "user information": `GET http://me:secret@a.test/ HTTP/1.1\r\n${host}\r\n`,
    "a URL without a path but with a query": `GET http://a.test?x=1 HTTP/1.1\r\n${host}\r\n`,
    "a fragment": `GET /a#b HTTP/1.1\r\n${host}\r\n`,
    "a control character": `GET /a\u0001 HTTP/1.1\r\n${host}\r\n`,
    "a tab": `GET /a\tb HTTP/1.1\r\n${host}\r\n`,
    "a byte above ASCII": `GET /caf\u00e9 HTTP/1.1\r\n${host}\r\n`,
    "the preface of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  },
  "version-unsupported": {
    "HTTP/2": `GET / HTTP/2\r\n${host}\r\n`,
    "HTTP/2.0": `GET / HTTP/2.0\r\n${host}\r\n`,
    "HTTP/1.2": `GET / HTTP/1.2\r\n${host}\r\n`,
    "HTTP/0.9": `GET / HTTP/0.9\r\n${host}\r\n`,
  },
  "field-name-malformed": {
    "no colon": withField("name"),
    "no name": withField(": value"),
    "a space inside": withField("a b: value"),
    "a control character": withField("a\u0000b: value"),
    "a byte above ASCII": withField("n\u00e4me: value"),
    "a delimiter": withField("a(b): value"),
  },
  "field-name-confusing": {
    "an imitated length": withField("Content_Length: 5"),
    "an imitated coding": withField("Transfer_Encoding: chunked"),
  },
  "space-before-colon": { "a space": withField("name : value"), "a tab": withField("name\t: value") },
  "line-folded": { "a space": withField("a: b\r\n c"), "a tab": withField("a: b\r\n\tc") },
  "control-character": {
    "a null": withField("a: b\u0000c"),
    "a vertical tab": withField("a: b\u000bc"),
    "a delete": withField("a: b\u007fc"),
    "an escape": withField("a: \u001b[31m"),
  },
  "bare-cr": {
    "inside a value": withField("a: b\rc"),
    "before an empty line": `GET / HTTP/1.1\r\n${host}\rx\n`,
    "doubled at a line's end": withField("a: b\r"),
    "inside the version": `GET / HTTP/1.1\rx\r\n${host}\r\n`,
  },
  "bare-lf": {
    "behind the request line": `GET / HTTP/1.1\n${host}\r\n`,
    "behind a field": `GET / HTTP/1.1\r\nHost: a.test\n\r\n`,
    "as the empty line": `GET / HTTP/1.1\r\n${host}\n`,
    "in a trailer": `${chunked}0\r\na: b\n\r\n`,
  },
  "text-not-utf8": {
    "a byte of Latin-1": withField("a: caf\u00e9"),
    "an overlong form": withField("a: \u00c0\u00af"),
    "half a surrogate pair": withField("a: \u00ed\u00a0\u0080"),
    "a character cut short": withField("a: \u00e2\u0082"),
  },
  "head-too-large": {
    "one long line": withField(`a: ${"b".repeat(200)}`),
    "a line without an end": "G".repeat(201),
    "a head one byte too long": withField(`a: ${"b".repeat(200 - withField("a: ").length + 1)}`),
  },
  "too-many-fields": {
    "in the head": withField("a:\r\nb:\r\nc:\r\nd:"),
    "in the trailer": `${chunked}0\r\na:\r\nb:\r\nc:\r\nd:\r\ne:\r\n\r\n`,
  },
  "host-missing": { "HTTP/1.1 without one": "GET / HTTP/1.1\r\na: b\r\n\r\n" },
  "host-repeated": {
    "two different ones": withField("Host: b.test"),
    "the same one twice": withField("host: a.test"),
  },
  "host-malformed": {
    nothing: "GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "two in one": "GET / HTTP/1.1\r\nHost: a.test, b.test\r\n\r\n",
    "a path": "GET / HTTP/1.1\r\nHost: a.test/admin\r\n\r\n",
    "user information": "GET / HTTP/1.1\r\nHost: me@a.test\r\n\r\n",
    "a space": "GET / HTTP/1.1\r\nHost: a.test b.test\r\n\r\n",
    "a byte above ASCII": "GET / HTTP/1.1\r\nHost: \u00c3\u00a4.test\r\n\r\n",
  },
  "host-mismatch": {
    "another host": `GET http://b.test/ HTTP/1.1\r\n${host}\r\n`,
    "another port": `GET http://a.test:81/ HTTP/1.1\r\n${host}\r\n`,
  },
  "length-malformed": {
    nothing: withField("Content-Length:"),
    "a sign": withField("Content-Length: +5"),
    "a hexadecimal number": withField("Content-Length: 0x5"),
    "a list": withField("Content-Length: 5, 5"),
    "sixteen digits": withField("Content-Length: 1000000000000000"),
  },
  "length-conflict": {
    "two different ones": withField("Content-Length: 5\r\nContent-Length: 6"),
  },
  "length-beside-coding": {
    "length first": withField("Content-Length: 5\r\nTransfer-Encoding: chunked"),
    "coding first": withField("Transfer-Encoding: chunked\r\nContent-Length: 5"),
  },
  "coding-unknown": {
    "another coding": withField("Transfer-Encoding: gzip"),
    "another one before": withField("Transfer-Encoding: gzip, chunked"),
    "chunked not last": withField("Transfer-Encoding: chunked, gzip"),
    "chunked twice": withField("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
    nothing: withField("Transfer-Encoding:"),
  },
  "coding-in-http10": {
    "chunked in HTTP/1.0": "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  },
  "expectation-unsupported": {
    "an unknown one": withField("Expect: miracles"),
    "a known one with a companion": withField("Expect: 100-continue, miracles"),
    nothing: withField("Expect:"),
  },
  "chunk-size-malformed": {
    nothing: `${chunked}\r\n`,
    "no hexadecimal digit": `${chunked}g\r\n`,
    "a space before": `${chunked} 5\r\nhello\r\n`,
    "a space behind": `${chunked}5 \r\nhello\r\n`,
    "a line feed alone": `${chunked}5\nhello\r\n`,
    "a carriage return alone": `${chunked}5\rhello\r\n`,
    "a carriage return alone behind a chunk with an extension": `${chunked}1;a\r\nx\r\n5\rhello\r\n`,
  },
  "chunk-size-too-large": { "thirteen digits": `${chunked}1000000000000\r\n` },
  "chunk-extension-malformed": {
    "a line feed alone": `${chunked}5;a\nhello\r\n`,
    "a carriage return alone": `${chunked}5;a\rb\r\nhello\r\n`,
    "a null": `${chunked}5;\u0000\r\nhello\r\n`,
    "a quote that is not closed": `${chunked}5;a="b\r\nhello\r\n`,
  },
  "chunk-extension-too-long": {
    "in one line": `${chunked}5;${"a".repeat(16)}\r\nhello\r\n`,
    "over many chunks": `${chunked}${"1;a=b\r\nx\r\n".repeat(5)}`,
  },
  "chunk-end-malformed": {
    "a byte too many": `${chunked}5\r\nhello!\r\n`,
    "a line feed alone": `${chunked}5\r\nhello\n`,
    "a carriage return alone": `${chunked}5\r\nhello\r0\r\n`,
  },
  "trailer-too-large": {
    "one long line": `${chunked}0\r\na: ${"b".repeat(32)}\r\n\r\n`,
    "a line without an end": `${chunked}0\r\n${"a".repeat(33)}`,
  },
  "trailer-forbidden": {
    "a length": `${chunked}0\r\nContent-Length: 5\r\n\r\n`,
    "a host": `${chunked}0\r\nHost: b.test\r\n\r\n`,
    "a key": `${chunked}0\r\nX-Api-Key: k\r\n\r\n`,
    "something hop by hop": `${chunked}0\r\nKeep-Alive: 5\r\n\r\n`,
  },
};

/** What only a provider can do wrong. */
const fromProvider: Partial<Record<Violation, Readonly<Record<string, string>>>> = {
  "status-line-malformed": {
    "another protocol": "ICY 200 OK\r\n\r\n",
    ...oneByteOff("HTTP/1.1", (version) => `${version} 200 OK\r\n\r\n`),
    "another version": "HTTP/1.2 200 OK\r\n\r\n",
    "HTTP/2": "HTTP/2 200 OK\r\n\r\n",
    "no code": "HTTP/1.1 OK and more\r\n\r\n",
    "a code of two digits": "HTTP/1.1 20 OK and more\r\n\r\n",
    "a code of four digits": "HTTP/1.1 2000 OK\r\n\r\n",
    "a code below 100": "HTTP/1.1 099 Low\r\n\r\n",
    "a signed code": "HTTP/1.1 +20 OK\r\n\r\n",
    "a code that runs into the reason": "HTTP/1.1 200OK\r\n\r\n",
    "a short line": "HTTP/1.1\r\n\r\n",
    "an empty line before it": "\r\nHTTP/1.1 200 OK\r\n\r\n",
    "a control character in the reason": "HTTP/1.1 200 O\u0000K\r\n\r\n",
    "a request": "GET / HTTP/1.1\r\n\r\n",
  },
  "switch-unasked": { "another protocol": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" },
  "bare-cr": { "inside the reason": "HTTP/1.1 200 O\rK\r\n\r\n" },
  "length-malformed": { "a sign": "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" },
  "length-conflict": {
    "two different ones": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
  },
  "coding-unknown": { "chunked not last": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n" },
  "coding-in-http10": {
    "chunked in HTTP/1.0": "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  },
  "line-folded": { "a space": "HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n" },
  "control-character": { "a null": "HTTP/1.1 200 OK\r\na: b\u0000c\r\n\r\n" },
};

/** Interim answers are counted on a connection: test/interim-flood.test.ts. */
const elsewhere: readonly Violation[] = ["too-many-interim"];

describe("a client is refused for", () => {
  for (const [violation, row] of rows(fromClient)) {
    test(row.title, () => {
      for (const pieces of [[row.bytes], byteByByte(row.bytes)]) {
        const { violation: seen, messages } = readRequests(pieces, limits);
        expect({ seen, whole: messages.filter(({ isWhole }) => isWhole).length }).toEqual({
          seen: violation,
          whole: 0,
        });
      }
    });
  }
});

describe("a provider is refused for", () => {
  for (const [violation, row] of rows(fromProvider)) {
    test(row.title, () => {
      for (const pieces of [[row.bytes], byteByByte(row.bytes)]) {
        const { violation: seen, messages } = readResponses(pieces, ["GET"], limits);
        expect({ seen, whole: messages.filter(({ isWhole }) => isWhole).length }).toEqual({
          seen: violation,
          whole: 0,
        });
      }
    });
  }
});

test("every violation is shown, with a status of an error and a sentence", () => {
  const shown = new Set<string>([...Object.keys(fromClient), ...Object.keys(fromProvider), ...elsewhere]);
  expect([...shown].toSorted()).toEqual(Object.keys(violations).toSorted());
  for (const [violation] of [...rows(fromClient), ...rows(fromProvider)]) {
    expect(violationStatus(violation)).toBeGreaterThanOrEqual(400);
    expect(violationReason(violation)).toMatch(/^[A-Z].*\.$/);
  }
});

interface Row {
  readonly title: string;
  readonly bytes: Uint8Array;
}

function rows(table: Partial<Record<Violation, Readonly<Record<string, string>>>>): [Violation, Row][] {
  return Object.keys(violations).flatMap((name) => {
    const violation = violationNamed(name);
    return Object.entries(table[violation] ?? {}).map(([what, text]): [Violation, Row] => [
      violation,
      { title: `${violation}: ${what}`, bytes: latin1(text) },
    ]);
  });
}

/** The same text with one byte changed, at each place. */
function oneByteOff(text: string, write: (changed: string) => string): Record<string, string> {
  const changed = Array.from(text, (_, at) => `${text.slice(0, at)}~${text.slice(at + 1)}`);
  return Object.fromEntries(changed.map((one) => [one, write(one)]));
}

function violationNamed(name: string): Violation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: only keys of `violations` come here
  return name as Violation;
}
