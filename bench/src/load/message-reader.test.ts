import { describe, expect, test } from "bun:test";
import { HeadMemory, MessageReader } from "./message-reader.ts";

const body = Buffer.from("data: one\n\ndata: two\n\n");
const start = "HTTP/1.1 200";
const withLength = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body.toString()}`;
const inChunks = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nB\r\ndata: one\n\n\r\nb\r\ndata: two\n\n\r\n0\r\n\r\n`;

function reader(): MessageReader {
  return new MessageReader({ start, body }, new HeadMemory());
}

/** How each piece was answered. */
function feedAll(target: MessageReader, text: string, size: number): boolean[] {
  const bytes = Buffer.from(text);
  const answers: boolean[] = [];
  for (let at = 0; at < bytes.length; at += size) answers.push(target.feed(bytes.subarray(at, at + size)));
  return answers;
}

describe.each([
  ["with a length", withLength],
  ["in chunks", inChunks],
])("%s", (_, message) => {
  test("cut anywhere, the message is whole with its last byte and not before", () => {
    for (let size = 1; size <= message.length; size++) {
      const answers = feedAll(reader(), message, size);
      expect(answers.indexOf(true)).toBe(answers.length - 1);
    }
  });

  test("one follows the other on the same connection", () => {
    const target = reader();
    for (let turn = 0; turn < 3; turn++) expect(feedAll(target, message, 1000)).toEqual([true]);
    expect(target.bodyBytes).toBe(body.length);
  });

  test("a changed byte of the body is refused", () => {
    expect(() => reader().feed(Buffer.from(message.replace("two", "twO")))).toThrow("is wrong");
  });

  test("bytes after the end are refused", () => {
    expect(() => reader().feed(Buffer.from(`${message}x`))).toThrow("is wrong");
  });
});

test.each([
  ["another status", withLength.replace("200", "502")],
  ["another length", withLength.replace(/: \d+/, ": 5")],
  ["no framing", withLength.replace("Content-Length", "x-length")],
  ["an end that comes too early", inChunks.replace("b\r\ndata: two\n\n\r\n", "")],
  ["an event too many", inChunks.replace("0\r\n\r\n", "b\r\ndata: two\n\n\r\n0\r\n\r\n")],
  ["a chunk's size that is no number", inChunks.replace("B\r\n", "B;x\r\n")],
  ["a chunk that is longer than its size", inChunks.replace("B\r\n", "A\r\n")],
])("%s is refused", (_, message) => {
  expect(() => reader().feed(Buffer.from(message))).toThrow("is wrong");
});
