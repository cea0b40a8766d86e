import { describe, expect, test } from "bun:test";
import type { ResponseInputContent } from "openai/resources/responses/responses";
import { parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import { decodeContent, readableIn } from "./decode-parts.ts";

const data = { kind: "base64", mediaType: "image/png", data: "iVBO" } as const;
const pdf = { kind: "base64", mediaType: "application/pdf", data: "JVBE" } as const;
const file = { kind: "file", origin: "responses", id: "file_1" } as const;
const page = { kind: "url", url: "https://a.example/b" } as const;

describe("a part", () => {
  test.each<[ResponseInputContent | JsonObject, Part]>([
    [
      { type: "input_text", text: "Hi" },
      { kind: "text", text: "Hi" },
    ],
    [
      { type: "text", text: "Hi" },
      { kind: "text", text: "Hi" },
    ],
    [
      { type: "input_text", text: "Hi", prompt_cache_breakpoint: { mode: "explicit" } },
      { kind: "text", text: "Hi", cache: {} },
    ],
    [
      { type: "output_text", text: "Hi", annotations: [], logprobs: [] },
      { kind: "text", text: "Hi" },
    ],
    [
      {
        type: "output_text",
        text: "Hi",
        annotations: [
          { type: "url_citation", url: "u", title: "t", start_index: 0, end_index: 2, new_field: 1 },
        ],
      },
      {
        kind: "text",
        text: "Hi",
        citations: [
          { kind: "url", url: "u", title: "t", start: 0, end: 2, extras: { responses: { new_field: 1 } } },
        ],
      },
    ],
    [
      { type: "output_text", text: "Hi", logprobs: [{ token: "Hi" }] },
      { kind: "text", text: "Hi", extras: { responses: { logprobs: [{ token: "Hi" }] } } },
    ],
    [
      { type: "refusal", refusal: "No." },
      { kind: "refusal", text: "No." },
    ],
    [
      { type: "input_image", detail: "high", image_url: "data:image/png;base64,iVBO" },
      { kind: "image", source: data, detail: "high" },
    ],
    [
      { type: "input_image", detail: "original", image_url: "https://a.example/b" },
      { kind: "image", source: page, detail: "original" },
    ],
    [
      { type: "input_image", detail: "auto", file_id: "file_1", image_url: null },
      { kind: "image", source: file, detail: "auto" },
    ],
    [
      { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,JVBE" },
      { kind: "document", source: pdf, title: "a.pdf" },
    ],
    [
      { type: "input_file", file_data: "JVBE" },
      { kind: "document", source: pdf },
    ],
    [
      { type: "input_file", file_url: "https://a.example/b", detail: "low" },
      { kind: "document", source: page, extras: { responses: { detail: "low" } } },
    ],
    [
      { type: "input_file", file_id: "file_1" },
      { kind: "document", source: file },
    ],
    [
      { type: "input_audio", input_audio: { data: "SUQz", format: "mp3" } },
      { kind: "audio", source: { kind: "base64", mediaType: "audio/mpeg", data: "SUQz" } },
    ],
    [
      { type: "input_video", video_url: "https://a.example/b" },
      { kind: "video", source: page },
    ],
  ])("%j is understood", (said, part) => {
    expect(decodeContent(parseJson(JSON.stringify([said])) ?? null)).toEqual([part]);
  });

  test.each<[JsonObject]>([
    [{ type: "input_text" }],
    [{ type: "input_image", image_url: 7 }],
    [{ type: "input_file" }],
    [{ type: "input_audio", input_audio: {} }],
    [{ type: "hologram", text: "It turns." }],
    [{}],
  ])("%j is kept whole", (value) => {
    expect(decodeContent([value])).toMatchObject([{ kind: "unknown", origin: "responses", value }]);
  });
});

test.each<[JsonValue, readonly Part[] | undefined]>([
  ["Hi", [{ kind: "text", text: "Hi" }]],
  ["", []],
  [null, []],
  [["Hi", 7], [{ kind: "text", text: "Hi" }]],
  [7, undefined],
  [{}, undefined],
])("the content %j is %j", (content, parts) => {
  expect(decodeContent(content)).toEqual(parts === undefined ? undefined : [...parts]);
});

test.each<[JsonValue, string | undefined]>([
  ["Hi", "Hi"],
  [[{ text: "a" }, { text: "b" }, {}], "a\nb"],
  ["", undefined],
  [[{}], undefined],
  [null, undefined],
])("what can be read of %j is %j", (content, text) => {
  expect(readableIn(content)).toBe(text);
});
