import { describe, expect, test } from "bun:test";
import { text, turn, written } from "../../test/chat-request.ts";
import type { JsonValue } from "../json/value.ts";
import type { Part } from "../model/part.ts";

describe("parts of a message", () => {
  test.each<readonly [string, Part, JsonValue | undefined, readonly string[]]>([
    [
      "an image by URL",
      { kind: "image", source: { kind: "url", url: "https://example.org/" }, detail: "high" },
      { type: "image_url", image_url: { url: "https://example.org/", detail: "high" } },
      [],
    ],
    [
      "an image at a provider",
      { kind: "image", source: { kind: "file", origin: "messages", id: "f" } },
      undefined,
      ["refused turns[0].parts[1]"],
    ],
    [
      "a PDF without a name",
      { kind: "document", source: { kind: "base64", mediaType: "application/pdf", data: "AA" } },
      { type: "file", file: { filename: "document.pdf", file_data: "data:application/pdf;base64,AA" } },
      [],
    ],
    [
      "a document with a context",
      {
        kind: "document",
        title: "a.pdf",
        context: "old",
        source: { kind: "base64", mediaType: "application/pdf", data: "AA" },
      },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AA" } },
      ["dropped turns[0].parts[1].context"],
    ],
    [
      "a text document",
      { kind: "document", title: "Notes", source: { kind: "text", text: "n" } },
      { type: "text", text: "Document: Notes\n\nn" },
      ["approximated turns[0].parts[1]"],
    ],
    [
      "a document by URL",
      { kind: "document", source: { kind: "url", url: "https://example.org/" } },
      undefined,
      ["refused turns[0].parts[1]"],
    ],
    [
      "a document at another provider",
      { kind: "document", source: { kind: "file", origin: "messages", id: "f" } },
      undefined,
      ["refused turns[0].parts[1]"],
    ],
    [
      "a document at this one",
      { kind: "document", source: { kind: "file", origin: "chat", id: "f" } },
      { type: "file", file: { file_id: "f" } },
      [],
    ],
    [
      "audio",
      { kind: "audio", source: { kind: "base64", mediaType: "audio/mpeg", data: "AA" } },
      { type: "input_audio", input_audio: { data: "AA", format: "mp3" } },
      [],
    ],
    [
      "audio by URL",
      { kind: "audio", source: { kind: "url", url: "https://example.org/" } },
      undefined,
      ["refused turns[0].parts[1]"],
    ],
    [
      "video",
      { kind: "video", source: { kind: "url", url: "https://example.org/" } },
      { type: "video_url", video_url: { url: "https://example.org/" } },
      [],
    ],
    [
      "a cache hint",
      { kind: "text", text: "a", cache: {} },
      { type: "text", text: "a", prompt_cache_breakpoint: { mode: "explicit" } },
      [],
    ],
    [
      "a cache hint with a lifetime",
      { kind: "text", text: "a", cache: { ttlSeconds: 3600 } },
      { type: "text", text: "a", prompt_cache_breakpoint: { mode: "explicit" } },
      ["approximated turns[0].parts[1].cache"],
    ],
    [
      "citations",
      { kind: "text", text: "a", citations: [] },
      { type: "text", text: "a" },
      ["dropped turns[0].parts[1].citations"],
    ],
    [
      "a part that only this dialect knows",
      { kind: "unknown", origin: "chat", value: { type: "hologram", x: 1 } },
      { type: "hologram", x: 1 },
      [],
    ],
    [
      "another dialect's part with a text",
      { kind: "unknown", origin: "messages", value: {}, text: "sum" },
      { type: "text", text: "sum" },
      ["approximated turns[0].parts[1]"],
    ],
    [
      "another dialect's field",
      { kind: "text", text: "a", extras: { messages: { x: 1 } } },
      { type: "text", text: "a" },
      ["dropped turns[0].parts[1].extras.messages.x"],
    ],
  ])("%s", (_what, part, element, lost) => {
    const { body, lost: found } = written({ turns: [turn("user", text("See:"), part)] });
    const said = { type: "text", text: "See:" };
    const content = element === undefined ? "See:" : [said, element];
    expect(body["messages"]).toEqual([{ role: "user", content }]);
    expect(found).toEqual([...lost]);
  });
});
