import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { Outbox } from "./outbox.ts";
import type { ByteTarget } from "./outbox.ts";
import { beginTurn, endTurn, runTurn } from "./turn.ts";

/** A kernel with so much room. What it takes it copies, as the real one does. */
class FakeSocket implements ByteTarget {
  room = Number.POSITIVE_INFINITY;
  isGone = false;
  writeCount = 0;
  readonly #taken: Uint8Array[] = [];

  write(bytes: Uint8Array, offset: number, length: number): number {
    this.writeCount++;
    if (this.isGone) return -1;
    const count = Math.min(this.room, length);
    this.room -= count;
    this.#taken.push(bytes.slice(offset, offset + count));
    return count;
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#taken);
  }

  get text(): string {
    return Buffer.concat(this.#taken).toString("latin1");
  }
}

function start(limit = 1024): { socket: FakeSocket; outbox: Outbox; blockedCount: () => number } {
  const socket = new FakeSocket();
  let count = 0;
  return { socket, outbox: new Outbox(socket, { blocked: () => count++ }, limit), blockedCount: () => count };
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const SMALL = 16 * 1024;
const ONE_READ = 512 * 1024;

describe("within a turn", () => {
  test("small writes and heads go out together, in one system call at its end", () => {
    const { socket, outbox } = start();
    runTurn(() => {
      outbox.open().text("head ");
      outbox.commit();
      expect(outbox.send(latin1("one "))).toBe(true);
      expect(outbox.send(latin1("two"))).toBe(true);
      expect(socket.writeCount).toBe(0);
    });
    expect([socket.text, socket.writeCount]).toEqual(["head one two", 1]);
  });

  test("a large write goes out behind what was gathered, without a copy", () => {
    const { socket, outbox } = start();
    const large = new Uint8Array(SMALL + 1).fill(0x78);
    runTurn(() => {
      outbox.send(latin1("small "));
      outbox.send(large);
      expect(socket.writeCount).toBe(2);
      outbox.send(latin1(" end"));
    });
    expect(socket.text).toBe(`small ${"x".repeat(SMALL + 1)} end`);
  });

  test("another outbox sends what the first has gathered before it gathers its own", () => {
    const [one, other] = [start(), start()];
    runTurn(() => {
      one.outbox.send(latin1("one"));
      other.outbox.send(latin1("other"));
      expect(one.socket.text).toBe("one");
      one.outbox.send(latin1(" more"));
    });
    expect([one.socket.text, other.socket.text]).toEqual(["one more", "other"]);
  });

  test("what is flushed goes out at once", () => {
    const { socket, outbox } = start();
    runTurn(() => {
      outbox.send(latin1("now"));
      outbox.flush();
      expect(socket.text).toBe("now");
    });
    expect(socket.writeCount).toBe(1);
  });

  test("much more than the batch holds goes out in order", () => {
    const { socket, outbox } = start();
    const piece = new Uint8Array(SMALL).map((_, i) => i % 251);
    runTurn(() => {
      for (let i = 0; i < 20; i++) outbox.send(piece);
    });
    expect(socket.bytes).toEqual(Buffer.concat(Array.from({ length: 20 }, () => piece)));
    expect(socket.writeCount).toBeLessThan(8);
  });

  test("a head that is rolled back leaves nothing behind", () => {
    const { socket, outbox } = start();
    runTurn(() => {
      outbox.send(latin1("kept "));
      const writer = outbox.open();
      const from = writer.length;
      writer.text("half a he");
      outbox.rollBack(from);
      outbox.send(latin1("kept too"));
    });
    expect(socket.text).toBe("kept kept too");
  });
});

describe("outside of a turn", () => {
  test("every write goes out at once", () => {
    const { socket, outbox } = start();
    outbox.open().text("head");
    outbox.commit();
    expect(socket.text).toBe("head");
    outbox.send(latin1(" body"));
    expect([socket.text, socket.writeCount]).toEqual(["head body", 2]);
  });
});

describe("a full kernel", () => {
  test("makes a write answer false, says so once, and gets the rest when it drains", () => {
    const { socket, outbox, blockedCount } = start();
    socket.room = 3;
    expect(outbox.send(latin1("abcdef"))).toBe(false);
    expect(outbox.send(latin1("ghi"))).toBe(false);
    expect([outbox.pendingBytes, blockedCount()]).toEqual([6, 1]);
    socket.room = 4;
    expect(outbox.drain()).toBe(false);
    expect(socket.text).toBe("abcdefg");
    socket.room = 100;
    expect(outbox.drain()).toBe(true);
    expect([socket.text, outbox.pendingBytes, outbox.bytesTaken]).toEqual(["abcdefghi", 0, 9]);
    expect(outbox.send(latin1("j"))).toBe(true);
  });

  test("is noticed at the end of the turn for what was gathered, which survives the next turn", () => {
    const [one, other] = [start(), start()];
    one.socket.room = 2;
    runTurn(() => one.outbox.send(latin1("gathered")));
    expect([one.outbox.pendingBytes, one.blockedCount()]).toEqual([6, 1]);
    runTurn(() => other.outbox.send(latin1("overwrites the batch")));
    one.socket.room = 100;
    one.outbox.drain();
    expect(one.socket.text).toBe("gathered");
  });

  test("keeps a great many small pieces as few large ones", () => {
    const { socket, outbox } = start();
    socket.room = 0;
    for (let i = 0; i < 10_000; i++) outbox.send(latin1("ab"));
    const before = socket.writeCount;
    socket.room = Number.POSITIVE_INFINITY;
    expect(outbox.drain()).toBe(true);
    expect(socket.text).toBe("ab".repeat(10_000));
    expect(socket.writeCount - before).toBeLessThanOrEqual(3);
  });

  test("is overrun by what exceeds the limit and one read, but never by a first write", () => {
    const { socket, outbox } = start(1000);
    expect(outbox.wouldOverrun(50_000_000)).toBe(false);
    socket.room = 0;
    outbox.send(new Uint8Array(1000));
    expect(outbox.wouldOverrun(ONE_READ)).toBe(false);
    expect(outbox.wouldOverrun(ONE_READ + 1)).toBe(true);
  });
});

describe("a socket whose peer is gone", () => {
  test("loses what is written, and shows that it did", () => {
    const { socket, outbox } = start();
    socket.isGone = true;
    outbox.send(latin1("lost"));
    expect([outbox.isBroken, outbox.pendingBytes, outbox.bytesTaken]).toEqual([true, 0, 0]);
    const { writeCount } = socket;
    outbox.send(latin1("lost, too"));
    expect(socket.writeCount).toBe(writeCount);
  });

  test("shows it as well when it goes while bytes are kept", () => {
    const { socket, outbox } = start();
    socket.room = 0;
    outbox.send(latin1("kept"));
    socket.isGone = true;
    outbox.drain();
    expect([outbox.isBroken, outbox.pendingBytes]).toEqual([true, 0]);
  });
});

test("a closed outbox sends nothing, not even what the turn has gathered", () => {
  const { socket, outbox } = start();
  runTurn(() => {
    outbox.send(latin1("gathered"));
    outbox.close();
    outbox.send(latin1("more"));
    outbox.open().text("head");
    outbox.commit();
  });
  expect([socket.text, socket.writeCount]).toEqual(["", 0]);
});

type Step =
  | { readonly kind: "small" | "large" | "head"; readonly size: number }
  | { readonly kind: "room"; readonly size: number }
  | { readonly kind: "begin" | "end" | "flush" | "drain" };

const step: fc.Arbitrary<{ outbox: number; step: Step }> = fc.record({
  outbox: fc.nat(1),
  step: fc.oneof(
    fc.record({
      kind: fc.constantFrom("small" as const, "head" as const),
      size: fc.integer({ min: 0, max: 600 }),
    }),
    fc.record({ kind: fc.constant("large" as const), size: fc.integer({ min: SMALL - 1, max: 3 * SMALL }) }),
    fc.record({ kind: fc.constant("room" as const), size: fc.oneof(fc.nat(500), fc.nat(100_000)) }),
    fc.record({
      kind: fc.constantFrom("begin" as const, "end" as const, "flush" as const, "drain" as const),
    }),
  ),
});

describe("whatever is written, in and out of turns, by two writers, with any room in the kernel", () => {
  test("all bytes arrive, each once and in order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const ends = [start(), start()] as const;
        const sent: Uint8Array[][] = [[], []];
        let depth = 0;
        let next = 0;
        for (const { outbox: index, step: one } of steps) {
          const { outbox, socket } = ends[index === 0 ? 0 : 1];
          const write = (size: number): Uint8Array => {
            const bytes = new Uint8Array(size).map(() => next++ % 251);
            sent[index]?.push(bytes);
            return bytes;
          };
          switch (one.kind) {
            case "begin":
              beginTurn();
              depth++;
              break;
            case "end":
              if (depth-- > 0) endTurn();
              else depth = 0;
              break;
            case "room":
              socket.room = one.size;
              break;
            case "flush":
            case "drain":
              outbox[one.kind]();
              break;
            case "head":
              outbox.open().copy(write(one.size), 0, one.size);
              outbox.commit();
              break;
            default:
              expect(outbox.send(write(one.size))).toBe(outbox.pendingBytes === 0);
          }
        }
        for (; depth > 0; depth--) endTurn();
        for (const [index, { outbox, socket }] of ends.entries()) {
          const all = Buffer.concat(sent[index] ?? []);
          expect(outbox.bytesTaken + outbox.pendingBytes).toBe(all.length);
          socket.room = Number.POSITIVE_INFINITY;
          expect(outbox.drain()).toBe(true);
          expect(Buffer.compare(socket.bytes, all)).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
