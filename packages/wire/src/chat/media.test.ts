import { describe, expect, test } from "bun:test";
import type { MediaSource } from "../model/part.ts";
import { audioFormatFrom, audioTypeFrom, dataUrl, inlineFrom, sourceFrom } from "./media.ts";

describe("where something is", () => {
  test.each<readonly [string, MediaSource]>([
    ["data:image/png;base64,AAAA", { kind: "base64", mediaType: "image/png", data: "AAAA" }],
    ["data:text/plain;charset=utf-8;base64,AA", { kind: "base64", mediaType: "text/plain", data: "AA" }],
    ["https://example.org/a.png", { kind: "url", url: "https://example.org/a.png" }],
    // Nothing that anybody could make a picture of, so it is left to the provider to say so.
    ["data:;base64,AA", { kind: "url", url: "data:;base64,AA" }],
    ["data:text/plain,hello", { kind: "url", url: "data:text/plain,hello" }],
    ["", { kind: "url", url: "" }],
  ])("%j", (url, source) => {
    expect(sourceFrom(url)).toEqual(source);
  });

  test("a data URL comes back as it was", () => {
    const url = "data:application/pdf;base64,JVBERi0=";
    const source = inlineFrom(url);
    expect(source && dataUrl(source)).toBe(url);
  });
});

test.each([
  ["mp3", "audio/mpeg"],
  ["wav", "audio/wav"],
  ["opus", "audio/opus"],
])("the format %s is the type %s", (format, type) => {
  expect(audioTypeFrom(format)).toBe(type);
  expect(audioFormatFrom(type)).toBe(format);
});

test.each([
  ["audio/x-wav", "wav"],
  ["audio/wave", "wav"],
  ["audio/x-flac", "flac"],
])("the type %s is the format %s", (type, format) => {
  expect(audioFormatFrom(type)).toBe(format);
});
