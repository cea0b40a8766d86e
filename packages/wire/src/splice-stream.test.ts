import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readRoutingFields } from "./routing-fields.ts";
import { joinPieces } from "./splice-model.ts";
import { spliceStream } from "./splice-stream.ts";
import type { DialectName } from "./dialect-name.ts";

function spliced(text: string, dialect: DialectName, model = "there"): string {
  const body = new TextEncoder().encode(text);
  const fields = readRoutingFields(body);
  if (fields.kind === "fault") throw new Error(fields.reason);
  const result = spliceStream(body, fields, { dialect, model });
  const joined = joinPieces(result);
  expect(result.sizeBytes).toBe(joined.length);
  return new TextDecoder().decode(joined);
}

describe("asking for a stream", () => {
  test.each<[DialectName, string, string]>([
    ["messages", '{"model":"m","a":1}', '{"stream":true,"model":"there","a":1}'],
    ["messages", '{ "a": 1, "stream": false, "model": "m" }', '{ "a": 1, "stream": true, "model": "there" }'],
    [
      "messages",
      '{"stream":null,"stream":false,"model":"there"}',
      '{"stream":true,"stream":true,"model":"there"}',
    ],
    ["chat", '{"model":"m"}', '{"stream":true,"stream_options":{"include_usage":true},"model":"there"}'],
    ["chat", '{"stream_options":{},"model":"m"}', '{"stream":true,"stream_options":{},"model":"there"}'],
    ["gemini", '{"contents":[]}', '{"contents":[]}'],
  ])("in %s: %s", (dialect, text, expected) => {
    expect(spliced(text, dialect)).toBe(expected);
  });

  test("changes nothing else of what JSON.parse reads", () => {
    const body = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 });
    fc.assert(
      fc.property(body, (rest) => {
        const value = { ...rest, model: "m" };
        expect(JSON.parse(spliced(JSON.stringify(value), "messages"))).toEqual({
          ...value,
          model: "there",
          stream: true,
        });
      }),
      { seed: 3 },
    );
  });
});
