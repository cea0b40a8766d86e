import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { chooseFrom, times } from "../../test/choose.ts";
import { concat, latin1 } from "../../test/latin1.ts";
import {
  lawBrokenByRequestStream,
  lawBrokenByRequests,
  lawBrokenByResponseStream,
  lawBrokenByResponses,
} from "../../test/laws.ts";
import { writeRequest, writeResponse } from "../../test/message-writer.ts";
import { mutate } from "../../test/mutation.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";

const choices = fc.array(fc.nat(0xffff), { maxLength: 400, size: "max" });

describe("reading keeps its laws", () => {
  test("for valid requests: as written, in any pieces, cut off anywhere, passed on as one", () => {
    const broken = (list: readonly number[]): string | undefined => {
      const choose = chooseFrom(list);
      return lawBrokenByRequests(
        times(1 + choose(3), () => writeRequest(choose)),
        choose,
      );
    };
    fc.assert(
      fc.property(choices, (list) => expect(broken(list)).toBeUndefined()),
      { numRuns: 600 },
    );
  });

  test("for valid answers: as written, in any pieces, cut off anywhere", () => {
    const broken = (list: readonly number[]): string | undefined => {
      const choose = chooseFrom(list);
      return lawBrokenByResponses(
        times(1 + choose(3), () => writeResponse(choose)),
        choose,
      );
    };
    fc.assert(
      fc.property(choices, (list) => expect(broken(list)).toBeUndefined()),
      { numRuns: 600 },
    );
  });

  test("for damaged requests: the same verdict in any pieces, and no second request in what is passed on", () => {
    const broken = (list: readonly number[]): string | undefined => {
      const choose = chooseFrom(list);
      const stream = concat(...times(1 + choose(3), () => writeRequest(choose).bytes));
      return lawBrokenByRequestStream(mutate(stream, choose), choose);
    };
    fc.assert(
      fc.property(choices, (list) => expect(broken(list)).toBeUndefined()),
      { numRuns: 1500 },
    );
  });

  test("for damaged answers: the same verdict in any pieces", () => {
    const broken = (list: readonly number[]): string | undefined => {
      const choose = chooseFrom(list);
      const stream = concat(...times(1 + choose(3), () => writeResponse(choose).bytes));
      return lawBrokenByResponseStream(mutate(stream, choose), choose);
    };
    fc.assert(
      fc.property(choices, (list) => expect(broken(list)).toBeUndefined()),
      { numRuns: 1500 },
    );
  });

  test("for random bytes, alone and behind every kind of beginning", () => {
    const beginnings = [
      "",
      "GET / HTTP/1.1\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ].map(latin1);
    const likely = fc.constantFrom(...latin1("\r\n\t :;,0123afxXGH/.\u0000\u007f\u00ff"));
    const tail = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(likely, { maxLength: 60 }));
    const stream = fc.tuple(fc.constantFrom(...beginnings), tail, choices);
    fc.assert(
      fc.property(stream, ([beginning, rest, list]) => {
        const bytes = concat(beginning, Uint8Array.from(rest));
        expect(lawBrokenByRequestStream(bytes, chooseFrom(list))).toBeUndefined();
        expect(lawBrokenByResponseStream(bytes, chooseFrom(list))).toBeUndefined();
      }),
      { numRuns: 2500 },
    );
  });
});

test("the writers write every kind of message, and damage leaves some of them readable", () => {
  const seen = new Map<string, number>();
  const count = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (const list of fc.sample(choices, { numRuns: 2000, seed: 1 })) {
    const choose = chooseFrom(list);
    const request = writeRequest(choose).bytes;
    const answer = writeResponse(choose);
    for (const { head, trailers } of readRequests([request]).messages) {
      count(`request ${head.framing.kind}`);
      count(`request ${head.keepsAlive ? "keeps alive" : "closes"}`);
      if (head.expectsContinue) count("request expects 100");
      if ((trailers?.count ?? 0) > 0) count("request trailers");
    }
    for (const { head } of readResponses([answer.bytes], [answer.method]).messages) {
      count(`answer ${head.framing.kind}`);
    }
    const { violation } = readRequests([mutate(request, choose)]);
    count(violation === undefined ? "damaged, but readable" : "damaged and refused");
  }
  expect([...seen.keys()].toSorted()).toEqual([
    "answer chunked",
    "answer length",
    "answer none",
    "answer until-close",
    "damaged and refused",
    "damaged, but readable",
    "request chunked",
    "request closes",
    "request expects 100",
    "request keeps alive",
    "request length",
    "request none",
    "request trailers",
  ]);
  for (const [what, number] of seen) expect([what, number > 20]).toEqual([what, true]);
});
