import { describe, expect, test } from "bun:test";
import { call, result, text, turn, written } from "../../test/chat-request.ts";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { Turn } from "../model/request.ts";

const image: Part = { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "AA" } };

describe("turns", () => {
  const row = (
    what: string,
    turns: readonly Turn[],
    messages: readonly JsonObject[],
    lost: readonly string[] = [],
  ): readonly [string, readonly Turn[], readonly JsonObject[], readonly string[]] => [
    what,
    turns,
    messages,
    lost,
  ];

  test.each([
    row(
      "turns cut finer than messages are joined",
      [
        turn("assistant", text("a")),
        turn("assistant", call("c", "f")),
        turn("user", result("c", text("r"))),
        turn("user", text("b")),
      ],
      [
        {
          role: "assistant",
          content: "a",
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c", content: "r" },
        { role: "user", content: "b" },
      ],
    ),
    row(
      "calls without a text have none",
      [turn("assistant", call("c", "f"))],
      [
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
        },
      ],
    ),
    row(
      "results come first",
      [turn("user", text("a"), result("c", text("r")))],
      [
        { role: "tool", tool_call_id: "c", content: "r" },
        { role: "user", content: "a" },
      ],
      ["approximated turns[0].parts"],
    ),
    row(
      "pictures of results follow in the user's message",
      [turn("user", result("c", text("r"), image), result("d", image), text("a"))],
      [
        { role: "tool", tool_call_id: "c", content: "r" },
        { role: "tool", tool_call_id: "d", content: "The result is in the next message." },
        {
          role: "user",
          content: [
            { type: "text", text: "From the result of the tool call c:" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
            { type: "text", text: "From the result of the tool call d:" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
            { type: "text", text: "a" },
          ],
        },
      ],
      ["approximated turns[0].parts"],
    ),
    row(
      "a result that failed says so",
      [turn("user", { ...result("c", text("no such file")), isError: true })],
      [{ role: "tool", tool_call_id: "c", content: "Error: no such file" }],
      ["approximated turns[0].parts[0].isError", "approximated turns[0].parts[0].content"],
    ),
    row(
      "a result that says so already is left alone",
      [
        turn("user", {
          ...result("c", text("<tool_use_error>gone</tool_use_error>")),
          isError: true,
        }),
      ],
      [{ role: "tool", tool_call_id: "c", content: "<tool_use_error>gone</tool_use_error>" }],
      ["approximated turns[0].parts[0].isError"],
    ),
    row(
      "thinking has a field of its own",
      [turn("assistant", { kind: "thinking", text: "hm" }, text("a"))],
      [{ role: "assistant", content: "a", reasoning_content: "hm" }],
    ),
    row(
      "a proof of another dialect is of no use",
      [
        turn(
          "assistant",
          { kind: "thinking", text: "hm", proof: { dialect: "messages", value: "s" } },
          { kind: "thinking", text: "", proof: { dialect: "messages", value: "r" } },
          text("a"),
        ),
      ],
      [{ role: "assistant", content: "a", reasoning_content: "hm" }],
      ["dropped turns[0].parts[0].proof", "dropped turns[0].parts[1]"],
    ),
    row(
      "OpenRouter's own proof goes back as it came",
      [
        turn(
          "assistant",
          {
            kind: "thinking",
            text: "hm",
            proof: { dialect: "chat", value: '[{"type":"reasoning.encrypted","data":"x"}]' },
          },
          text("a"),
        ),
      ],
      [
        {
          role: "assistant",
          content: "a",
          reasoning_content: "hm",
          reasoning_details: [{ type: "reasoning.encrypted", data: "x" }],
        },
      ],
    ),
    row(
      "a signature goes back into its call, from wherever a client could keep it",
      [
        turn(
          "assistant",
          { kind: "thinking", text: "", proof: { dialect: "chat", value: "sig", isForNext: true } },
          call("c", "f"),
          { ...call("d", "g"), proof: { dialect: "chat", value: "sog" } },
        ),
      ],
      [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            {
              id: "c",
              type: "function",
              function: { name: "f", arguments: "{}" },
              extra_content: { google: { thought_signature: "sig" } },
            },
            {
              id: "d",
              type: "function",
              function: { name: "g", arguments: "{}" },
              extra_content: { google: { thought_signature: "sog" } },
            },
          ],
        },
      ],
    ),
    row(
      "a signature that was for a text is not the next call's",
      [
        turn(
          "assistant",
          { kind: "thinking", text: "", proof: { dialect: "chat", value: "sig", isForNext: true } },
          text("a"),
          call("c", "f"),
        ),
      ],
      [
        {
          role: "assistant",
          content: "a",
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
        },
      ],
    ),
    row(
      "a call and a result without an id are of before there were any",
      [turn("assistant", call("", "f")), turn("user", { ...result("", text("r")), name: "f" })],
      [
        { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
        { role: "function", name: "f", content: "r" },
      ],
    ),
    row(
      "text behind a call comes before it",
      [turn("assistant", call("c", "f"), text("a"))],
      [
        {
          role: "assistant",
          content: "a",
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
        },
      ],
      ["approximated turns[0].parts"],
    ),
    row(
      "a refusal at the end has a field of its own",
      [turn("assistant", text("a"), { kind: "refusal", text: "No." })],
      [{ role: "assistant", content: "a", refusal: "No." }],
    ),
    row(
      "one before a text has a part",
      [turn("assistant", { kind: "refusal", text: "No." }, text("a"))],
      [
        {
          role: "assistant",
          content: [
            { type: "refusal", refusal: "No." },
            { type: "text", text: "a" },
          ],
        },
      ],
    ),
    row(
      "a phase is lost",
      [{ ...turn("assistant", text("a")), phase: "commentary" }],
      [{ role: "assistant", content: "a" }],
      ["dropped turns[0].phase"],
    ),
    row(
      "an assistant's turn of which nothing is left is no message",
      [turn("user", text("a")), turn("assistant", { kind: "unknown", origin: "messages", value: {} })],
      [{ role: "user", content: "a" }],
      ["dropped turns[1].parts[0]"],
    ),
  ])("%s", (_what, turns, messages, lost) => {
    const { body, lost: found } = written({ turns });
    expect(body["messages"]).toEqual(messages);
    expect(found).toEqual([...lost]);
  });
});
