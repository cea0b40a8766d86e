// A provider that does to each request what the request's target asks for.

import { MessageReader } from "./message-reader.ts";
import { startRawProvider } from "./raw-provider.ts";
import type { RawProvider } from "./raw-provider.ts";
import type { RawSocket } from "./raw-socket.ts";

export const courses = {
  whole: 12,
  stream: 8,
  large: 2,
  early: 1,
  "close-after": 2,
  "reset-at-head": 2,
  "close-at-head": 1,
  "reset-before-head": 2,
  "close-before-head": 1,
  "reset-in-body": 2,
  "close-in-body": 2,
  "stall-before-head": 1,
  "stall-in-body": 1,
  garbage: 1,
} as const;

export type Course = keyof typeof courses;

export const event = "data: something has happened\n\n";
export const EVENTS = 4;
export const LARGE = 300_000;
const chunk = `${event.length.toString(16)}\r\n${event}\r\n`;
const large = Buffer.alloc(LARGE, "0123456789");
const headOf = (framing: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n${framing}\r\n\r\n`;
const endings: Readonly<Record<Course, (connection: RawSocket) => void>> = {
  whole: (connection) => connection.send(`${headOf("content-length: 5")}whole`),
  stream: (connection) => stream(connection, EVENTS),
  large(connection) {
    connection.send(headOf(`content-length: ${LARGE}`));
    connection.send(large);
  },
  early: () => undefined,
  "close-after"(connection) {
    connection.send(`${headOf("connection: close\r\ncontent-length: 5")}whole`);
    connection.end();
  },
  "reset-at-head": () => undefined,
  "close-at-head": () => undefined,
  "reset-before-head": (connection) => connection.reset(),
  "close-before-head"(connection) {
    connection.send("HTTP/1.1 20");
    connection.end();
  },
  "reset-in-body"(connection) {
    connection.send(`${headOf("transfer-encoding: chunked")}${chunk}`);
    connection.reset();
  },
  "close-in-body"(connection) {
    connection.send(`${headOf("content-length: 100")}part`);
    connection.end();
  },
  "stall-before-head": () => undefined,
  "stall-in-body": (connection) => connection.send(`${headOf("transfer-encoding: chunked")}${chunk}`),
  garbage: (connection) => connection.send("\u0000\u0001 this is not HTTP\r\n\r\n"),
};

export function startSoakProvider(): RawProvider {
  return startRawProvider((connection) => {
    let course: Course = "whole";
    connection.onData = new MessageReader({
      head(text) {
        const name = /^\w+ \/([a-z-]+)/.exec(text)?.[1] ?? "";
        course = isCourse(name) ? name : "whole";
        if (course === "reset-at-head") connection.reset();
        if (course === "close-at-head") connection.close();
        if (course === "early") connection.send(`${headOf("content-length: 5")}early`);
      },
      end: () => endings[course](connection),
    }).push;
  });
}

function stream(connection: RawSocket, left: number): void {
  if (left === EVENTS) connection.send(headOf("transfer-encoding: chunked"));
  if (left === 0) connection.send("0\r\n\r\n");
  else {
    connection.send(chunk);
    setImmediate(() => stream(connection, left - 1));
  }
}

function isCourse(name: string): name is Course {
  return Object.hasOwn(courses, name);
}
