import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ReplyContext } from "../dialect.ts";
import type { StreamEvent } from "../model/event.ts";
import { createArrayParser, createArrayStreamEncoder } from "./array-stream.ts";

const encoder = new TextEncoder();

function parsed(chunks: readonly string[] | readonly Uint8Array[], elementLimitBytes?: number): string[] {
  const heard: string[] = [];
  const parser = createArrayParser(
    ({ data }) => heard.push(data),
    (expected) => heard.push(`expected ${expected}`),
    elementLimitBytes === undefined ? {} : { elementLimitBytes },
  );
  for (const chunk of chunks) parser.push(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
  return heard;
}

test("every object is heard as soon as it is whole", () => {
  const heard: string[] = [];
  const parser = createArrayParser(
    ({ data }) => heard.push(data),
    () => heard.push("refused"),
  );
  const counts = ["[{", '"a":"}]"', "}", "\n,\r\n{}", "]"].map((chunk) => {
    parser.push(encoder.encode(chunk));
    return heard.length;
  });
  expect(counts).toEqual([0, 0, 1, 2, 2]);
  expect(heard).toEqual(['{"a":"}]"}', "{}"]);
});

test("the same bytes give the same messages however they are cut", () => {
  const elements = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), { maxLength: 4 });
  fc.assert(
    fc.property(
      elements,
      fc.constantFrom(",", ",\r\n", " , "),
      fc.integer({ min: 1, max: 9 }),
      (list, comma, size) => {
        const texts = list.map((element) => JSON.stringify(element));
        const bytes = encoder.encode(`[${texts.join(comma)}]`);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        expect(parsed(chunks)).toEqual(texts);
      },
    ),
    { seed: 3 },
  );
});

test.each<[text: string, heard: readonly string[]]>([
  ["", []],
  ["[]", []],
  ["[{}", ["{}"]],
  ['[{"a":[{', []],
  // An error by itself.
  ['{"error":{}}', ['{"error":{}}']],
  ["{}{}", ["{}"]],
  ["[{}] [{}]", ["{}"]],
  ["<html>", ["expected a JSON array of objects"]],
  ["[1,{}]", ["expected a JSON array of objects"]],
  ["[{}]]", ["{}"]],
])("%j is heard as %j", (text, heard) => {
  expect(parsed([text])).toEqual([...heard]);
  expect(parsed(text.split(""))).toEqual([...heard]);
});

test("an object that is too long is refused, however it comes", () => {
  const text = `[{},{"a":"${"x".repeat(100)}"},{}]`;
  const heard = ["{}", "expected an element of bounded size"];
  expect(parsed([text], 50)).toEqual(heard);
  expect(parsed(text.split(""), 50)).toEqual(heard);
  expect(parsed([text], 110)).toHaveLength(3);
});

describe("an answer for a client without alt=sse", () => {
  const context: ReplyContext = {
    request: { origin: "gemini", model: "m", isStreamed: true, turns: [] },
    model: "m",
    idSeed: "seed",
    createdAt: 0,
    seal: ({ value }) => value,
    scope: "",
  };
  const text = (events: readonly StreamEvent[]): string => {
    const { encode } = createArrayStreamEncoder(context);
    return events.map((event) => encode(event)).join("");
  };
  const hello: StreamEvent[] = [
    { kind: "response-start", id: "", model: "" },
    { kind: "keep-alive" },
    { kind: "part-start", index: 0, part: { kind: "text" } },
    { kind: "text-delta", index: 0, text: "a\n\nb" },
    { kind: "keep-alive" },
    { kind: "part-end", index: 0, proof: { dialect: "gemini", value: "c2ln" } },
  ];

  test("is an array of all messages", () => {
    const whole = text([...hello, { kind: "end", reason: "complete" }]);
    expect(JSON.parse(whole)).toMatchObject([
      { candidates: [{ content: { parts: [{ text: "a\n\nb" }] } }] },
      { candidates: [{ content: { parts: [{ thoughtSignature: "c2ln" }] } }] },
      { candidates: [{ finishReason: "STOP" }] },
    ]);
  });

  test("ends with the error where it failed", () => {
    const failed = text([
      ...hello,
      { kind: "failure", failure: { kind: "overloaded", message: "" } },
      { kind: "end", reason: "failed" },
    ]);
    expect(JSON.parse(failed)).toMatchObject([{}, {}, { error: { code: 503 } }]);
  });

  test("stays open where it was truncated", () => {
    const open = text([...hello, { kind: "end", reason: "truncated" }]);
    expect(() => JSON.parse(open) as unknown).toThrow();
  });
});
