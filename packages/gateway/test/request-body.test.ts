// The body that a provider gets: as the client wrote it, but for the model's name where the road says so.

import { afterEach, describe, expect, test } from "bun:test";
import { carry } from "./carry.ts";
import { post } from "./post.ts";
import { createStage } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
afterEach(stage.clear);

describe("the body", () => {
  const odd = [
    '{"model":"m"}',
    ' \t\r\n{ "model"\n:\t"m" , "x" : [ 1 ,2,  3 ] }\n\n',
    '{"unknown":{"deep":[null,{"x":-0.0}]},"model":"m","big":123456789012345678901234567890.000001e+400}',
    '{"a":1,"a":2,"model":"m","a":3}',
    '{"text":"\\u00e9\\ud83d\\ude00 é😀 \\/ \\u2028","model":"m"}',
    '{"model":"m","lone":"\\ud800"}',
    '{"mo\\u0064el":"m"}',
    '{"stream":null,"model":"m","stream":false}',
  ];

  test.each(odd)("%j arrives byte for byte", async (body) => {
    expect((await carry(stage, { body })).body).toBe(body);
  });

  test("of a megabyte, arriving one byte a chunk, arrives whole with a length", async () => {
    const body = `{"model":"m","text":"${"0123456789".repeat(100_000)}"}`;
    const head = "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ntransfer-encoding: chunked\r\n\r\n";
    const chunks = body.replaceAll(/./g, "1\r\n$&\r\n");
    const carried = await carry(stage, { text: `${head}${chunks}0\r\n\r\n` });
    expect(carried.head).toContain(`content-length: ${body.length}`);
    expect(carried.body === body).toBe(true);
  });
});

describe("the model", () => {
  const renaming = (baseUrl: string): string => `
providers:
  p: { kind: openai-compatible, base_url: "${baseUrl}", models: { "own": "deployment/ö\\"1" } }
routes:
  - { match: "renamed", chain: [p/other], whole: passthrough }
  - { match: "mapped", chain: [p/own], whole: passthrough }
  - { match: "*", chain: ["p/*"], whole: passthrough }
`;

  const mapped = String.raw`{"model":"deployment/\u00f6\"1"}`;
  test.each([
    [
      "renamed",
      '{"x" : 1.0 , "model" :  "renamed", "y":"é"}',
      '{"x" : 1.0 , "model" :  "other", "y":"é"}',
      "p/other",
    ],
    ["mapped", '{"model":"mapped"}', mapped, 'p/deployment/%C3%B6"1'],
    ["own", '{"model":"own"}', mapped, 'p/deployment/%C3%B6"1'],
    ["kept", String.raw`{"model":"k\u0065pt"}`, String.raw`{"model":"k\u0065pt"}`, "p/kept"],
    [
      "repeated",
      '{"model":"x","z":[],"model":"renamed"}',
      '{"model":"other","z":[],"model":"other"}',
      "p/other",
    ],
  ])("%s: only its name is written anew, and the answer says which", async (_, body, expected, servedBy) => {
    const carried = await carry(stage, { body }, renaming);
    expect(carried.body).toBe(expected);
    expect(carried.answer.fields).toContainEqual(["x-holdfast-served-by", servedBy]);
  });
});

test("one request is one request to the provider, whatever follows it on the connection", async () => {
  const peer = stage.peer({
    asked: (connection) => connection.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
  });
  const gateway = await stage.gatewayFor(peer.baseUrl);
  const client = await stage.client(gateway);
  const names = ["first", "second", "third"];
  client.send(names.map((model) => post({ body: JSON.stringify({ model }) })).join(""));
  for (const _ of names) expect((await client.answer()).status).toBe(200);
  const seen = await until("three requests", () => {
    const text = peer.connections.map((connection) => connection.received().toString()).join("");
    return text.includes("third") && text;
  });
  expect([...seen.matchAll(/"model":"(\w+)"/g)].map(([, model]) => model)).toEqual(names);
});
