import { expect, test } from "bun:test";
import { latin1 } from "../../test/latin1.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";
import { isNamed, isUtf8 } from "./bytes.ts";

test("what is UTF-8 is what the platform's decoder takes", () => {
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  const ends = edges.flatMap((third) =>
    [[], [0x7f], [0x80], [0xbf], [0xc0], [0x80, 0x41]].map((end) => [third, ...end]),
  );
  const differing: string[] = [];
  for (let lead = 0; lead < 256; lead++) {
    for (const second of edges) {
      for (const end of ends) {
        const sample = Uint8Array.of(lead, second, ...end);
        const within = Uint8Array.of(0xff, ...sample, 0xbf);
        if (isUtf8(within, 1, 1 + sample.length) !== isDecodable(sample)) differing.push(sample.toHex());
      }
    }
  }
  expect(differing).toEqual([]);
});

test("a character that is cut short is not UTF-8, whatever stands behind the range", () => {
  for (const text of ["\u00e9", "\u20ac", "\u{1f600}"]) {
    const bytes = new TextEncoder().encode(text);
    expect(isUtf8(bytes, 0, bytes.length)).toBe(true);
    for (let end = 1; end < bytes.length; end++) expect(isUtf8(bytes, 0, end)).toBe(false);
  }
});

test("names are compared without regard to the case of letters, and of nothing else", () => {
  const differing: string[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const folded = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    for (let code = 0; code < 256; code++) {
      const isSame = folded === code && !(code >= 0x41 && code <= 0x5a);
      if (isNamed(Uint8Array.of(0, byte), 1, String.fromCharCode(code)) !== isSame) {
        differing.push(`${byte} ${code}`);
      }
    }
  }
  expect(differing).toEqual([]);
  expect(isNamed(latin1("Content_Length"), 0, "content-length")).toBe(false);
});

/** Where a byte may stand, by place: everything else is refused there. */
const places: readonly (readonly [place: string, allowed: RegExp, write: (byte: string) => string])[] = [
  ["a method", /[!#$%&'*+\-.^_`|~0-9A-Za-z]/, (byte) => `G${byte}T / HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["a target", /[!"$-~]/, (byte) => `GET /${byte} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["a name", /[!#$%&'*+\-.^_`|~0-9A-Za-z:]/, (byte) => `GET / HTTP/1.1\r\nHost: a\r\nA${byte}B: c\r\n\r\n`],
  ["a value", /[\t -~]/, (byte) => `GET / HTTP/1.1\r\nHost: a\r\nA: b${byte}c\r\n\r\n`],
  ["a Host", /[A-Za-z0-9.\-_~%:[\]]/, (byte) => `GET / HTTP/1.1\r\nHost: a${byte}b\r\n\r\n`],
  [
    "a chunk extension",
    /[\t !#-~\x80-\xff]/,
    (byte) => `GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0;a${byte}b\r\n\r\n`,
  ],
];

test.each(places)("in %s stands what belongs there, and no other byte", (_place, allowed, write) => {
  const differing: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    const { messages } = readRequests([latin1(write(character))]);
    const isRead = messages.some(({ isWhole }) => isWhole);
    if (isRead !== allowed.test(character)) differing.push(byte);
  }
  expect(differing).toEqual([]);
});

/** Of a provider: where text is not for us to judge, only control characters are refused. */
const lenientPlaces: typeof places = [
  ["a value", /[\t -~\x80-\xff]/, (byte) => `HTTP/1.1 204 No\r\nA: b${byte}c\r\n\r\n`],
  ["a reason", /[\t -~\x80-\xff]/, (byte) => `HTTP/1.1 204 N${byte}o\r\n\r\n`],
];

test.each(lenientPlaces)("in %s of a provider stands any text", (_place, allowed, write) => {
  const differing: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    // A bare line feed ends the line: what follows is another one, and no field.
    const { messages } = readResponses([latin1(write(character))]);
    if (messages.length > 0 !== allowed.test(character)) differing.push(byte);
  }
  expect(differing).toEqual([]);
});

function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
