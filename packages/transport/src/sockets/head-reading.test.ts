import { describe, expect, test } from "bun:test";
import { HeadParser } from "../codec/head-parser.ts";
import { defaultCodecLimits } from "../codec/limits.ts";
import { createRequestFormat } from "../codec/request-head.ts";
import type { RequestHead } from "../codec/request-head.ts";
import { pushHead } from "./head-reading.ts";

const newParser = (): HeadParser<RequestHead> => new HeadParser(createRequestFormat(), defaultCodecLimits);
const requestWith = (field: string): string =>
  `POST / HTTP/1.1\r\nhost: x\r\nx-field: ${field}\r\ncontent-length: 9\r\n\r\n`;

/** Reads all heads of a packet that also holds other bytes before and behind. */
function headIn(packet: Buffer, at: number): { head: RequestHead; behind: number } {
  const parser = newParser();
  let behind = at;
  while (parser.state.kind === "reading" && behind < packet.length) behind = pushHead(parser, packet, behind);
  if (parser.state.kind !== "complete") throw new Error(`the head is ${parser.state.kind}`);
  return { head: parser.state.head, behind };
}

describe("a head in front of many bytes", () => {
  test.each([
    ["short", 10],
    ["as long as the copy", 2048 - requestWith("").length],
    ["longer than the copy", 5000],
    ["very long", 60_000],
  ])("that is %s is read whole, and keeps none of them alive", (_case, length) => {
    const request = requestWith("f".repeat(length));
    const packet = Buffer.from(`before${request}${"b".repeat(300_000)}`);
    const { head, behind } = headIn(packet, 6);
    expect(behind).toBe(6 + request.length);
    expect(head.fields.get("x-field")).toBe("f".repeat(length));
    expect(head.fields.bytes.buffer.byteLength).toBeLessThanOrEqual(2 * 65_536);
  });

  test("that are few is not copied", () => {
    const packet = Buffer.from(`${requestWith("f")}${"b".repeat(1000)}`);
    expect(headIn(packet, 0).head.fields.bytes).toBe(packet);
  });
});
