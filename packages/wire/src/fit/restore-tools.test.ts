import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { neutralResponse } from "../../test/arbitrary/response.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { createAssembler } from "../stream/assembler.ts";
import { eventsOf } from "../stream/replay.ts";
import { createToolRestorer } from "./restore-tools.ts";
import { noToolNames } from "./tool-names.ts";
import type { ToolNames } from "./tool-names.ts";

const tools: ToolNames = new Map([
  ["mcp__read", { name: "read", namespace: "mcp", inputKind: "json" }],
  ["apply_patch", { name: "apply_patch", inputKind: "freeform" }],
  ["native_patch", { name: "apply_patch", inputKind: "json", native: "apply_patch" }],
  ["shell", { name: "shell", inputKind: "json", native: "shell" }],
]);

function answer(...parts: Part[]): NeutralResponse {
  return { origin: "messages", id: "1", model: "m", parts, finish: { reason: "tool-calls" } };
}

function call(name: string, input: string): Part {
  return { kind: "tool-call", id: "c1", name, inputKind: "json", input };
}

/** The answer as a stream, each input in pieces of a few characters. */
function streamed(response: NeutralResponse, names: ToolNames, size = 3): StreamEvent[] {
  const restorer = createToolRestorer(names);
  const events: StreamEvent[] = [];
  const emit = (event: StreamEvent): void => void events.push(event);
  for (const event of eventsOf(response)) {
    if (event.kind !== "input-delta") restorer.event(event, emit);
    else {
      for (let at = 0; at < event.text.length; at += size) {
        restorer.event({ ...event, text: event.text.slice(at, at + size) }, emit);
      }
    }
  }
  return events;
}

const patch = { type: "update_file", path: "a.ts", diff: "@@" };

describe.each<[string, Part, Part]>([
  [
    "a name and a namespace",
    call("mcp__read", '{"a":1}'),
    { kind: "tool-call", id: "c1", name: "read", namespace: "mcp", inputKind: "json", input: '{"a":1}' },
  ],
  [
    "a wrapped input",
    call("apply_patch", '{"input":"*** \\"B\\"\\n\\u00e9"}'),
    { kind: "tool-call", id: "c1", name: "apply_patch", inputKind: "freeform", input: '*** "B"\né' },
  ],
  [
    "an input that is not wrapped",
    call("apply_patch", "*** Begin"),
    { kind: "tool-call", id: "c1", name: "apply_patch", inputKind: "freeform", input: "*** Begin" },
  ],
  [
    "an input of which only the beginning of a wrapping came",
    call("apply_patch", '{"inp'),
    { kind: "tool-call", id: "c1", name: "apply_patch", inputKind: "freeform", input: '{"inp' },
  ],
  [
    "an item of responses' own",
    call("native_patch", JSON.stringify({ operation: patch })),
    {
      kind: "unknown",
      origin: "responses",
      value: { type: "apply_patch_call", id: "c1", call_id: "c1", operation: patch, status: "completed" },
    },
  ],
  [
    "another one",
    call("shell", '{"commands":["ls"]}'),
    {
      kind: "unknown",
      origin: "responses",
      value: {
        type: "shell_call",
        id: "c1",
        call_id: "c1",
        action: { commands: ["ls"], timeout_ms: null, max_output_length: null },
        environment: null,
        status: "completed",
      },
    },
  ],
  [
    "an item that makes no sense stays a call",
    call("native_patch", "{}"),
    { kind: "tool-call", id: "c1", name: "apply_patch", inputKind: "json", input: "{}" },
  ],
  ["a tool that was not renamed", call("look", "{}"), call("look", "{}")],
])("%s", (_title, part, expected) => {
  const response = answer({ kind: "text", text: "Well." }, part, { kind: "text", text: "Done." });

  test("in a whole answer", () => {
    expect(createToolRestorer(tools).response(response).parts[1]).toEqual(expected);
  });

  test("in a stream, in the same order and with no empty piece", () => {
    const assembler = createAssembler("messages");
    const events = streamed(response, tools);
    for (const event of events) assembler.event(event);
    const assembled = assembler.result();
    if (assembled.kind !== "answer") throw new Error(assembled.kind);
    expect(assembled.response.parts).toEqual([
      response.parts[0] ?? part,
      expected,
      response.parts[2] ?? part,
    ]);
    expect(events.filter(({ kind }) => kind === "part-start")).toHaveLength(3);
    expect(events.filter(({ kind }) => kind === "part-end")).toHaveLength(3);
    expect(events.filter((event) => event.kind === "input-delta" && event.text === "")).toEqual([]);
  });
});

test("a wrapped input comes piece by piece, not at the end", () => {
  const kinds = streamed(answer(call("apply_patch", '{"input":"one two three"}')), tools).map(
    ({ kind }) => kind,
  );
  expect(kinds.filter((kind) => kind === "input-delta").length).toBeGreaterThan(3);
});

test("a stream that breaks off gives what is there, and no item that is not whole", () => {
  const restorer = createToolRestorer(tools);
  const events: StreamEvent[] = [];
  const emit = (event: StreamEvent): void => void events.push(event);
  const head = { kind: "tool-call", id: "c1", name: "native_patch", inputKind: "json" } as const;
  restorer.event({ kind: "part-start", index: 0, part: head }, emit);
  restorer.event({ kind: "input-delta", index: 0, text: '{"operation"' }, emit);
  restorer.event({ kind: "end", reason: "truncated" }, emit);
  expect(events).toEqual([{ kind: "end", reason: "truncated" }]);
});

test("where nothing was renamed, everything goes through as it is", () => {
  fc.assert(
    fc.property(neutralResponse, (response) => {
      expect(streamed(response, noToolNames, 100_000)).toEqual([...eventsOf(response)]);
      expect(createToolRestorer(tools).response(response)).toEqual(response);
    }),
  );
});
