import { expect, test } from "bun:test";
import { assistant, requestOf, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Part } from "../model/part.ts";
import { fit } from "./fit.ts";
import type { FitTarget } from "./target.ts";

const data = { kind: "base64", mediaType: "image/png", data: "AAAA" } as const;
const url = { kind: "url", url: "https://example.com/a.png" } as const;
const file = { kind: "file", origin: "messages", id: "file_1" } as const;
const pdf: Part = {
  kind: "document",
  source: { kind: "base64", mediaType: "application/pdf", data: "AAAA" },
};
const notes: Part = {
  kind: "document",
  title: "notes.txt",
  source: { kind: "base64", mediaType: "text/plain; charset=utf-8", data: "aGVsbG8=" },
};
const words: Part = { kind: "document", context: "from the wiki", source: { kind: "text", text: "hello" } };

function after(part: Part, target: FitTarget): [Part | undefined, string[]] {
  const { request, losses } = fit(requestOf({ origin: "messages", turns: [user("See:", part)] }), target);
  return [request.turns[0]?.parts[1], losses.map(({ path, action }) => `${action} ${path}`)];
}

function leftOut(kind: string): Part {
  return { kind: "text", text: `[${kind} left out]` };
}

test.each<[string, Part, FitTarget, Part, string[]]>([
  [
    "data where data is taken",
    { kind: "image", source: data },
    targetOf("gemini", { images: "base64" }),
    { kind: "image", source: data },
    [],
  ],
  [
    "an address where addresses are taken",
    { kind: "image", source: url },
    targetOf("chat"),
    { kind: "image", source: url },
    [],
  ],
  [
    "an address where only data is",
    { kind: "image", source: url },
    targetOf("gemini", { images: "base64" }),
    leftOut("image"),
    ["refused turns[0].parts[1]"],
  ],
  [
    "a picture for a model that sees none",
    { kind: "image", source: data },
    targetOf("chat", { images: "none" }),
    leftOut("image"),
    ["refused turns[0].parts[1]"],
  ],
  [
    "a file of the same dialect",
    { kind: "image", source: file },
    targetOf("messages"),
    { kind: "image", source: file },
    [],
  ],
  [
    "a file of another provider",
    { kind: "image", source: file },
    targetOf("responses"),
    leftOut("image"),
    ["refused turns[0].parts[1]"],
  ],
  [
    "sound for a model that hears none",
    { kind: "audio", source: data },
    targetOf("messages", { audio: false }),
    leftOut("audio"),
    ["refused turns[0].parts[1]"],
  ],
  [
    "a film by its address",
    { kind: "video", source: url },
    targetOf("gemini"),
    leftOut("video"),
    ["refused turns[0].parts[1]"],
  ],
  ["a PDF", pdf, targetOf("chat", { documents: "base64" }), pdf, []],
  [
    "a PDF for a model that reads none",
    pdf,
    targetOf("chat", { documents: "none" }),
    leftOut("document"),
    ["refused turns[0].parts[1]"],
  ],
  [
    "a text document in messages",
    notes,
    targetOf("messages"),
    { kind: "document", title: "notes.txt", source: { kind: "text", text: "hello" } },
    [],
  ],
  [
    "a text document elsewhere",
    notes,
    targetOf("chat", { documents: "none" }),
    { kind: "text", text: "Document: notes.txt\n\nhello" },
    ["approximated turns[0].parts[1]"],
  ],
  [
    "a document's own context",
    words,
    targetOf("gemini"),
    { kind: "text", text: "Document: untitled (from the wiki)\n\nhello" },
    ["approximated turns[0].parts[1]"],
  ],
])("%s", (_title, part, target, expected, losses) => {
  expect(after(part, target)).toEqual([expected, losses]);
});

test("in a tool's result it is the same, and the loss says where", () => {
  const result: Part = {
    kind: "tool-result",
    callId: "1",
    inputKind: "json",
    content: [{ kind: "image", source: url }],
  };
  const turns = [
    user("Go"),
    assistant({ kind: "tool-call", id: "1", name: "shot", inputKind: "json", input: "{}" }),
    user(result),
  ];
  const { losses } = fit(requestOf({ turns }), targetOf("messages", { images: "base64" }));
  expect(losses).toEqual([
    expect.objectContaining({ path: "turns[2].parts[0].content[0]", action: "refused" }),
  ]);
});

test("a picture that a model made is not shown to another", () => {
  const turns = [user("Draw"), assistant({ kind: "image", source: data }), user("Nice")];
  const { request, losses } = fit(requestOf({ origin: "gemini", turns }), targetOf("messages"));
  expect(request.turns[1]?.parts).toEqual([leftOut("image")]);
  expect(losses).toEqual([expect.objectContaining({ path: "turns[1].parts[0]", action: "dropped" })]);
});
