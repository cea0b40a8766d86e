import { describe, expect, test } from "bun:test";
import type { BetaContentBlockParam } from "@anthropic-ai/sdk/resources/beta/messages";
import { arrayOf, parseJson } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Part } from "../model/part.ts";
import { openedFrom } from "../proofs.ts";
import { partsFrom } from "./decode-parts.ts";
import { encodeParts } from "./encode-parts.ts";

function read(block: BetaContentBlockParam): {
  readonly parts: readonly Part[];
  readonly losses: readonly Loss[];
} {
  const losses: Loss[] = [];
  const how = { proofFrom: (value: string) => openedFrom("messages", value, () => undefined), losses };
  // By way of its text, as any block comes: the SDK types what is JSON as unknown.
  const said = arrayOf(parseJson(JSON.stringify([block]))) ?? [];
  return { parts: partsFrom(said, how, { at: "content", path: "parts" }), losses };
}

describe("a block and its part say the same", () => {
  test.each<[string, BetaContentBlockParam, Part]>([
    ["a text", { type: "text", text: "Hi" }, { kind: "text", text: "Hi" }],
    [
      "a text worth keeping",
      { type: "text", text: "Hi", cache_control: { type: "ephemeral", ttl: "5m" } },
      { kind: "text", text: "Hi", cache: { ttlSeconds: 300 } },
    ],
    [
      "a text that cites a web page",
      {
        type: "text",
        text: "So it is.",
        citations: [
          {
            type: "web_search_result_location",
            url: "https://example.com",
            title: "Example",
            cited_text: "It is so.",
            encrypted_index: "Eo8",
          },
        ],
      },
      {
        kind: "text",
        text: "So it is.",
        citations: [
          {
            kind: "url",
            url: "https://example.com",
            title: "Example",
            extras: { messages: { cited_text: "It is so.", encrypted_index: "Eo8" } },
          },
        ],
      },
    ],
    [
      "an image",
      { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBO" } },
      { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } },
    ],
    [
      "an image elsewhere",
      { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
      { kind: "image", source: { kind: "url", url: "https://example.com/a.png" } },
    ],
    [
      "an image that Anthropic holds",
      { type: "image", source: { type: "file", file_id: "file_1" } },
      { kind: "image", source: { kind: "file", origin: "messages", id: "file_1" } },
    ],
    [
      "a PDF",
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "JVBE" },
        title: "report.pdf",
        context: "The last one",
      },
      {
        kind: "document",
        source: { kind: "base64", mediaType: "application/pdf", data: "JVBE" },
        title: "report.pdf",
        context: "The last one",
      },
    ],
    [
      "a document of text, to be cited",
      {
        type: "document",
        source: { type: "text", media_type: "text/plain", data: "Once" },
        citations: { enabled: true },
      },
      {
        kind: "document",
        source: { kind: "text", text: "Once" },
        extras: { messages: { citations: { enabled: true } } },
      },
    ],
    [
      "a document elsewhere",
      { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } },
      { kind: "document", source: { kind: "url", url: "https://example.com/a.pdf" } },
    ],
    [
      "a document that Anthropic holds",
      { type: "document", source: { type: "file", file_id: "file_1" } },
      { kind: "document", source: { kind: "file", origin: "messages", id: "file_1" } },
    ],
    [
      "a document of blocks, which others can read",
      {
        type: "document",
        title: "Notes",
        source: {
          type: "content",
          content: [
            { type: "text", text: "One" },
            { type: "text", text: "Two" },
          ],
        },
      },
      {
        kind: "unknown",
        origin: "messages",
        value: {
          type: "document",
          title: "Notes",
          source: {
            type: "content",
            content: [
              { type: "text", text: "One" },
              { type: "text", text: "Two" },
            ],
          },
        },
        text: "Notes\nOne\nTwo",
      },
    ],
    [
      "a search result, which others can read",
      { type: "search_result", title: "T", source: "S", content: [{ type: "text", text: "Found" }] },
      {
        kind: "unknown",
        origin: "messages",
        value: { type: "search_result", title: "T", source: "S", content: [{ type: "text", text: "Found" }] },
        text: "T\nS\nFound",
      },
    ],
    [
      "a compaction, which others can read",
      { type: "compaction", content: "We spoke.", encrypted_content: "Ab" },
      {
        kind: "unknown",
        origin: "messages",
        value: { type: "compaction", content: "We spoke.", encrypted_content: "Ab" },
        text: "We spoke.",
      },
    ],
    [
      "a server tool's call",
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "q" } },
      {
        kind: "unknown",
        origin: "messages",
        value: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "q" } },
      },
    ],
    [
      "thinking",
      { type: "thinking", thinking: "Hm", signature: "Eu" },
      { kind: "thinking", text: "Hm", proof: { dialect: "messages", value: "Eu" } },
    ],
    [
      "thinking that nobody signed",
      { type: "thinking", thinking: "Hm", signature: "" },
      { kind: "thinking", text: "Hm" },
    ],
    [
      "thinking that was withheld",
      { type: "redacted_thinking", data: "Em" },
      { kind: "thinking", text: "", proof: { dialect: "messages", value: "Em", isRedacted: true } },
    ],
    [
      "a tool call",
      { type: "tool_use", id: "toolu_1", name: "Bash", input: { a: [1] }, caller: { type: "direct" } },
      {
        kind: "tool-call",
        id: "toolu_1",
        name: "Bash",
        inputKind: "json",
        input: '{"a":[1]}',
        extras: { messages: { caller: { type: "direct" } } },
      },
    ],
    [
      "a tool's result of blocks",
      {
        type: "tool_result",
        tool_use_id: "toolu_1",
        is_error: true,
        content: [
          { type: "text", text: "See" },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBO" } },
          { type: "tool_reference", tool_name: "Grep" },
        ],
      },
      {
        kind: "tool-result",
        callId: "toolu_1",
        inputKind: "json",
        isError: true,
        content: [
          { kind: "text", text: "See" },
          { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } },
          { kind: "unknown", origin: "messages", value: { type: "tool_reference", tool_name: "Grep" } },
        ],
      },
    ],
    [
      "a tool's result that is a bare text",
      { type: "tool_result", tool_use_id: "toolu_1", content: "Done" },
      {
        kind: "tool-result",
        callId: "toolu_1",
        inputKind: "json",
        content: [{ kind: "text", text: "Done" }],
        extras: { messages: { $content: "text" } },
      },
    ],
    [
      "a tool's result of nothing",
      { type: "tool_result", tool_use_id: "toolu_1" },
      {
        kind: "tool-result",
        callId: "toolu_1",
        inputKind: "json",
        content: [],
        extras: { messages: { $omitted: ["content"] } },
      },
    ],
  ])("%s", (_, block, part) => {
    expect(read(block)).toEqual({ parts: [part], losses: [] });
    const losses: Loss[] = [];
    const written: unknown = encodeParts([part], "plain", { path: "parts", losses });
    expect(written).toEqual([block]);
    expect(losses).toEqual([]);
  });
});

test("a bare text that has become more than that is written as blocks", () => {
  const [part] = read({ type: "tool_result", tool_use_id: "toolu_1", content: "Done" }).parts;
  if (part?.kind !== "tool-result") throw new Error("a result was expected");
  const marked: Part = { ...part, content: [{ kind: "text", text: "Done", cache: {} }] };
  expect(encodeParts([marked], "plain", { path: "parts", losses: [] })).toEqual([
    {
      type: "tool_result",
      tool_use_id: "toolu_1",
      content: [{ type: "text", text: "Done", cache_control: { type: "ephemeral" } }],
    },
  ]);
});
