import { describe, expect, test } from "bun:test";
import { latin1 } from "../../test/latin1.ts";
import { byteByByte } from "../../test/pieces.ts";
import { readRequests } from "../../test/read-stream.ts";
import { HeadParser } from "./head-parser.ts";
import { defaultCodecLimits } from "./limits.ts";
import type { CodecLimits } from "./limits.ts";
import { createRequestFormat } from "./request-head.ts";

const get = "GET / HTTP/1.1\r\nHost: a\r\n";
const chunked = `${get}Transfer-Encoding: chunked\r\n\r\n`;

/** What is just within a limit, and the limit. */
const edges: readonly (readonly [title: string, text: string, limits: Partial<CodecLimits>])[] = [
  ["a head", `${get}\r\n`, { headBytes: get.length + 2 }],
  ["a head behind empty lines", `\r\n\r\n${get}\r\n`, { headBytes: get.length + 6 }],
  ["a head behind a body", `${chunked}0\r\n\r\n${get}\r\n`, { headBytes: chunked.length }],
  ["fields", `${get}A: b\r\nC: d\r\n\r\n`, { fieldCount: 3 }],
  ["fields beyond the usual number", `${get}${"A: b\r\n".repeat(99)}\r\n`, { fieldCount: 100 }],
  ["a trailer", `${chunked}0\r\nA: b\r\n\r\n`, { trailerBytes: 8 }],
  ["trailer fields", `${chunked}0\r\n${"A: b\r\n".repeat(64)}\r\n`, {}],
  ["extensions", `${chunked}1;ab\r\nx\r\n0;c\r\n\r\n`, { extensionBytes: 5 }],
];

describe("exactly as much as a limit allows is read", () => {
  test.each(edges)("of %s", (_title, text, limits) => {
    const stream = latin1(text);
    for (const pieces of [[stream], byteByByte(stream)]) {
      const { violation, messages, leftover } = readRequests(pieces, { ...defaultCodecLimits, ...limits });
      expect({ violation, leftover, isWhole: messages.every(({ isWhole }) => isWhole) }).toEqual({
        violation: undefined,
        leftover: 0,
        isWhole: true,
      });
    }
  });

  test.each(edges.filter(([, , limits]) => Object.keys(limits).length > 0))(
    "of %s, and no more",
    (_, text, limits) => {
      const less = Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, limit - 1]));
      const stream = latin1(text);
      for (const pieces of [[stream], byteByByte(stream)]) {
        expect(readRequests(pieces, { ...defaultCodecLimits, ...less }).violation).toBeString();
      }
    },
  );
});

test("a verdict stands until the next head is asked for", () => {
  const parser = new HeadParser(createRequestFormat(), defaultCodecLimits);
  const good = latin1(`${get}\r\nrest`);
  const bad = latin1("GET\r\n");
  expect([parser.push(bad, 0), parser.state.kind]).toEqual([bad.length, "refused"]);
  expect([parser.push(good, 0), parser.state.kind]).toEqual([good.length, "refused"]);
  parser.next();
  expect([parser.push(good, 0), parser.state.kind]).toEqual([good.length - 4, "complete"]);
  expect([parser.push(good, 7), parser.state.kind]).toEqual([7, "complete"]);
  parser.next();
  expect([parser.push(good, good.length), parser.state.kind, parser.isEmpty]).toEqual([
    good.length,
    "reading",
    true,
  ]);
});

test("a parser is empty until a head has begun", () => {
  const parser = new HeadParser(createRequestFormat(), defaultCodecLimits);
  expect(parser.isEmpty).toBe(true);
  parser.push(latin1("G"), 0);
  expect(parser.isEmpty).toBe(false);
  parser.push(latin1(`${get.slice(1)}\r\n`), 0);
  expect(parser.state.kind).toBe("complete");
  parser.next();
  expect(parser.isEmpty).toBe(true);
});

test("a head that was read stays as it was when the next one is read", () => {
  const parser = new HeadParser(createRequestFormat(), defaultCodecLimits);
  const heads = ["first", "second"].map((value) => {
    parser.next();
    for (const piece of byteByByte(latin1(`${get}A: ${value}\r\n\r\n`))) parser.push(piece, 0);
    if (parser.state.kind !== "complete") throw new Error("no head");
    return parser.state.head;
  });
  expect(heads.map(({ fields }) => fields.entries())).toEqual([
    [
      ["Host", "a"],
      ["A", "first"],
    ],
    [
      ["Host", "a"],
      ["A", "second"],
    ],
  ]);
});
