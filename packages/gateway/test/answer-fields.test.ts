// The head that a client gets: what the provider wrote, and three fields of ours.

import { afterEach, describe, expect, test } from "bun:test";
import { valuesOf } from "./read-answer.ts";
import { relay } from "./relay.ts";
import { createStage } from "./stage.ts";

const stage = createStage();
afterEach(stage.clear);

describe("header fields", () => {
  test("come back in order, case, repetition and spelling, with ours behind them", async () => {
    const fields = [
      "Date: Thu, 01 Jan 2026 00:00:00 GMT",
      "X-Twice: a=1",
      "X-Odd-Case:\t two  spaces ",
      "x-twice: b=2",
      "x-empty:",
      "Content-Type: application/json;charset=x",
      "x-latin: caf\u00e9",
      "retry-after: 7",
      "content-encoding: gzip",
    ];
    const head = ["HTTP/1.1 200 So be  it!", ...fields, "content-length: 2"].join("\r\n");
    const answer = await relay(stage, Buffer.from(`${head}\r\n\r\n{}`, "latin1"));
    expect(answer.reason).toBe("So be  it!");
    expect(answer.lines.map((line) => line.replace(/: hf_[0-9a-z]{18}$/, ": ID"))).toEqual([
      ...fields,
      "x-holdfast-request-id: ID",
      "x-holdfast-served-by: p",
      "x-holdfast-attempts: 1",
      "content-length: 2",
    ]);
  });

  test("that concern one connection, or our account there, stay behind, and so do another Holdfast's", async () => {
    const fields = [
      "Connection: keep-alive, X-One-Hop",
      "X-One-Hop: 1",
      "Keep-Alive: timeout=5",
      "Trailer: x-sum",
      "Upgrade: h2c",
      "Proxy-Authenticate: Basic",
      "Proxy-Connection: keep-alive",
      "Set-Cookie: binds=us",
      "anthropic-ratelimit-requests-remaining: 7",
      "x-ratelimit-limit-tokens: 7",
      "X-Holdfast-Served-By: somebody/else",
      "x-holdfast-request-id: theirs",
      "x-kept: 1",
    ];
    const head = ["HTTP/1.1 200 OK", ...fields, "content-length: 0"].join("\r\n");
    const answer = await relay(stage, `${head}\r\n\r\n`);
    expect(answer.fields.map(([name]) => name)).toEqual([
      "x-kept",
      "x-holdfast-request-id",
      "x-holdfast-served-by",
      "x-holdfast-attempts",
      "content-length",
    ]);
    expect(valuesOf(answer, "x-holdfast-served-by")).toEqual(["p"]);
  });

  test("after the body come back too", async () => {
    const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    const answer = await relay(stage, `${head}1\r\nx\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n`);
    expect(answer.body.toString()).toBe("x");
    expect(answer.trailers).toBe("X-Sum: 1\r\nx-sum: 2\r\n");
  });

  test("of a provider that is lenient with line ends are written in the strict form", async () => {
    const answer = await relay(stage, "HTTP/1.1 200\nX-Odd: 1 \ncontent-length: 0\n\n");
    expect(answer.lines[0]).toBe("X-Odd: 1");
    expect(answer.isWhole).toBe(true);
  });
});
