// Compares what Node read of a stream with what was read here, and knows where Node is not followed, and why.

import { METHODS } from "node:http";
import { latin1, textOf } from "./latin1.ts";
import type { Account, Report } from "./peers.ts";
import { readRequests } from "./read-stream.ts";

/** What was accepted here and not by Node, or `undefined`. */
export function surplusOf(node: Account, ours: Account): string | undefined {
  const extra = ours.reports.length - node.reports.length;
  if (extra > 0) return `${extra} more than Node, which says ${node.refusal ?? "nothing"}`;
  if (extra < 0 || node.refusal === undefined || ours.refusal !== undefined) return undefined;
  return `what Node refuses with ${node.refusal}`;
}

/** Node gives the whole URL where one was sent; here the host has been compared and the rest is passed on. */
export function inOurWords(reports: readonly Report[]): Report[] {
  return reports.map((report) => {
    const path = /^https?:\/\/[^/]+(\/.*)?$/i.exec(report.target);
    return path === null ? report : { ...report, target: path[1] ?? "/" };
  });
}

interface Difference {
  readonly refusal: string | undefined;
  readonly why: string;
  /** Whether the cause can be seen in a stream. */
  readonly isSeenIn: (stream: string) => boolean;
}

const differences: readonly Difference[] = [
  {
    refusal: "HPE_INVALID_METHOD",
    why: "a method is any token; Node has a list",
    isSeenIn: (stream) => methodsIn(stream).some((method) => !METHODS.includes(method)),
  },
  {
    refusal: "HPE_STRICT",
    why: "extensions are dropped, so that their spelling does not matter where everybody sees their end",
    isSeenIn: (stream) => /^[0-9a-f]+;(?!\w+(=\w+)?\r$)/im.test(stream),
  },
  {
    refusal: "HPE_INVALID_TRANSFER_ENCODING",
    why: "a tab is a blank like any other",
    isSeenIn: (stream) => /^transfer-encoding:[ \t]*chunked[ \t]*\t[ \t]*\r$/im.test(stream),
  },
  {
    refusal: "HPE_INVALID_CONTENT_LENGTH",
    why: "a tab is a blank like any other",
    isSeenIn: (stream) => /^content-length:[ \t]*\d+[ \t]*\t[ \t]*\r$/im.test(stream),
  },
  {
    refusal: undefined,
    why: "a tab is a blank like any other: Node overlooks keep-alive before one and closes",
    isSeenIn: (stream) => /^connection:.*keep-alive[ \t]*\t[ \t]*\r$/im.test(stream),
  },
  {
    refusal: "HPE_UNEXPECTED_CONTENT_LENGTH",
    why: "the same length twice is no doubt",
    isSeenIn: (stream) =>
      /^content-length:\s*0*(\d+)\s*\r\n(.+\r\n)*?content-length:\s*0*\1\s*\r$/im.test(stream),
  },
];

/** What is wrong with a reading that is not Node's; `undefined` if they agree or a difference explains it. */
export function objection(stream: Uint8Array, node: Account, ours: Account): string | undefined {
  const common = Math.min(node.reports.length, ours.reports.length);
  const theirs = JSON.stringify(inOurWords(node.reports.slice(0, common)));
  const mine = JSON.stringify(ours.reports.slice(0, common));
  if (theirs !== mine) return `Node reads ${theirs}, here it is ${mine}`;
  const surplus = surplusOf(node, ours);
  const isOnlyUnread = ours.reports.length === node.reports.length && isUnread(stream);
  if (surplus === undefined || isOnlyUnread) return undefined;
  const text = textOf(stream);
  const isExplained = differences.some((one) => one.refusal === node.refusal && one.isSeenIn(text));
  return isExplained ? undefined : surplus;
}

/**
 * Whether what Node refuses is nothing that was accepted: it stands behind a request that ends the connection, in a
 * head that has not ended, where a fault of the whole head is still to be found, or in a trailer line that has not.
 */
function isUnread(stream: Uint8Array): boolean {
  const { messages, leftover } = readRequests([stream]);
  const isInTrailer = /\n0+(;[^\n]*)?\r\n([^\n]+\n)*[^\n]+$/.test(textOf(stream));
  return messages.every(({ isWhole }) => isWhole) ? leftover > 0 : isInTrailer;
}

/** Also that of a request whose head has not ended. */
function methodsIn(stream: string): string[] {
  const { messages } = readRequests([latin1(stream)]);
  const rest = stream.slice(messages.at(-1)?.end ?? 0).trimStart();
  return [...messages.map(({ head }) => head.method), rest.slice(0, rest.indexOf(" "))];
}
