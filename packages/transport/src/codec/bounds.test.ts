import { describe, expect, test } from "bun:test";
import { latin1 } from "../../test/latin1.ts";
import { metered } from "../../test/metered.ts";
import { BodyReader } from "./body.ts";
import { HeadParser } from "./head-parser.ts";
import { HeadWriter, writeForwarded } from "./head-writer.ts";
import { defaultCodecLimits } from "./limits.ts";
import type { CodecLimits } from "./limits.ts";
import { createRequestFormat } from "./request-head.ts";
import { createResponseFormat } from "./response-head.ts";

const limits: CodecLimits = { ...defaultCodecLimits, headBytes: 8192, trailerBytes: 4096, fieldCount: 64 };
const MARKS = limits.fieldCount * 6 * 4;

/** So wide that work and not a limit ends a head of some ten thousand bytes. */
const wide: CodecLimits = {
  ...defaultCodecLimits,
  fieldCount: 10_000,
  trailerBytes: 64 * 1024,
  extensionBytes: 64 * 1024,
};

/** What is repeated without end behind a beginning. */
interface Flood {
  readonly title: string;
  readonly beginning: string;
  readonly repeated: string;
  readonly isRefused: boolean;
}

const heads: readonly Omit<Flood, "isRefused">[] = [
  { title: "a method without end", beginning: "", repeated: "G" },
  { title: "a target without end", beginning: "GET /", repeated: "a" },
  { title: "a name without end", beginning: "GET / HTTP/1.1\r\n", repeated: "a" },
  { title: "a value without end", beginning: "GET / HTTP/1.1\r\na: ", repeated: "b" },
  { title: "blanks without end", beginning: "GET / HTTP/1.1\r\na: ", repeated: "\t " },
  { title: "fields without end", beginning: "GET / HTTP/1.1\r\n", repeated: "a: b\r\n" },
];

const bodies: readonly Flood[] = [
  { title: "an extension without end", beginning: "5;", repeated: "a", isRefused: true },
  { title: "extensions without end", beginning: "", repeated: "1;a=b\r\nx\r\n", isRefused: true },
  { title: "zeros without end", beginning: "", repeated: "0", isRefused: true },
  { title: "a trailer without end", beginning: "0\r\na: ", repeated: "b", isRefused: true },
  { title: "trailers without end", beginning: "0\r\n", repeated: "a: b\r\n", isRefused: true },
  { title: "the smallest chunks without end", beginning: "", repeated: "1\r\nx\r\n", isRefused: false },
];

describe("what is held of a head stays within its limits", () => {
  for (const { title, beginning, repeated } of heads) {
    test.each([1, 7, 5000, 100_000])(`with ${title}, in pieces of %i bytes`, (size) => {
      let state = "";
      const meter = metered(pieces(beginning + repeated.repeat(20_000 / repeated.length), size), (given) => {
        const parser = new HeadParser(createRequestFormat(), limits);
        for (const piece of given) parser.push(piece, 0);
        state = parser.state.kind;
      });
      expect(state).toBe("refused");
      expect(meter.largest).toBeLessThanOrEqual(limits.headBytes);
      // Each time the room doubles; the room before is free again.
      expect(meter.allocated).toBeLessThanOrEqual(2 * limits.headBytes + 2 * MARKS);
    });
  }
});

describe("what is held of a chunked body stays within its limits", () => {
  for (const { title, beginning, repeated, isRefused } of bodies) {
    test.each([1, 7, 5000])(`with ${title}, in pieces of %i bytes`, (size) => {
      let state = "";
      const meter = metered(pieces(beginning + repeated.repeat(50_000 / repeated.length), size), (given) => {
        const body = new BodyReader({ kind: "chunked" }, "client", limits);
        for (const piece of given) body.push(piece, 0, {});
        state = body.state;
      });
      expect(state).toBe(isRefused ? "refused" : "reading");
      const isTrailer = beginning.startsWith("0");
      expect(meter.largest).toBeLessThanOrEqual(isTrailer ? limits.trailerBytes : 0);
      expect(meter.allocated).toBeLessThanOrEqual(isTrailer ? 2 * limits.trailerBytes + 2 * MARKS : 0);
    });
  }
});

test("a connection holds next to nothing for a head that comes in one piece", () => {
  const head = latin1("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n");
  const meter = metered([head], (given) => readHead(given, defaultCodecLimits));
  expect(meter.allocated).toBeLessThanOrEqual(700);
});

test("room for a head that comes in pieces grows with the head, not with the limit", () => {
  const head = `GET / HTTP/1.1\r\nHost: a\r\nA: ${"b".repeat(3000)}\r\n\r\n`;
  const meter = metered(pieces(head, 500), (given) => readHead(given, defaultCodecLimits));
  expect(meter.allocated).toBeLessThanOrEqual(3 * head.length);
});

