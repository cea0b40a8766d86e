import { expect, test } from "bun:test";
import { cellsOf, groupsOf } from "./matrix.ts";

test("a chosen work is measured on a plain upstream with 32 connections unless said otherwise", () => {
  const [cell, ...more] = cellsOf({ isFull: false, work: ["json-68k"] });
  expect(more).toEqual([]);
  expect(cell).toEqual({
    work: "json-68k",
    upstream: "plain",
    connections: 32,
    paces: ["flat-out", "same-rate"],
  });
});

test("the full matrix has every work but the memory of many streams, both upstreams, every count", () => {
  const cells = cellsOf({ isFull: true });
  expect(cells).toHaveLength(4 * 2 * 3);
  expect(cells.some(({ work }) => work === "streams-5000")).toBe(false);
});

test("one connection is never held back, and paced events have a pace of their own", () => {
  const cells = cellsOf({ isFull: false, work: ["json-1k5", "stream-paced"], connections: [1] });
  expect(cells.map(({ paces }) => paces)).toEqual([["flat-out"], ["paced"]]);
});

test("a cell that has nothing of the chosen pace is left out", () => {
  expect(cellsOf({ isFull: false, work: ["stream-paced"], pace: ["flat-out"] })).toEqual([]);
});

test("streams share their processes whatever their pace; TLS needs others", () => {
  const cells = cellsOf({ isFull: false, work: ["stream", "stream-paced"], upstream: ["plain", "tls"] });
  expect(groupsOf(cells).map((group) => `${group.upstream} ${group.cells.length}`)).toEqual([
    "plain 2",
    "tls 2",
  ]);
});
