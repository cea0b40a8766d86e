// What is sent and what is recorded, byte for byte.

import { afterEach, describe, expect, test } from "bun:test";
import { ask, questions } from "../test/http-client.ts";
import { chunksIn, connectRaw, requestText } from "../test/raw-client.ts";
import { until } from "../test/until.ts";
import { startProvider } from "./index.ts";
import type { Answer, ProviderOptions, RecordedRequest, SimulatedProvider } from "./index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

const question = JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "Hello" }] });

/** The whole response to a question, one byte a character. */
async function responseTo(answer: Answer): Promise<string> {
  provider = await startProvider({ script: { rules: [{ answer }] } });
  const client = connectRaw(provider.port);
  client.send(requestText("/v1/chat/completions", question));
  await until("the response is whole", () => isWhole(client.received));
  client.leave();
  return client.received;
}

function isWhole(received: string): boolean {
  const [, length] = /content-length: (\d+)/.exec(received) ?? [];
  if (length === undefined) return chunksIn(received).isWhole;
  return received.length === received.indexOf("\r\n\r\n") + 4 + Number(length);
}

const oddities =
  ': a comment\n\nevent:odd\ndata:{"type" : "odd",  "extra":1}\n\n\r\nid: 7\r\ndata\r\n\r\nretry:10\n\ndata: [DONE]';

describe("raw bytes", () => {
  test("go out as they are, a piece a chunk, byte by byte", async () => {
    const response = await responseTo({ kind: "bytes", pieces: Array.from(oddities) });
    expect(chunksIn(response)).toEqual({
      body: oddities,
      isWhole: true,
      sizes: Array.from(oddities, () => 1),
    });
  });

  test("may cut through a character", async () => {
    const euro = new TextEncoder().encode("€");
    const pieces = [euro.subarray(0, 1), euro.subarray(1)];
    const response = await responseTo({ kind: "bytes", pieces });
    expect(chunksIn(response)).toEqual({ body: "\xe2\x82\xac", isWhole: true, sizes: [1, 2] });
  });

  test("come with exactly the fields that the script names, in order, case and repetition", async () => {
    const headers = [
      ["X-B", "2"],
      ["x-A", "1"],
      ["SET-cookie", "a=1"],
      ["set-Cookie", "b=2"],
      ["X-Empty", ""],
    ] as const;
    const response = await responseTo({
      kind: "bytes",
      status: 299,
      headers,
      pieces: ["{ }"],
      framing: "length",
    });
    expect(response).toBe(
      "HTTP/1.1 299 \r\nX-B: 2\r\nx-A: 1\r\nSET-cookie: a=1\r\nset-Cookie: b=2\r\nX-Empty: \r\ncontent-length: 3\r\n\r\n{ }",
    );
  });

  test("answer whatever was asked, even if no provider would", async () => {
    provider = await startProvider({ script: { rules: [{ answer: { kind: "bytes", pieces: ["?"] } }] } });
    const answer = await ask(provider.port, { ...questions.messages(), body: "no JSON" });
    expect(answer).toMatchObject({ status: 200, text: "?" });
  });
});

test("further fields follow the vendor's in order, and replace those of the same name", async () => {
  const response = await responseTo({
    kind: "echo",
    headers: [
      ["X-Odd", "1"],
      ["X-REQUEST-ID", "mine"],
      ["x-odd", "2"],
    ],
  });
  const head = response.slice(0, response.indexOf("\r\n\r\n"));
  expect(head).toEndWith("X-Odd: 1\r\nX-REQUEST-ID: mine\r\nx-odd: 2\r\ntransfer-encoding: chunked");
  expect(head).not.toContain("x-request-id");
});

test("an event of a stream is one chunk", async () => {
  const response = await responseTo({ kind: "said", text: "a b", pieces: 1 });
  const { body, sizes } = chunksIn(response);
  expect(sizes).toEqual(body.split(/(?<=\n\n)/).map((event) => event.length));
});

describe("recorded requests", () => {
  const fields = ["X-API-KEY: k", "x-b: 2", "X-a:1", "x-b: 1"];
  const body = '{ "model" : "m",\t"messages":[ ], "naïve": "\\u00e9" }\n';

  test("hold target, fields and body as they came", async () => {
    provider = await startProvider();
    const client = connectRaw(provider.port);
    client.send(requestText("/v1/chat/completions?beta=true&x=%20", body, fields));
    await until("it is answered", () => provider?.requests[0]?.end === "complete");
    client.leave();
    const [recorded] = provider.requests;
    expect(recorded).toMatchObject({
      method: "POST",
      target: "/v1/chat/completions?beta=true&x=%20",
      isWhole: true,
    });
    expect(recorded?.headers).toEqual([
      ["Host", "provider.test"],
      ["X-API-KEY", "k"],
      ["x-b", "2"],
      ["X-a", "1"],
      ["x-b", "1"],
      ["Content-Length", String(new TextEncoder().encode(body).length)],
    ]);
    expect(new TextDecoder().decode(recorded?.body)).toBe(body);
  });

  test("hold the content of a chunked body, and show it while it comes", async () => {
    provider = await startProvider();
    const client = connectRaw(provider.port);
    client.send("POST /v1/messages HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{ \n\r\n");
    const recorded = (): RecordedRequest | undefined => provider?.requests[0];
    await until("the first piece is here", () => recorded()?.body.length === 3);
    expect(recorded()?.isWhole).toBe(false);
    client.send("1\r\n}\r\n0\r\n\r\n");
    await until("it is whole", () => recorded()?.isWhole === true);
    expect(new TextDecoder().decode(recorded()?.body)).toBe("{ \n}");
    client.leave();
  });

  test.each<{ what: string; limits: NonNullable<ProviderOptions["limits"]>; kept: string[] }>([
    { what: "at most so many", limits: { requests: 2 }, kept: ["c", "d"] },
    { what: "none", limits: { requests: 0 }, kept: [] },
    { what: "at most so many bytes of bodies", limits: { recordedBytes: 250 }, kept: ["c", "d"] },
  ])("are $what, the newest", async ({ limits, kept }) => {
    provider = await startProvider({ limits });
    for (const letter of "abcd") {
      await ask(provider.port, { path: "/v1/chat/completions", body: letter.repeat(100) });
    }
    expect(provider.requests.map(({ body: kind }) => String.fromCharCode(kind[0] ?? 0))).toEqual(kept);
  });
});
