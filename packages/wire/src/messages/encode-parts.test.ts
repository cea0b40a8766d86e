import { describe, expect, test } from "bun:test";
import type { Loss } from "../loss.ts";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import { encodeParts } from "./encode-parts.ts";
import type { UnprovenThinking } from "./encode-parts.ts";

function write(part: Part, unproven: UnprovenThinking = "never"): { blocks: JsonObject[]; losses: string[] } {
  const losses: Loss[] = [];
  const blocks = encodeParts([part], unproven, { path: "parts", losses });
  return { blocks, losses: losses.map(({ path, action }) => `${action} ${path}`) };
}

const call = { kind: "tool-call", id: "c1", name: "f", inputKind: "json" } as const;
const left = (kind: string): JsonObject => ({ type: "text", text: `[${kind} left out]` });

describe("what the dialect has no word for", () => {
  test.each<[string, Part, JsonObject[], string[]]>([
    [
      "a refusal is text",
      { kind: "refusal", text: "No", cache: {} },
      [{ type: "text", text: "No", cache_control: { type: "ephemeral" } }],
      ["approximated parts[0]"],
    ],
    [
      "sound is refused, and the model told of it",
      { kind: "audio", source: { kind: "base64", mediaType: "audio/wav", data: "UklG" } },
      [left("audio")],
      ["refused parts[0]"],
    ],
    [
      "film too",
      { kind: "video", source: { kind: "url", url: "https://example.com/a.mp4" } },
      [left("video")],
      ["refused parts[0]"],
    ],
    [
      "and a file that somebody else holds",
      { kind: "image", source: { kind: "file", origin: "responses", id: "file-1" } },
      [left("image")],
      ["refused parts[0]"],
    ],
    [
      "what another dialect alone knows is gone",
      { kind: "unknown", origin: "gemini", value: { executableCode: {} } },
      [],
      ["dropped parts[0]"],
    ],
    [
      "but for what can be read of it",
      { kind: "unknown", origin: "gemini", value: { executableCode: { code: "1" } }, text: "1" },
      [{ type: "text", text: "1" }],
      ["approximated parts[0]"],
    ],
    [
      "the detail of an image",
      {
        kind: "image",
        source: { kind: "url", url: "https://example.com/a.png", mediaType: "image/png" },
        detail: "low",
      },
      [{ type: "image", source: { type: "url", url: "https://example.com/a.png" } }],
      ["dropped parts[0].detail", "dropped parts[0].source.mediaType"],
    ],
    [
      "citations that another provider made",
      { kind: "text", text: "So", citations: [{ kind: "url", url: "https://example.com" }] },
      [{ type: "text", text: "So" }],
      ["dropped parts[0].citations[0]"],
    ],
    [
      "another dialect's fields",
      { kind: "text", text: "So", phase: "final_answer", extras: { responses: { logprobs: [] } } },
      [{ type: "text", text: "So" }],
      ["dropped parts[0].extras.responses.logprobs", "dropped parts[0].phase"],
    ],
    [
      "how long others keep what is cached",
      { kind: "text", text: "So", cache: { ttlSeconds: 43_200 } },
      [{ type: "text", text: "So", cache_control: { type: "ephemeral", ttl: "1h" } }],
      ["approximated parts[0].cache.ttlSeconds"],
    ],
    [
      "a tool that takes text",
      { ...call, inputKind: "freeform", input: "a.ts" },
      [{ type: "tool_use", id: "c1", name: "f", input: { input: "a.ts" } }],
      ["approximated parts[0]"],
    ],
    [
      "a namespace, and a proof of a call",
      { ...call, namespace: "ns", input: "{}", proof: { dialect: "gemini", value: "Cg" } },
      [{ type: "tool_use", id: "c1", name: "f", input: {} }],
      ["dropped parts[0].proof", "dropped parts[0].namespace"],
    ],
  ])("%s", (_, part, blocks, losses) => {
    expect(write(part)).toEqual({ blocks, losses });
  });
});

describe("the input of a tool call", () => {
  test("is an object where nothing was said", () => {
    expect(write({ ...call, input: "" })).toEqual({
      blocks: [{ type: "tool_use", id: "c1", name: "f", input: {} }],
      losses: [],
    });
  });

  test.each(['{"path": "a', "[1]", '"text"', "null"])(
    "is refused where it is none, and never repaired: %s",
    (input) => {
      expect(write({ ...call, input })).toEqual({
        blocks: [{ type: "tool_use", id: "c1", name: "f", input: {} }],
        losses: ["refused parts[0].input"],
      });
    },
  );
});

describe("thinking", () => {
  const bare: Part = { kind: "thinking", text: "Hm" };
  const foreign: Part = { ...bare, proof: { dialect: "responses", value: "gAAA" } };

  test("without a proof is not sent to who refuses it", () => {
    expect(write(bare)).toEqual({ blocks: [], losses: ["dropped parts[0]"] });
    expect(write(foreign)).toEqual({ blocks: [], losses: ["dropped parts[0]"] });
  });

  test("goes without one to who takes it plain", () => {
    const blocks = [{ type: "thinking", thinking: "Hm", signature: "" }];
    expect(write(bare, "plain")).toEqual({ blocks, losses: [] });
    expect(write(foreign, "plain")).toEqual({ blocks, losses: ["dropped parts[0].proof"] });
  });

  test("that says nothing and proves nothing is not sent to anybody", () => {
    const carrier: Part = {
      kind: "thinking",
      text: "",
      proof: { dialect: "gemini", value: "Cg", isForNext: true },
    };
    expect(write(carrier, "plain")).toEqual({ blocks: [], losses: ["dropped parts[0]"] });
  });
});