interface Load {
  readonly title: string;
  /** A stream of about this size, in pieces. */
  readonly pieces: (size: number) => Uint8Array[];
  readonly read: (pieces: readonly Uint8Array[]) => void;
}

const get = "GET / HTTP/1.1\r\nHost: a\r\n";

const loads: readonly Load[] = [
  {
    title: "a head of one long line, byte by byte",
    pieces: (size) => pieces(`${get}b: ${"c".repeat(size)}\r\n\r\n`, 1),
    read: readHead,
  },
  {
    title: "a long request line, byte by byte",
    pieces: (size) => pieces(`GET /${"c".repeat(size)} HTTP/1.1\r\nHost: a\r\n\r\n`, 1),
    read: readHead,
  },
  {
    title: "a head of many lines, byte by byte",
    pieces: (size) => pieces(`${get}${"b: c\r\n".repeat(size / 6)}\r\n`, 1),
    read: readHead,
  },
  {
    title: "a head of many lines, cut inside each line",
    pieces: (size) => [
      ...pieces(`${get}b`, 100),
      ...pieces(": ccccccc\r\nb".repeat(size / 12), 12),
      latin1(":\r\n\r\n"),
    ],
    read: readHead,
  },
  {
    title: "a head of many fields, byte by byte, from a sloppy provider",
    pieces: (size) => pieces(`HTTP/1.1 200 OK\n${"b : c\n".repeat(size / 6)}\n`, 1),
    read(given) {
      const parser = new HeadParser(createResponseFormat(), wide);
      for (const piece of given) parser.push(piece, 0);
      expect(parser.state.kind).toBe("complete");
    },
  },
  {
    title: "a trailer of one long line, byte by byte",
    pieces: (size) => pieces(`0\r\na: ${"b".repeat(size)}\r\n\r\n`, 1),
    read: readBody,
  },
  {
    title: "a trailer of several lines, byte by byte",
    pieces: (size) => pieces(`0\r\n${`a: ${"b".repeat(400)}\r\n`.repeat(size / 400)}\r\n`, 1),
    read: readBody,
  },
  {
    title: "a long extension, byte by byte",
    pieces: (size) => pieces(`1;${"a".repeat(size)}\r\nx\r\n0\r\n\r\n`, 1),
    read: readBody,
  },
  {
    title: "the smallest chunks, in one piece",
    pieces: (size) => [latin1(`${"1\r\nx\r\n".repeat(size / 6)}0\r\n\r\n`)],
    read: readBody,
  },
  {
    title: "the smallest chunks, byte by byte",
    pieces: (size) => pieces(`${"1\r\nx\r\n".repeat(size / 6)}0\r\n\r\n`, 1),
    read: readBody,
  },
  {
    title: "passing on a head whose Connection names thousands of fields",
    pieces(size) {
      const names = Array.from({ length: size / 10 }, () => "x,y,z").join();
      return [latin1(`${get}Connection: ${names}\r\n${"x: 1\r\ny: 2\r\nw: 3\r\n".repeat(size / 60)}\r\n`)];
    },
    read(given) {
      const parser = new HeadParser(createRequestFormat(), wide);
      for (const piece of given) parser.push(piece, 0);
      if (parser.state.kind !== "complete") throw new Error("no head");
      writeForwarded(new HeadWriter(16), { fields: parser.state.head.fields });
    },
  },
];

describe("twice the bytes are at most twice the work", () => {
  test.each(loads)("for $title", ({ pieces: given, read }) => {
    const [small, large] = [12_000, 24_000].map((size) => metered(given(size), read));
    if (small === undefined || large === undefined) throw new Error("nothing was metered");
    expect(large.work).toBeGreaterThan(small.work);
    // Room that doubles grows in steps of up to the size itself.
    expect(large.work).toBeLessThanOrEqual(2 * small.work + 24_000);
    expect(large.allocated).toBeLessThanOrEqual(4 * small.allocated + 4096);
  });
});

function readHead(given: readonly Uint8Array[], bounds: CodecLimits = wide): void {
  const parser = new HeadParser(createRequestFormat(), bounds);
  for (const piece of given) parser.push(piece, 0);
  expect(parser.state.kind).toBe("complete");
}

function readBody(given: readonly Uint8Array[]): void {
  const body = new BodyReader({ kind: "chunked" }, "provider", wide);
  for (const piece of given) body.push(piece, 0, { data: () => undefined });
  expect(body.state).toBe("ended");
}

function pieces(text: string, size: number): Uint8Array[] {
  const bytes = latin1(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
}
