import { describe, expect, test } from "bun:test";
import { latin1, textOf } from "../../test/latin1.ts";
import { BodyReader } from "./body.ts";
import type { Framing } from "./framing.ts";
import { defaultCodecLimits } from "./limits.ts";

/** What is handed on, one entry for each callback, for pieces that are given one after another. */
interface Row {
  readonly title: string;
  readonly pieces: readonly string[];
  readonly raw: readonly string[];
  readonly data: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: "whole chunks in one piece go on as one piece, without the last one",
    pieces: ["2\r\nab\r\n00A\r\n0123456789\r\n0\r\n\r\n"],
    raw: ["2\r\nab\r\n00A\r\n0123456789\r\n"],
    data: ["ab", "0123456789"],
  },
  {
    title: "chunks that are cut inside their data go on as they come",
    pieces: ["4\r\na", "b", "cd", "\r", "\n", "0\r\n\r\n"],
    raw: ["4\r\na", "b", "cd", "\r", "\n"],
    data: ["a", "b", "cd"],
  },
  {
    title: "a size line that is cut waits for its end, then goes on in its plain form",
    pieces: ["1\r\nx\r\n000", "A", "\r", "\n0123456789\r\n0\r\n\r\n"],
    raw: ["1\r\nx\r\n", "a\r\n", "0123456789\r\n"],
    data: ["x", "0123456789"],
  },
  {
    title: "a cut behind a size line changes nothing",
    pieces: ["1\r\n", "x\r\n", "2\r\n", "yz\r\n0\r\n\r\n"],
    raw: ["1\r\n", "x\r\n", "2\r\n", "yz\r\n"],
    data: ["x", "yz"],
  },
  {
    title: "an extension is left out",
    pieces: ["1\r\nx\r\n2;a=b\r\nyz\r\n1\r\n!\r\n0;c\r\n\r\n"],
    raw: ["1\r\nx\r\n", "2\r\n", "yz\r\n1\r\n!\r\n"],
    data: ["x", "yz", "!"],
  },
  {
    title: "an extension that is cut is left out",
    pieces: ["2;a", "=b\r", "\nyz\r\n0;", "\r\n\r\n"],
    raw: ["2\r\n", "yz\r\n"],
    data: ["yz"],
  },
  {
    title: "a last chunk that is cut does not go on",
    pieces: ["1\r\nx\r\n0", "\r\n", "\r", "\n"],
    raw: ["1\r\nx\r\n"],
    data: ["x"],
  },
  {
    title: "trailers do not go on with the chunks",
    pieces: ["1\r\nx\r\n0\r\nA: b\r", "\n\r\n"],
    raw: ["1\r\nx\r\n"],
    data: ["x"],
  },
  { title: "no chunk at all is no call", pieces: ["0\r\n\r\n"], raw: [], data: [] },
];

describe("of a chunked body", () => {
  test.each(rows)("$title", ({ pieces, raw, data }) => {
    const heard = read({ kind: "chunked" }, pieces);
    expect(heard).toEqual({ raw: [...raw], data: [...data], state: "ended", at: pieces.at(-1)?.length ?? 0 });
  });

  test("a piece that is all payload, or all chunks, is handed on itself", () => {
    const piece = latin1("abc");
    const body = new BodyReader({ kind: "chunked" }, "provider", defaultCodecLimits);
    const heard: Uint8Array[] = [];
    body.push(latin1("6\r\n"), 0, {});
    body.push(piece, 0, { data: (bytes) => heard.push(bytes), raw: (bytes) => heard.push(bytes) });
    expect(heard[0]).toBe(piece);
    expect(heard[1]).toBe(piece);
  });

  test("nothing is read behind the end or behind a violation", () => {
    const ended = new BodyReader({ kind: "chunked" }, "provider", defaultCodecLimits);
    expect(ended.push(latin1("0\r\n\r\nrest"), 0, {})).toBe(5);
    expect(ended.push(latin1("5\r\nhello"), 0, {})).toBe(0);
    const refused = new BodyReader({ kind: "chunked" }, "provider", defaultCodecLimits);
    refused.push(latin1("x"), 0, {});
    refused.push(latin1("5\r\nhello"), 0, { data: () => expect.unreachable() });
    expect([refused.state, refused.violation, refused.close()]).toEqual([
      "refused",
      "chunk-size-malformed",
      "truncated",
    ]);
  });

  test("the largest size that is read is twelve digits", () => {
    const body = new BodyReader({ kind: "chunked" }, "client", defaultCodecLimits);
    body.push(latin1("ffffffffffff\r\nx"), 0, {});
    expect(body.state).toBe("reading");
  });
});

describe("of a counted body", () => {
  test("pieces go on as they come, up to the length", () => {
    expect(read({ kind: "length", length: 5 }, ["ab", "cdef"])).toEqual({
      raw: [],
      data: ["ab", "cde"],
      state: "ended",
      at: 3,
    });
  });

  test("nothing goes on where the length is zero, or where there is no body", () => {
    for (const framing of [{ kind: "length", length: 0 }, { kind: "none" }] as const) {
      expect(read(framing, ["ab"])).toEqual({ raw: [], data: [], state: "ended", at: 0 });
    }
  });
});

test.each([
  [{ kind: "length", length: 6 }, "1\r\nx\r\n"],
  [{ kind: "chunked" }, "x"],
  [{ kind: "until-close" }, "1\r\nx\r\n1\r\ny\r\n"],
] as const)("of a body that nobody wants any more nothing is handed on: %j", (framing, first) => {
  const body = new BodyReader(framing, "provider", defaultCodecLimits);
  const heard: string[] = [];
  const sink = {
    data(bytes: Uint8Array) {
      heard.push(textOf(bytes));
      body.stop();
    },
    raw: () => heard.push("raw"),
  };
  body.push(latin1("1\r\nx\r\n1\r\ny\r\n"), 0, sink);
  body.push(latin1("1\r\nz\r\n"), 0, sink);
  expect(heard).toEqual([first]);
});

test.each([{ kind: "length", length: 6 }, { kind: "chunked" }, { kind: "until-close" }] as const)(
  "of a piece that is used up already nothing is handed on: %j",
  (framing) => {
    const body = new BodyReader(framing, "provider", defaultCodecLimits);
    const piece = latin1("1\r\nx");
    body.push(piece, 0, {});
    const unwanted = (): never => expect.unreachable();
    expect(body.push(piece, piece.length, { data: unwanted, raw: unwanted })).toBe(piece.length);
  },
);

test("a body that ends with the connection is whole only then", () => {
  const body = new BodyReader({ kind: "until-close" }, "provider", defaultCodecLimits);
  body.push(latin1("ab"), 0, {});
  expect(body.state).toBe("reading");
  expect([body.close(), body.state]).toEqual(["complete", "ended"]);
});

function read(framing: Framing, pieces: readonly string[]): object {
  const body = new BodyReader(framing, "provider", defaultCodecLimits);
  const heard: { raw: string[]; data: string[] } = { raw: [], data: [] };
  let at = 0;
  for (const piece of pieces) {
    at = body.push(latin1(piece), 0, {
      data: (bytes) => heard.data.push(textOf(bytes)),
      raw: (bytes) => heard.raw.push(textOf(bytes)),
    });
  }
  return { ...heard, state: body.state, at };
}
