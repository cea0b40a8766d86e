import { describe, expect, test } from "bun:test";
import { countReads } from "../test/count-reads.ts";
import { modelSizeLimit, readRoutingFields, repetitionLimit } from "./routing-fields.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is read, with ranges as the text they cover; faults as `reason at offset`. */
function read(body: string | Uint8Array): unknown {
  const all = typeof body === "string" ? bytes(body) : body;
  const result = readRoutingFields(all);
  if (result.kind === "fault") return `${result.reason} at ${result.offset}`;
  const spelled = result.modelAt.map(({ start, end }) => new TextDecoder().decode(all.subarray(start, end)));
  return { model: result.model, spelled, stream: result.stream };
}

const gpt = { model: "gpt", spelled: ['"gpt"'], stream: false };

describe("readRoutingFields", () => {
  test.each([
    ["the model of a plain body", '{"model":"gpt","messages":[]}', gpt],
    ["a model that comes last", '{"messages":[{"role":"user"}],"model":"gpt"}', gpt],
    ["white space of all four kinds", ' \t\n\r{ \t"model"\r\n:\n "gpt" \t} \n', gpt],
    ["stream when it is true", '{"model":"gpt","stream":true}', { ...gpt, stream: true }],
    ["a stream of false as false", '{"model":"gpt","stream":false}', gpt],
    ["a stream of null as false", '{"model":"gpt","stream":null}', gpt],
    ["a body without a model", '{"stream":true}', { model: undefined, spelled: [], stream: true }],
    ["an empty object", "{}", { model: undefined, spelled: [], stream: false }],
    ["an empty name", '{"model":""}', { model: "", spelled: ['""'], stream: false }],
    ["a byte order mark as if it were not there", '\ufeff{"model":"gpt"}', gpt],
    ["a key spelled with an escape", '{"mod\\u0065l":"gpt"}', gpt],
    ["a key spelled with nothing but escapes", '{"\\u006D\\u006f\\u0064\\u0065\\u006c":"gpt"}', gpt],
    [
      "escapes in the name",
      '{"model":"a\\/\\"\\\\"}',
      { model: 'a/"\\', spelled: ['"a\\/\\"\\\\"'], stream: false },
    ],
    [
      "an escaped surrogate pair",
      '{"model":"\\ud83d\\ude00"}',
      { model: "😀", spelled: ['"\\ud83d\\ude00"'], stream: false },
    ],
    ["a name in UTF-8", '{"model":"größe😀"}', { model: "größe😀", spelled: ['"größe😀"'], stream: false }],
    ["the last of several models", '{"model":"a","model":"gpt"}', { ...gpt, spelled: ['"a"', '"gpt"'] }],
    [
      "a model after one of another type",
      '{"model":[1],"model":"gpt"}',
      { ...gpt, spelled: ["[1]", '"gpt"'] },
    ],
    ["the last of several streams", '{"stream":true,"model":"gpt","stream":false}', gpt],
    ["a model beside a longer key that begins alike", '{"models":"x","model":"gpt","mode":"y"}', gpt],
  ])("reads %s", (_, body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  test.each([
    ["in a nested object", '{"a":{"model":"x","stream":true},"model":"gpt"}'],
    ["in an array", '{"a":[{"model":"x"},"model",["model"]],"model":"gpt"}'],
    ["in a string", '{"a":"\\",\\"model\\":\\"x\\"","model":"gpt"}'],
    ["behind brackets in a string", '{"a":["]","}",{"b":"]}"}],"model":"gpt"}'],
    ["behind a string that ends with backslashes", '{"a":"\\\\\\\\","model":"gpt","b":"\\\\\\""}'],
    ["behind a string longer than the short loop", `{"a":"${"x".repeat(40)}\\",","model":"gpt"}`],
    ["as a value", '{"a":"model","model":"gpt"}'],
  ])("is not fooled by the word model %s", (_, body) => {
    expect(read(body)).toEqual(gpt);
  });

  test.each([
    ["an empty body", "", "empty at 0"],
    ["a body of white space", " \n", "empty at 2"],
    ["an array", '[{"model":"gpt"}]', "not-an-object at 0"],
    ["a string", ' "model"', "not-an-object at 1"],
    ["UTF-16", new Uint8Array([0x7b, 0, 0x22, 0]), "unexpected-byte at 1"],
    ["a second document", '{"model":"a"}{"model":"b"}', "unexpected-byte at 13"],
    ["a trailing comma", '{"model":"gpt",}', "unexpected-byte at 15"],
    ["a missing comma", '{"model":"gpt" "a":1}', "unexpected-byte at 15"],
    ["a missing colon", '{"model" "gpt"}', "unexpected-byte at 9"],
    ["a missing value", '{"model":}', "unexpected-byte at 9"],
    ["a key without quotes", '{model:"gpt"}', "unexpected-byte at 1"],
    ["a key in single quotes", "{'model':\"gpt\"}", "unexpected-byte at 1"],
    ["a comment between members", '{"a":1,/*"*/"model":"gpt"}', "unexpected-byte at 7"],
    [
      "a comment that hides a quote inside a nested value",
      '{"a":[/*"*/],"model":"gpt"}',
      "unexpected-byte at 6",
    ],
    ["a single quote inside a nested value", '{"a":[\'"\'],"model":"gpt"}', "unexpected-byte at 6"],
    ["a value closed by the wrong bracket", '{"a":[},"model":"gpt"}', "unexpected-byte at 6"],
    ["a bracket too many", '{"a":[]],"model":"gpt"}', "unexpected-byte at 7"],
    ["an invalid escape in a key", '{"mod\\x65l":"gpt"}', "malformed-string at 1"],
    ["a raw control character in a key", '{"mo\u0000del":"gpt"}', "malformed-string at 1"],
    ["an invalid escape in the model", '{"model":"\\x41"}', "malformed-string at 9"],
    ["a raw line break in the model", '{"model":"a\nb"}', "malformed-string at 9"],
    ["a model that is a number", '{"model":5}', "wrong-type at 9"],
    ["a model that is null", '{"model":null}', "wrong-type at 9"],
    ["a model that is an object", '{"model":{"model":"gpt"}}', "wrong-type at 9"],
    ["a last model of another type", '{"model":"gpt","model":1}', "wrong-type at 23"],
    ["a stream that is a number", '{"model":"gpt","stream":1}', "wrong-type at 24"],
    ["a stream that is a string", '{"model":"gpt","stream":"true"}', "wrong-type at 24"],
    ["a misspelled stream", '{"model":"gpt","stream":tru}', "wrong-type at 24"],
    ["a key that differs from model in case", '{"model":"gpt","Model":"x"}', "ambiguous-key at 15"],
    ["such a key with escapes", '{"\\u004dodel":"x"}', "ambiguous-key at 1"],
  ])("refuses %s", (_, body, expected) => {
    expect(read(body)).toBe(expected);
  });

  test.each([
    ["an overlong encoding of m in a key", [0xc1, 0xad]],
    ["a lone continuation byte in a key", [0x80]],
    ["an encoded surrogate in a key", [0xed, 0xa0, 0x80]],
  ])("refuses %s", (_, inserted) => {
    const body = Uint8Array.from([...bytes('{"'), ...inserted, ...bytes('odel":"gpt"}')]);
    expect(read(body)).toBe("malformed-string at 1");
  });

  test("refuses a body that is cut anywhere, and says that it is truncated", () => {
    const body = '{"model":"gpt","a":[{"b":"c\\""}],"stream":true}';
    for (let size = 1; size < body.length; size++) {
      expect(read(body.slice(0, size))).toBe(`truncated at ${size}`);
    }
  });

  test.each([
    ["scalars that are misspelled", '{"a":nul,"b":01,"c":NaN,"model":"gpt"}'],
    ["commas and colons inside nested values", '{"a":[,,:],"b":{"c" 1},"model":"gpt"}'],
    ["inner brackets of different kinds", '{"a":[[}],"model":"gpt"}'],
    ["what stands in strings that are not read", '{"a":"\\x\n","model":"gpt"}'],
  ])("leaves it to the provider to judge %s", (_, body) => {
    expect(() => JSON.parse(body) as unknown).toThrow();
    expect(read(body)).toEqual(gpt);
  });

  test("names the field and what was expected", () => {
    expect(readRoutingFields(bytes('{"stream":1}'))).toEqual({
      kind: "fault",
      reason: "wrong-type",
      field: "stream",
      offset: 10,
      expected: "true or false",
    });
  });

  test("takes a model up to the size limit and no longer one", () => {
    const name = "x".repeat(modelSizeLimit - 2);
    expect(readRoutingFields(bytes(`{"model":"${name}"}`))).toMatchObject({ model: name });
    expect(read(`{"model":"${name}x"}`)).toBe("too-long at 9");
  });

  test("takes a key up to the repetition limit and no more often", () => {
    const body = (times: number): string =>
      `{${Array.from({ length: times }, () => '"model":"gpt"').join()}}`;
    expect(readRoutingFields(bytes(body(repetitionLimit)))).toMatchObject({ model: "gpt" });
    expect(read(body(repetitionLimit + 1))).toBe(`repeated-key at ${1 + 14 * repetitionLimit}`);
  });

  test("reads a view into a larger buffer at the view's own offsets", () => {
    const buffer = bytes('xx{"model":"gpt"}yy');
    expect(read(buffer.subarray(2, buffer.length - 2))).toEqual(gpt);
  });

  test("survives a million nested arrays", () => {
    const deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    expect(read(`{"a":${deep},"model":"gpt"}`)).toEqual(gpt);
    expect(read(`{"a":${"[".repeat(1_000_000)}`)).toBe("truncated at 1000005");
  });
});

describe("the cost of reading", () => {
  test.each([
    ["one long plain string", (size: number) => `"${"x".repeat(size)}"`],
    ["a string of nothing but escaped quotes", (size: number) => `"${'\\"'.repeat(size / 2)}"`],
    ["a string of nothing but backslashes", (size: number) => `"${"\\".repeat(size)}"`],
    [
      "runs of backslashes before escaped quotes",
      (size: number) => `"${`${"\\".repeat(99)}"`.repeat(size / 100)}"`,
    ],
    ["a string that never ends", (size: number) => `"${'\\"'.repeat(size / 2)}`],
    ["deep nesting", (size: number) => "[".repeat(size / 2) + "]".repeat(size / 2)],
    ["many tiny strings", (size: number) => `[${'"",'.repeat(size / 3)}0]`],
    ["many members", (size: number) => `0${',"a":0'.repeat(size / 6)}`],
    ["many keys spelled with escapes", (size: number) => `0${',"\\u0061":0'.repeat(size / 11)}`],
    ["one long key", (size: number) => `0,"${"\\u0061".repeat(size / 6)}":0`],
    ["a long model", (size: number) => `0,"model":"${"é".repeat(size / 2)}"`],
    ["much white space", (size: number) => `0${" ".repeat(size)}`],
  ])("is linear for %s", (_, valueOf) => {
    const readsPerByte = (size: number): number =>
      countReads(bytes(`{"a":${valueOf(size)}}`), readRoutingFields) / size;
    expect(readsPerByte(12_000)).toBeLessThan(4);
    expect(readsPerByte(24_000)).toBeLessThan(readsPerByte(12_000) * 1.1);
  });
});
