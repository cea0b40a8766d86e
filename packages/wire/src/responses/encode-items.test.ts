import { describe, expect, test } from "bun:test";
import { arrayOf, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { CacheHint, Part } from "../model/part.ts";
import type { Role, Turn } from "../model/request.ts";
import { encodeTurn } from "./encode-items.ts";

/** The items of a turn, and what they cost. */
function items(turn: Turn): { readonly input: JsonValue; readonly losses: readonly string[] } {
  const losses: Loss[] = [];
  const input = encodeTurn(turn, { path: "turns[1]", losses });
  return { input, losses: losses.map(({ action, path }) => `${action} ${path}`) };
}

function said(role: Role, ...parts: readonly Part[]): Turn {
  return { role, parts };
}

function text(words: string): Part {
  return { kind: "text", text: words };
}

describe("a part", () => {
  const at = "turns[1].parts[0]";
  const data = { kind: "base64", mediaType: "application/pdf", data: "JVBE" } as const;
  const image = { kind: "base64", mediaType: "image/png", data: "iVBO" } as const;
  type Row = readonly [string, Part, JsonObject | undefined, readonly string[]];

  const fromUser: readonly Row[] = [
    [
      "a picture",
      { kind: "image", source: image, detail: "high" },
      { type: "input_image", image_url: "data:image/png;base64,iVBO", detail: "high" },
      [],
    ],
    [
      "a picture elsewhere",
      { kind: "image", source: { kind: "url", url: "https://a.example/b" } },
      { type: "input_image", image_url: "https://a.example/b" },
      [],
    ],
    [
      "a picture of this provider's",
      { kind: "image", source: { kind: "file", origin: "responses", id: "file_1" } },
      { type: "input_image", file_id: "file_1" },
      [],
    ],
    [
      "a picture that another provider holds",
      { kind: "image", source: { kind: "file", origin: "messages", id: "file_1" } },
      undefined,
      [`refused ${at}`],
    ],
    [
      "a document, which needs a name",
      { kind: "document", source: data },
      { type: "input_file", filename: "document.pdf", file_data: "data:application/pdf;base64,JVBE" },
      [],
    ],
    [
      "a document with a name",
      {
        kind: "document",
        source: { kind: "url", url: "https://a.example/b" },
        title: "b.pdf",
        context: "old",
      },
      { type: "input_file", file_url: "https://a.example/b", filename: "b.pdf" },
      [`dropped ${at}.context`],
    ],
    [
      "a document of text",
      { kind: "document", source: { kind: "text", text: "One." }, title: "A" },
      { type: "input_text", text: "Document: A\n\nOne." },
      [`approximated ${at}`],
    ],
    [
      "sound",
      { kind: "audio", source: { kind: "base64", mediaType: "audio/mpeg", data: "SUQz" } },
      { type: "input_audio", input_audio: { data: "SUQz", format: "mp3" } },
      [],
    ],
    [
      "sound elsewhere",
      { kind: "audio", source: { kind: "url", url: "https://a.example/b" } },
      undefined,
      [`refused ${at}`],
    ],
    [
      "a film",
      { kind: "video", source: { kind: "url", url: "https://a.example/b" } },
      { type: "input_video", video_url: "https://a.example/b" },
      [],
    ],
    ["a refusal", { kind: "refusal", text: "No." }, undefined, [`dropped ${at}`]],
    [
      "somebody else's invention with words",
      { kind: "unknown", origin: "messages", value: {}, text: "Sum." },
      { type: "input_text", text: "Sum." },
      [`approximated ${at}`],
    ],
    [
      "somebody else's invention",
      { kind: "unknown", origin: "messages", value: {} },
      undefined,
      [`dropped ${at}`],
    ],
    [
      "a mark of some length",
      { kind: "text", text: "A", cache: { ttlSeconds: 300 } },
      { type: "input_text", text: "A", prompt_cache_breakpoint: { mode: "explicit" } },
      [`approximated ${at}.cache`],
    ],
  ];
  test.each(fromUser)("of the user that is %s", (_name, part, content, losses) => {
    const input = content === undefined ? [] : [{ type: "message", role: "user", content: [content] }];
    expect(items(said("user", part))).toEqual({ input, losses });
  });

  const cited: Part = {
    kind: "text",
    text: "It is so.",
    citations: [
      { kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 },
      { kind: "url", url: "https://b.example" },
      { kind: "unknown", origin: "messages", value: {} },
    ],
  };
  const fromAssistant: readonly Row[] = [
    [
      "a text with sources",
      cited,
      {
        type: "output_text",
        text: "It is so.",
        annotations: [
          { type: "url_citation", url: "https://a.example", title: "A", start_index: 0, end_index: 2 },
          {
            type: "url_citation",
            url: "https://b.example",
            title: "https://b.example",
            start_index: 0,
            end_index: 9,
          },
        ],
      },
      [`approximated ${at}.citations[1]`, `dropped ${at}.citations[2]`],
    ],
    ["a refusal", { kind: "refusal", text: "No." }, { type: "refusal", refusal: "No." }, []],
    ["a picture", { kind: "image", source: image }, undefined, [`dropped ${at}`]],
    [
      "a text that Gemini has signed",
      { kind: "text", text: "A", proof: { dialect: "gemini", value: "s" } },
      { type: "output_text", text: "A", annotations: [] },
      [`dropped ${at}.proof`],
    ],
  ];
  test.each(fromAssistant)("of the assistant that is %s", (_name, part, content, losses) => {
    const input = content === undefined ? [] : [{ type: "message", role: "assistant", content: [content] }];
    expect(items(said("assistant", part))).toEqual({ input, losses });
  });

  const cache: CacheHint = {};
  const alone: readonly Row[] = [
    [
      "thinking",
      { kind: "thinking", text: "Hm." },
      { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
      [],
    ],
    [
      "thinking itself",
      { kind: "thinking", text: "Hm.", form: "full" },
      { type: "reasoning", summary: [], content: [{ type: "reasoning_text", text: "Hm." }] },
      [],
    ],
    [
      "thinking with a proof",
      { kind: "thinking", text: "", id: "rs_1", proof: { dialect: "responses", value: "gAAA" } },
      { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" },
      [],
    ],
    [
      "thinking with another's proof",
      { kind: "thinking", text: "Hm.", proof: { dialect: "messages", value: "sig" } },
      { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
      [`dropped ${at}.proof`],
    ],
    [
      "nothing but another's proof",
      { kind: "thinking", text: "", proof: { dialect: "messages", value: "sig" } },
      undefined,
      [`dropped ${at}`],
    ],
    [
      "a call",
      {
        kind: "tool-call",
        id: "c",
        itemId: "fc_1",
        namespace: "mcp",
        name: "get",
        inputKind: "json",
        input: "{broken",
        cache,
      },
      {
        type: "function_call",
        id: "fc_1",
        call_id: "c",
        namespace: "mcp",
        name: "get",
        arguments: "{broken",
      },
      [`dropped ${at}.cache`],
    ],
    [
      "a freeform call",
      {
        kind: "tool-call",
        id: "c",
        name: "exec",
        inputKind: "freeform",
        input: "ls",
        proof: { dialect: "gemini", value: "s" },
      },
      { type: "custom_tool_call", call_id: "c", name: "exec", input: "ls" },
      [`dropped ${at}.proof`],
    ],
  ];
  test.each(alone)("that is an item of its own: %s", (_name, part, item, losses) => {
    expect(items(said("assistant", part))).toEqual({ input: item === undefined ? [] : [item], losses });
  });

  test.each<[string, Partial<Extract<Part, { kind: "tool-result" }>>, JsonObject, readonly string[]]>([
    ["a text", { content: [text("ok")] }, { output: "ok" }, []],
    ["nothing", { content: [] }, { output: "" }, []],
    [
      "several things",
      { content: [text("ok"), { kind: "image", source: image }] },
      {
        output: [
          { type: "input_text", text: "ok" },
          { type: "input_image", image_url: "data:image/png;base64,iVBO" },
        ],
      },
      [],
    ],
    [
      "sound",
      { content: [{ kind: "audio", source: { kind: "base64", mediaType: "audio/wav", data: "UklG" } }] },
      { output: "" },
      [`dropped ${at}.content[0]`],
    ],
    [
      "a failure",
      { content: [text("no such file")], isError: true },
      { output: "Error: no such file" },
      [`approximated ${at}.isError`, `approximated ${at}.content`],
    ],
    [
      "a failure that says so",
      { content: [text("<tool_use_error>no</tool_use_error>")], isError: true },
      { output: "<tool_use_error>no</tool_use_error>" },
      [`approximated ${at}.isError`],
    ],
    [
      "a failure without words",
      { content: [], isError: true },
      { output: "Error" },
      [`approximated ${at}.isError`, `approximated ${at}.content`],
    ],
    ["a name", { content: [text("ok")], name: "get" }, { output: "ok" }, [`dropped ${at}.name`]],
  ])("that is the result of a tool with %s", (_name, fields, item, losses) => {
    const part: Part = { kind: "tool-result", callId: "c", inputKind: "json", content: [], ...fields };
    expect(items(said("user", part))).toEqual({
      input: [{ type: "function_call_output", call_id: "c", ...item }],
      losses,
    });
  });
});

test("no two messages of a turn have the same id", () => {
  const { input } = items({
    role: "assistant",
    id: "msg_1",
    parts: [text("A"), { kind: "thinking", text: "Hm." }, text("B")],
  });
  const ids = arrayOf(input)?.map((item) => objectOf(item)?.["id"] ?? null);
  expect(ids).toEqual(["msg_1", null, null]);
});

test("a message keeps what its turn says of it, and is cut where an item stands between", () => {
  const turn: Turn = {
    role: "assistant",
    phase: "commentary",
    parts: [text("A"), { kind: "thinking", text: "Hm." }, text("B"), text("C")],
  };
  const element = (words: string): JsonObject => ({ type: "output_text", text: words, annotations: [] });
  const message = { type: "message", role: "assistant", phase: "commentary" };
  expect(items(turn).input).toEqual([
    { ...message, content: [element("A")] },
    { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
    { ...message, content: [element("B"), element("C")] },
  ]);
});
