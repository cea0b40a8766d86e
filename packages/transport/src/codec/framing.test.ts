import { describe, expect, test } from "bun:test";
import { latin1, textOf } from "../../test/latin1.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";

const chunks = "2\r\nok\r\n0\r\n\r\n";
const coded = "Transfer-Encoding: chunked\r\n";

/** Method of the request, version, status and fields; everything behind the head; and what is read of it. */
type AnswerRow = readonly [head: string, rest: string, read: string];

const answers: readonly AnswerRow[] = [
  ["GET 1.1 200 Content-Length: 2", "ok!", 'length 2 "ok" whole, then "!", kept'],
  ["GET 1.1 200 Content-Length: 0", "!", 'length 0 "" whole, then "!", kept'],
  ["GET 1.1 200 Content-Length: 3", "ok", 'length 3 "ok" cut, then "", kept'],
  ["GET 1.1 200 Transfer-Encoding: chunked", `${chunks}!`, 'chunked "ok" whole, then "!", kept'],
  ["GET 1.1 200 Transfer-Encoding: chunked", "2\r\nok\r\n", 'chunked "ok" cut, then "", kept'],
  ["GET 1.1 200 Transfer-Encoding: chunked", "2\r\nok\r\n0\r\n", 'chunked "ok" cut, then "", kept'],
  ["GET 1.1 200", "ok!", 'until-close "ok!" whole, then "", closed'],
  // An answer to HEAD, 204 and 304 have no body, whatever they claim; nothing else is without.
  ["HEAD 1.1 200 Content-Length: 2", "ok", 'none "" whole, then "ok", kept'],
  ["HEAD 1.1 200 Transfer-Encoding: chunked", "ok", 'none "" whole, then "ok", kept'],
  ["HEAD 1.1 200", "", 'none "" whole, then "", kept'],
  ["head 1.1 200 Content-Length: 2", "ok", 'length 2 "ok" whole, then "", kept'],
  ["GET 1.1 204 Content-Length: 2", "ok", 'none "" whole, then "ok", kept'],
  ["GET 1.1 204", "", 'none "" whole, then "", kept'],
  ["GET 1.1 304 Transfer-Encoding: chunked", "ok", 'none "" whole, then "ok", kept'],
  ["GET 1.1 205 Content-Length: 2", "ok", 'length 2 "ok" whole, then "", kept'],
  ["GET 1.1 999 Content-Length: 2", "ok", 'length 2 "ok" whole, then "", kept'],
  // Both framings together leave a doubt: chunks win, and the connection is not used again.
  [
    "GET 1.1 200 Content-Length: 5 & Transfer-Encoding: chunked",
    chunks,
    'chunked "ok" whole, then "", closed',
  ],
  ["HEAD 1.1 200 Content-Length: 5 & Transfer-Encoding: chunked", "", 'none "" whole, then "", closed'],
  // HTTP/1.0 keeps a connection only where it says so, and the body's length.
  ["GET 1.0 200 Content-Length: 2", "ok", 'length 2 "ok" whole, then "", closed'],
  ["GET 1.0 200 Content-Length: 2 & Connection: Keep-Alive", "ok", 'length 2 "ok" whole, then "", kept'],
  ["GET 1.0 200 Connection: keep-alive", "ok", 'until-close "ok" whole, then "", closed'],
  ["GET 1.1 200 Content-Length: 2 & Connection: close", "ok", 'length 2 "ok" whole, then "", closed'],
];

describe("an answer's body", () => {
  test.each(answers)("%s %j is read as %s", (head, rest, read) => {
    const [method = "", version = "", status = "", ...words] = head.split(" ");
    const fields = words.length === 0 ? "" : `${words.join(" ").replaceAll(" & ", "\r\n")}\r\n`;
    const stream = latin1(`HTTP/${version} ${status} Reason\r\n${fields}\r\n${rest}`);
    const [message] = readResponses([stream], [method]).messages;
    if (message === undefined) throw new Error("nothing was read");
    const { framing, keepsAlive } = message.head;
    const kind = framing.kind === "length" ? `length ${framing.length}` : framing.kind;
    const body = `"${textOf(message.payload)}" ${message.isWhole ? "whole" : "cut"}`;
    const then = `then "${textOf(stream.subarray(message.end))}", ${keepsAlive ? "kept" : "closed"}`;
    expect(`${kind} ${body}, ${then}`).toBe(read);
  });

  test.each(["gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "identity", ""])(
    "coded as %j is not an answer: nobody asked for it, and passing it on would hand out the coded bytes",
    (coding) => {
      const stream = latin1(`HTTP/1.1 200 OK\r\nTransfer-Encoding: ${coding}\r\n\r\n${chunks}`);
      expect(readResponses([stream])).toMatchObject({ violation: "coding-unknown", messages: [] });
    },
  );
});

test("interim answers have no body and no end of their own, whatever they claim", () => {
  const interim =
    "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\nConnection: close\r\n\r\nHTTP/1.1 100\r\n\r\n";
  const stream = latin1(`${interim}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`);
  const { messages } = readResponses([stream], ["POST"]);
  expect(messages.map(({ head, payload }) => [head.status, textOf(payload)])).toEqual([
    [103, ""],
    [100, ""],
    [200, "ok"],
  ]);
});

const requests: readonly (readonly [title: string, fields: string, rest: string, read: string])[] = [
  ["has none without a framing field", "", "GET", "none  + GET"],
  ["is counted by a length", "Content-Length: 2\r\n", "okGET", "length ok + GET"],
  ["is counted by a length with blanks around it", "Content-Length: \t2 \t\r\n", "okGET", "length ok + GET"],
  ["is counted by a length with zeros before it", "Content-Length: 0002\r\n", "okGET", "length ok + GET"],
  ["is counted by the largest length", "Content-Length: 999999999999999\r\n", "ok", "length ok + "],
  ["is empty with a length of zero", "Content-Length: 0\r\n", "GET", "length  + GET"],
  ["ends with the last chunk", coded, `${chunks}GET`, "chunked ok + GET"],
  [
    "ends with the last chunk in capitals",
    "TRANSFER-ENCODING: CHUNKED\r\n",
    `${chunks}GET`,
    "chunked ok + GET",
  ],
  ["ends behind its trailers", coded, "2\r\nok\r\n0\r\nA: b\r\n\r\nGET", "chunked ok + GET"],
  ["is one whatever TE says", "TE: chunked\r\nContent-Length: 2\r\n", "okGET", "length ok + GET"],
];

describe("a request's body", () => {
  test.each(requests)("%s", (_title, fields, rest, read) => {
    const stream = latin1(`POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${rest}`);
    const [message] = readRequests([stream]).messages;
    if (message === undefined) throw new Error("nothing was read");
    const { kind } = message.head.framing;
    expect(`${kind} ${textOf(message.payload)} + ${textOf(stream.subarray(message.end))}`).toBe(read);
  });
});
