import { describe, expect, test } from "bun:test";
import { type RoutingFields, readRoutingFields } from "./routing-fields.ts";
import { joinPieces, spliceModel } from "./splice-model.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

function fieldsOf(body: Uint8Array): RoutingFields {
  const fields = readRoutingFields(body);
  if (fields.kind === "fault") throw new TypeError(`fault: ${fields.reason}`);
  return fields;
}

function splice(text: string, name: string): string {
  const body = bytes(text);
  return textOf(joinPieces(spliceModel(body, fieldsOf(body), name)));
}

describe("spliceModel", () => {
  test.each([
    ["in the middle", '{"a":[ 1 ],"model": "gpt" ,"b":{}}', "opus", '{"a":[ 1 ],"model": "opus" ,"b":{}}'],
    ["by a longer name", '{"model":"a"}', "a-much-longer-name", '{"model":"a-much-longer-name"}'],
    ["by an empty name", '{"model":"a"}', "", '{"model":""}'],
    ["spelled with escapes", '{"mod\\u0065l":"g\\u0070t"}', "opus", '{"mod\\u0065l":"opus"}'],
    [
      "at every repetition",
      '{"model":"a","model":[1],"model":"b"}',
      "c",
      '{"model":"c","model":"c","model":"c"}',
    ],
    [
      "at every repetition, even by the name that counts",
      '{"model":"a","model":"b"}',
      "b",
      '{"model":"b","model":"b"}',
    ],
    ["and no nested one", '{"a":{"model":"x"},"model":"y"}', "z", '{"a":{"model":"x"},"model":"z"}'],
    ["by a name that needs escapes", '{"model":"a"}', '"\\\n', '{"model":"\\"\\\\\\n"}'],
    [
      "by a name beyond ASCII, in escapes",
      '{"model":"a"}',
      "é😀\u007f",
      '{"model":"\\u00e9\\ud83d\\ude00\\u007f"}',
    ],
  ])("replaces the model %s", (_, body, name, expected) => {
    expect(splice(body, name)).toBe(expected);
  });

  test("returns the body itself, uncopied, when there is nothing to replace", () => {
    for (const text of ['{"model":"gpt"}', '{"stream":true}', '{"model":"\\u0067pt"}']) {
      const body = bytes(text);
      const spliced = spliceModel(body, fieldsOf(body), "gpt");
      expect(spliced.pieces).toEqual([body]);
      expect(spliced.pieces[0]).toBe(body);
      expect(spliced.sizeBytes).toBe(body.length);
      expect(joinPieces(spliced)).toBe(body);
    }
  });

  test("copies nothing but the name", () => {
    const body = bytes('{"a":1,"model":"gpt","b":2}');
    const { pieces, sizeBytes } = spliceModel(body, fieldsOf(body), "opus");
    expect(pieces.map(textOf)).toEqual(['{"a":1,"model":', '"opus"', ',"b":2}']);
    expect(pieces.map((piece) => piece.buffer === body.buffer)).toEqual([true, false, true]);
    expect(sizeBytes).toBe(body.length + 1);
  });
});
