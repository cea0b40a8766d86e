import { describe, expect, test } from "bun:test";
import type { Part as WirePart } from "@google/genai";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { decodePart } from "./decode-parts.ts";

describe.each<[what: string, said: Wire<WirePart>, part: Part]>([
  ["text", { text: "hi" }, { kind: "text", text: "hi" }],
  [
    "signed text, as the last of a stream often is",
    { text: "", thoughtSignature: "c2ln" },
    { kind: "text", text: "", proof: { dialect: "gemini", value: "c2ln" } },
  ],
  [
    "a signature by itself",
    { thoughtSignature: "c2ln" },
    { kind: "text", text: "", proof: { dialect: "gemini", value: "c2ln" } },
  ],
  ["a thought", { text: "Hm.", thought: true }, { kind: "thinking", text: "Hm.", form: "summary" }],
  [
    "a call without id and arguments",
    { functionCall: { name: "now" } },
    { kind: "tool-call", id: "", name: "now", inputKind: "json", input: "{}" },
  ],
  [
    "a call whose signature is to be skipped",
    { functionCall: { id: "1", name: "now" }, thoughtSignature: "skip_thought_signature_validator" },
    {
      kind: "tool-call",
      id: "1",
      name: "now",
      inputKind: "json",
      input: "{}",
      extras: { gemini: { $unsigned: true } },
    },
  ],
  [
    "an image",
    { inlineData: { mimeType: "image/png", data: "aGk=" } },
    { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "aGk=" } },
  ],
  [
    "a document with a name",
    { inlineData: { mimeType: "application/pdf", data: "aGk=", displayName: "a.pdf" } },
    {
      kind: "document",
      source: { kind: "base64", mediaType: "application/pdf", data: "aGk=" },
      title: "a.pdf",
    },
  ],
  [
    "sound in a bucket",
    { fileData: { mimeType: "audio/wav", fileUri: "gs://b/o" } },
    { kind: "audio", source: { kind: "file", origin: "gemini", id: "gs://b/o", mediaType: "audio/wav" } },
  ],
  [
    "a film on YouTube, cut",
    { fileData: { fileUri: "https://youtu.be/x" }, videoMetadata: { startOffset: "1s" } },
    {
      kind: "video",
      source: { kind: "url", url: "https://youtu.be/x" },
      extras: { gemini: { videoMetadata: { startOffset: "1s" } } },
    },
  ],
  [
    "code that the provider runs",
    { executableCode: { language: "PYTHON", code: "print(1)" } },
    {
      kind: "unknown",
      origin: "gemini",
      value: { executableCode: { language: "PYTHON", code: "print(1)" } },
      text: "print(1)",
    },
  ],
  [
    "what that code printed",
    { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1" } },
    {
      kind: "unknown",
      origin: "gemini",
      value: { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1" } },
      text: "1",
    },
  ],
  [
    "a server tool's call",
    { toolCall: { id: "1", toolType: "GOOGLE_SEARCH_WEB", args: {} } },
    {
      kind: "unknown",
      origin: "gemini",
      value: { toolCall: { id: "1", toolType: "GOOGLE_SEARCH_WEB", args: {} } },
    },
  ],
])("%s", (_what, said, part) => {
  test("is understood", () => {
    expect(decodePart(JSON.parse(JSON.stringify(said)), "")).toEqual(part);
  });
});

test("a kind of part that is new is kept whole", () => {
  const value = { hologram: { depth: 3 } };
  expect(decodePart(value, "")).toEqual({ kind: "unknown", origin: "gemini", value });
});

describe("a result", () => {
  const contentOf = (response: JsonObject): unknown => {
    const part = decodePart({ functionResponse: { name: "run", response } }, "");
    return part.kind === "tool-result" ? [part.content, part.isError] : part;
  };

  test.each<[response: JsonObject, text: string, errors?: readonly true[]]>([
    [{ output: "done" }, "done"],
    [{ output: { files: 2 } }, '{"files":2}'],
    [{ result: "done" }, "done"],
    [{ name: "run", content: "done" }, "done"],
    [{ error: "no" }, "no", [true]],
    [{ error: { code: 1 } }, '{"code":1}', [true]],
    [{ output: "done", error: null }, '{"output":"done","error":null}'],
    [{ files: ["a"] }, '{"files":["a"]}'],
    [{ result: 5 }, '{"result":5}'],
  ])("%j says %j", (response, text, errors = []) => {
    expect(contentOf(response)).toEqual([[{ kind: "text", text }], errors[0]]);
  });

  test("that is empty has no content", () => {
    expect(contentOf({})).toEqual([[], undefined]);
  });

  test("has media behind the text", () => {
    const part = decodePart(
      {
        functionResponse: {
          name: "shot",
          response: { output: "here" },
          parts: [{ inlineData: { mimeType: "image/png", data: "aGk=" } }],
        },
      },
      "",
    );
    expect(part).toMatchObject({ content: [{ kind: "text", text: "here" }, { kind: "image" }] });
  });
});
