import { describe, expect, test } from "bun:test";
import { decoded, turnsOf } from "../../test/chat-request.ts";
import type { JsonValue } from "../json/value.ts";

describe("messages", () => {
  const text = (words: string): object => ({ kind: "text", text: words });
  const user = (...parts: readonly object[]): object => ({ role: "user", parts });
  const assistant = (...parts: readonly object[]): object => ({ role: "assistant", parts });

  test.each<readonly [string, JsonValue, unknown]>([
    ["a text", { role: "user", content: "a" }, user(text("a"))],
    ["an empty text", { role: "user", content: "" }, user()],
    [
      "a list with bare texts",
      { role: "user", content: ["a", { type: "text", text: "b" }] },
      user(text("a"), text("b")),
    ],
    [
      "a system message in mid-list",
      { role: "system", content: "a" },
      { role: "system", parts: [text("a")] },
    ],
    [
      "an image by URL",
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://example.org/a.png" } }] },
      user({ kind: "image", source: { kind: "url", url: "https://example.org/a.png" } }),
    ],
    [
      "an image as a bare URL",
      { role: "user", content: [{ type: "image_url", image_url: "https://example.org/a.png" }] },
      user({ kind: "image", source: { kind: "url", url: "https://example.org/a.png" } }),
    ],
    [
      "audio",
      { role: "user", content: [{ type: "input_audio", input_audio: { data: "AA", format: "mp3" } }] },
      user({ kind: "audio", source: { kind: "base64", mediaType: "audio/mpeg", data: "AA" } }),
    ],
    [
      "a file",
      {
        role: "user",
        content: [{ type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AA" } }],
      },
      user({
        kind: "document",
        title: "a.pdf",
        source: { kind: "base64", mediaType: "application/pdf", data: "AA" },
      }),
    ],
    [
      "a file by id",
      { role: "user", content: [{ type: "file", file: { file_id: "f1" } }] },
      user({ kind: "document", source: { kind: "file", origin: "chat", id: "f1" } }),
    ],
    [
      "a cache breakpoint",
      { role: "user", content: [{ type: "text", text: "a", prompt_cache_breakpoint: { mode: "explicit" } }] },
      user({ ...text("a"), cache: {} }),
    ],
    [
      "Anthropic's marker",
      {
        role: "user",
        content: [{ type: "text", text: "a", cache_control: { type: "ephemeral", ttl: "1h" } }],
      },
      user({ ...text("a"), cache: { ttlSeconds: 3600 } }),
    ],
    [
      "a part that nobody knows",
      { role: "user", content: [{ type: "hologram", text: "a", x: 1 }] },
      user({ kind: "unknown", origin: "chat", text: "a", value: { type: "hologram", text: "a", x: 1 } }),
    ],
    [
      "thinking, text, refusal and calls, in this order",
      {
        role: "assistant",
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "" } }],
        refusal: "No.",
        content: "a",
        reasoning_content: "hm",
      },
      assistant(
        { kind: "thinking", text: "hm" },
        text("a"),
        { kind: "refusal", text: "No." },
        { kind: "tool-call", id: "c", name: "f", inputKind: "json", input: "" },
      ),
    ],
    [
      "an echoed answer with its nulls",
      {
        role: "assistant",
        content: "a",
        refusal: null,
        annotations: [],
        audio: null,
        function_call: null,
        tool_calls: null,
      },
      { ...assistant(text("a")), extras: { chat: { annotations: [] } } },
    ],
    [
      "opencode's empty text beside calls",
      {
        role: "assistant",
        content: "",
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      assistant({ kind: "tool-call", id: "c", name: "f", inputKind: "json", input: "{}" }),
    ],
    [
      "a tool's result with its name",
      { role: "tool", tool_call_id: "c", name: "f", content: "r" },
      user({ kind: "tool-result", callId: "c", name: "f", inputKind: "json", content: [text("r")] }),
    ],
    [
      "a result of nothing",
      { role: "tool", tool_call_id: "c", content: "" },
      user({ kind: "tool-result", callId: "c", inputKind: "json", content: [] }),
    ],
    [
      "a function's result",
      { role: "function", name: "f", content: "r" },
      user({ kind: "tool-result", callId: "", name: "f", inputKind: "json", content: [text("r")] }),
    ],
    [
      "a function's call",
      { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
      assistant({ kind: "tool-call", id: "", name: "f", inputKind: "json", input: "{}" }),
    ],
  ])("%s", (_what, message, turn) => {
    expect(turnsOf([message])).toEqual([turn]);
  });

  test("results of custom tools are known by their calls", () => {
    expect(
      turnsOf([
        { role: "assistant", tool_calls: [{ id: "c", type: "custom", custom: { name: "p", input: "x" } }] },
        { role: "tool", tool_call_id: "c", content: "ok" },
        { role: "tool", tool_call_id: "d", content: "ok" },
      ]),
    ).toMatchObject([{}, { parts: [{ inputKind: "freeform" }] }, { parts: [{ inputKind: "json" }] }]);
  });

  test("a role that nobody knows is a user's, with a loss", () => {
    const { request, losses } = decoded({ messages: [{ role: "latest_reminder", content: "a" }] });
    expect(request.turns).toMatchObject([{ role: "user", parts: [{ text: "a" }] }]);
    expect(losses).toMatchObject([{ path: "turns[0].role", action: "approximated" }]);
  });
});
