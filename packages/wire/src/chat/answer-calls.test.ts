import { describe, expect, test } from "bun:test";
import { answer, call, delta, done, finish, scope } from "../../test/chat-stream.ts";

describe("tool calls", () => {
  const ask = (fields: object): object => call({ type: "function", ...fields });

  test.each<readonly [string, readonly object[]]>([
    [
      "as OpenAI sends them",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: "" } }),
        call({ index: 0, function: { arguments: '{"x":' } }),
        call({ index: 0, function: { arguments: "1}" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "" } }),
        call({ index: 1, function: { arguments: "{}" } }),
      ],
    ],
    [
      "with id and name in every piece",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
        ask({ index: 0, id: "a", function: { name: "f", arguments: "1}" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "with an empty id and an empty name in the pieces",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
        ask({ index: 0, id: "", function: { name: "", arguments: "1}" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "with a new id in every piece",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
        ask({ index: 0, id: "a2", function: { name: null, arguments: "1}" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "without any number",
      [
        ask({ id: "a", function: { name: "f", arguments: '{"x":' } }),
        call({ function: { arguments: "1}" } }),
        ask({ id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "all with the number 0",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
        ask({ index: 0, id: "", function: { arguments: "1}" } }),
        ask({ index: 0, id: "b", function: { name: "g", arguments: "" } }),
        ask({ index: 0, id: "", function: { arguments: "{}" } }),
      ],
    ],
    [
      "all with the number 0, and interleaved",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
        ask({ index: 0, id: "b", function: { name: "g", arguments: "{" } }),
        ask({ index: 0, id: "a", function: { name: "f", arguments: "1}" } }),
        ask({ index: 0, id: "b", function: { name: "g", arguments: "}" } }),
      ],
    ],
    [
      "interleaved",
      [
        ask({ index: 0, id: "a", function: { name: "f", arguments: "" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "{" } }),
        call({ index: 0, function: { arguments: '{"x":' } }),
        call({ index: 1, function: { arguments: "}" } }),
        call({ index: 0, function: { arguments: "1}" } }),
      ],
    ],
    [
      "numbered from 1, as a reasoning item took the 0",
      [
        ask({ index: 1, id: "a", function: { name: "f", arguments: '{"x":1}' } }),
        ask({ index: 2, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "the name behind the id, and behind a piece of the input",
      [
        ask({ index: 0, id: "a", function: { arguments: '{"x"' } }),
        call({ index: 0, function: { name: "f", arguments: ":1}" } }),
        ask({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
    ],
    [
      "whole, in one chunk, with objects for inputs",
      [
        delta({
          tool_calls: [
            { index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } },
            { index: 1, id: "b", function: { name: "g", arguments: {} } },
          ],
        }),
      ],
    ],
  ])("%s are two, each with its own input", (_how, chunks) => {
    expect(answer([...chunks, finish("tool_calls"), done])).toMatchObject({
      parts: [
        { kind: "tool-call", id: "a", name: "f", inputKind: "json", input: '{"x":1}' },
        { kind: "tool-call", id: "b", name: "g", inputKind: "json", input: "{}" },
      ],
      finish: { reason: "tool-calls" },
    });
  });

  test("two calls of one tool are told apart by their ids, whatever their number", () => {
    const { parts } = answer([
      ask({ index: 0, id: "a", function: { name: "f", arguments: '{"x":1}' } }),
      ask({ index: 0, id: "b", function: { name: "f", arguments: '{"x":2}' } }),
      finish("tool_calls"),
    ]);
    expect(parts).toMatchObject([
      { id: "a", input: '{"x":1}' },
      { id: "b", input: '{"x":2}' },
    ]);
  });

  test("two calls are told apart by their numbers, even where an id is nothing but the tool's name", () => {
    const { parts } = answer([
      ask({ index: 0, id: "f", function: { name: "f", arguments: '{"x":1}' } }),
      ask({ index: 1, id: "f", function: { name: "f", arguments: '{"x":2}' } }),
      finish("tool_calls"),
    ]);
    expect(parts).toMatchObject([{ input: '{"x":1}' }, { input: '{"x":2}' }]);
  });

  test("a call that never gets a name is told with its input", () => {
    const { parts } = answer([
      call({ index: 0, id: "a", function: { arguments: "{}" } }),
      finish("tool_calls"),
    ]);
    expect(parts).toMatchObject([{ kind: "tool-call", id: "a", name: "", input: "{}" }]);
  });

  test("text between and behind calls is kept, each part whole", () => {
    const { parts } = answer([
      delta({ content: "a" }),
      ask({ index: 0, id: "a", function: { name: "f", arguments: "{" } }),
      delta({ content: "b" }),
      call({ index: 0, function: { arguments: "}" } }),
      finish("stop"),
    ]);
    expect(parts).toMatchObject([{ text: "a" }, { input: "{}" }, { text: "b" }]);
  });

  test("a custom tool's input is free text", () => {
    const { parts } = answer([
      call({ index: 0, id: "a", type: "custom", custom: { name: "patch", input: "" } }),
      call({ index: 0, custom: { input: "*** Begin" } }),
      finish("tool_calls"),
    ]);
    expect(parts).toEqual([
      { kind: "tool-call", id: "a", name: "patch", inputKind: "freeform", input: "*** Begin" },
    ]);
  });

  test("the `function_call` of old is a call without an id", () => {
    const { parts, finish: reason } = answer([
      delta({ function_call: { name: "f", arguments: "" } }),
      delta({ function_call: { arguments: "{}" } }),
      finish("function_call"),
    ]);
    expect(parts).toEqual([{ kind: "tool-call", id: "", name: "f", inputKind: "json", input: "{}" }]);
    expect(reason).toEqual({ reason: "tool-calls", native: "function_call" });
  });

  test("a call of nothing is none", () => {
    const { parts, finish: reason } = answer([call({ index: 0 }), delta({ content: "a" }), finish("stop")]);
    expect(parts).toEqual([{ kind: "text", text: "a" }]);
    expect(reason).toEqual({ reason: "end" });
  });

  test("Gemini's signature is the call's proof", () => {
    const signed = {
      index: 0,
      id: "a",
      extra_content: { google: { thought_signature: "sig" } },
      function: { name: "f", arguments: "{}" },
    };
    expect(answer([ask(signed), finish("stop")]).parts).toMatchObject([
      { proof: { dialect: "chat", value: "sig", scope } },
    ]);
  });
});
