import { describe, expect, test } from "bun:test";
import type { JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Part } from "../model/part.ts";
import { encodePart, encodeParts } from "./encode-parts.ts";
import type { PartEncoding } from "./encode-parts.ts";

const how: PartEncoding = {
  signatureOf: ({ dialect, value }) => (dialect === "gemini" ? value : undefined),
  missingId: (index) => `made_${index}`,
  toolName: (id) => (id === "known" ? "run" : undefined),
};

function encoded(part: Part): readonly [value: JsonValue | undefined, losses: readonly string[]] {
  const losses: Loss[] = [];
  const value = encodePart(part, how, { path: "p", losses, index: 7 });
  return [value, losses.map(({ path, action }) => `${path} ${action}`)];
}

const image: Part = { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "aGk=" } };
const inline = { inlineData: { mimeType: "image/png", data: "aGk=" } };

test.each<[what: string, part: Part, value: JsonValue | undefined, losses?: readonly string[]]>([
  [
    "text",
    { kind: "text", text: "a", cache: {}, phase: "comment" },
    { text: "a" },
    ["p.cache dropped", "p.phase dropped"],
  ],
  ["a refusal", { kind: "refusal", text: "no" }, { text: "no" }, ["p approximated"]],
  ["thinking", { kind: "thinking", text: "Hm." }, { text: "Hm.", thought: true }],
  [
    "thinking that Gemini proved",
    { kind: "thinking", text: "Hm.", proof: { dialect: "gemini", value: "c2ln" } },
    { text: "Hm.", thought: true, thoughtSignature: "c2ln" },
  ],
  [
    "a call without an id",
    { kind: "tool-call", id: "", name: "run", inputKind: "json", input: "" },
    { functionCall: { id: "made_7", name: "run", args: {} } },
  ],
  [
    "a call whose input is no object: never guessed at",
    { kind: "tool-call", id: "a", name: "run", inputKind: "json", input: '{"x":' },
    { functionCall: { id: "a", name: "run", args: {} } },
    ["p.input refused"],
  ],
  [
    "a freeform call",
    { kind: "tool-call", id: "a", name: "sh", namespace: "n", inputKind: "freeform", input: "ls" },
    { functionCall: { id: "a", name: "sh", args: { input: "ls" } } },
    ["p.namespace dropped", "p approximated"],
  ],
  ["an image", image, inline],
  [
    "an image at an address",
    { kind: "image", source: { kind: "url", url: "https://a.example/b.png" }, detail: "high" },
    { fileData: { fileUri: "https://a.example/b.png", mimeType: "image/png" } },
    ["p.detail dropped", "p.source approximated"],
  ],
  [
    "an image at an address that looks like another kind of file",
    { kind: "image", source: { kind: "url", url: "https://a.example/b.pdf" } },
    { fileData: { fileUri: "https://a.example/b.pdf", mimeType: "image/jpeg" } },
    ["p.source approximated"],
  ],
  [
    "a film on YouTube",
    { kind: "video", source: { kind: "url", url: "https://www.youtube.com/watch?v=x" } },
    { fileData: { fileUri: "https://www.youtube.com/watch?v=x" } },
  ],
  [
    "a file that another provider holds",
    { kind: "document", source: { kind: "file", origin: "responses", id: "file-1" } },
    undefined,
    ["p refused"],
  ],
  [
    "a document of text",
    { kind: "document", source: { kind: "text", text: "body" }, title: "a.txt" },
    { text: "a.txt\n\nbody" },
    ["p approximated"],
  ],
  [
    "another dialect's part with a text",
    { kind: "unknown", origin: "messages", value: {}, text: "summary" },
    { text: "summary" },
    ["p approximated"],
  ],
  [
    "another dialect's part without",
    { kind: "unknown", origin: "messages", value: {} },
    undefined,
    ["p dropped"],
  ],
])("%s", (_what, part, value, losses = []) => {
  expect(encoded(part)).toEqual([value, losses]);
});

describe("a result", () => {
  const text = (said: string): Part => ({ kind: "text", text: said });

  test.each<[content: readonly Part[], response: JsonValue, losses?: readonly string[]]>([
    [[text("done")], { output: "done" }],
    [[text('{"files":["a"]}')], { files: ["a"] }],
    // Read back it would be another text.
    [[text('{ "files": ["a"] }')], { output: '{ "files": ["a"] }' }],
    [[text('{"output":"x"}')], { output: '{"output":"x"}' }],
    [[text("[1]")], { output: "[1]" }],
    [[], {}],
    [[text("a"), text("b")], { output: "a\nb" }, ["p.content approximated"]],
  ])("of %j is %j", (content, response, losses = []) => {
    expect(encoded({ kind: "tool-result", callId: "known", inputKind: "json", content })).toEqual([
      { functionResponse: { id: "known", name: "run", response } },
      losses,
    ]);
  });

  test("that is an error says so by its key", () => {
    const part: Part = {
      kind: "tool-result",
      callId: "known",
      inputKind: "json",
      content: [text("no")],
      isError: true,
    };
    expect(encoded(part)).toEqual([
      { functionResponse: { id: "known", name: "run", response: { error: "no" } } },
      [],
    ]);
  });

  test("has its media beside the text", () => {
    const content = [text("here"), image];
    expect(encoded({ kind: "tool-result", callId: "known", inputKind: "json", content })).toEqual([
      { functionResponse: { id: "known", name: "run", response: { output: "here" }, parts: [inline] } },
      [],
    ]);
  });

  test("of a call that is not there is named by its id", () => {
    const [value, losses] = encoded({ kind: "tool-result", callId: "x", inputKind: "json", content: [] });
    expect(value).toMatchObject({ functionResponse: { name: "x" } });
    expect(losses).toEqual(["p.name approximated"]);
  });
});

describe("a signature that travels by itself", () => {
  const carrier: Part = {
    kind: "thinking",
    text: "",
    proof: { dialect: "gemini", value: "c2ln", isForNext: true },
  };
  const all = (...parts: readonly Part[]): readonly (JsonValue | undefined)[] =>
    encodeParts(parts, how, { path: "", losses: [] });

  test("is put on the part that follows", () => {
    expect(all(carrier, { kind: "text", text: "a" }, { kind: "text", text: "b" })).toEqual([
      undefined,
      { text: "a", thoughtSignature: "c2ln" },
      { text: "b" },
    ]);
  });

  test("stays by itself where none follows", () => {
    expect(all({ kind: "text", text: "a" }, carrier)).toEqual([
      { text: "a" },
      undefined,
      { text: "", thoughtSignature: "c2ln" },
    ]);
  });
});
