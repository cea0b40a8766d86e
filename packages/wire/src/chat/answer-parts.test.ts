import { describe, expect, test } from "bun:test";
import { answer, delta, done, finish, heard, scope } from "../../test/chat-stream.ts";

describe("thinking", () => {
  test.each<readonly [string, object]>([
    ["reasoning_content", { reasoning_content: "hm" }],
    ["reasoning", { reasoning: "hm" }],
    ["both", { reasoning: "hm", reasoning_content: "hm" }],
    ["details alone", { reasoning_details: [{ type: "reasoning.text", text: "hm", index: 0 }] }],
    [
      "details beside it",
      { reasoning: "hm", reasoning_details: [{ type: "reasoning.text", text: "hm", index: 0 }] },
    ],
    ["a part of the content", { content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] }],
  ])("%s is read once, and ends where the text begins", (_field, fields) => {
    const { parts } = answer([
      delta({ content: null, ...fields }),
      delta(fields),
      delta({ content: "a" }),
      finish("stop"),
    ]);
    expect(parts).toMatchObject([
      { kind: "thinking", text: "hmhm" },
      { kind: "text", text: "a" },
    ]);
  });

  test("the details are the proof, their pieces put together", () => {
    const { parts } = answer([
      delta({ reasoning: "I ", reasoning_details: [{ type: "reasoning.text", text: "I ", index: 0 }] }),
      delta({ reasoning: "see", reasoning_details: [{ type: "reasoning.text", text: "see", index: 0 }] }),
      delta({ reasoning_details: [{ type: "reasoning.text", signature: "sig", index: 0 }] }),
      delta({ content: "a" }),
      finish("stop"),
    ]);
    expect(parts).toEqual([
      {
        kind: "thinking",
        text: "I see",
        proof: {
          dialect: "chat",
          scope,
          value: '[{"type":"reasoning.text","text":"I see","index":0,"signature":"sig"}]',
        },
      },
      { kind: "text", text: "a" },
    ]);
  });

  test("a proof without a text is a thought of its own, before the call it came with", () => {
    const { parts } = answer([
      delta({
        reasoning_details: [{ type: "reasoning.encrypted", data: "x" }],
        tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }],
      }),
      finish("tool_calls"),
    ]);
    expect(parts).toMatchObject([
      { kind: "thinking", text: "", proof: { value: '[{"type":"reasoning.encrypted","data":"x"}]' } },
      { kind: "tool-call", id: "a" },
    ]);
  });

  test("withheld thoughts stay apart, and come before the text behind them", () => {
    const { parts } = answer([
      delta({ reasoning_details: [{ type: "reasoning.encrypted", data: "x", index: 0 }] }),
      delta({ reasoning_details: [{ type: "reasoning.encrypted", data: "y", index: 0 }] }),
      delta({ content: "a" }),
      finish("stop"),
    ]);
    expect(parts).toMatchObject([
      {
        kind: "thinking",
        proof: {
          value:
            '[{"type":"reasoning.encrypted","data":"x","index":0},{"type":"reasoning.encrypted","data":"y","index":0}]',
        },
      },
      { kind: "text", text: "a" },
    ]);
  });

  test("a proof behind everything still belongs to the answer", () => {
    const { parts } = answer([
      delta({ content: "a" }),
      delta({ reasoning_details: [{ type: "reasoning.encrypted", data: "x" }] }),
      finish("stop"),
    ]);
    expect(parts).toMatchObject([{ kind: "text" }, { kind: "thinking", text: "" }]);
  });
});

describe("what else an answer says", () => {
  test("a refusal is a part, and the reason", () => {
    const { parts, finish: reason } = answer([
      delta({ refusal: "I can" }),
      delta({ refusal: "not." }),
      finish("stop"),
    ]);
    expect(parts).toEqual([{ kind: "refusal", text: "I cannot." }]);
    expect(reason).toEqual({ reason: "refusal", native: "stop" });
  });

  test("annotations are citations of the text", () => {
    const cited = {
      type: "url_citation",
      url_citation: { url: "https://example.org/", title: "E", start_index: 0, end_index: 1 },
    };
    const { parts } = answer([delta({ content: "a" }), delta({ annotations: [cited] }), finish("stop")]);
    expect(parts).toEqual([
      {
        kind: "text",
        text: "a",
        citations: [{ kind: "url", url: "https://example.org/", title: "E", start: 0, end: 1 }],
      },
    ]);
  });

  test("pictures come whole", () => {
    const images = [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }];
    const { parts } = answer([delta({ content: "a" }), delta({ images }), finish("stop")]);
    expect(parts).toEqual([
      { kind: "text", text: "a" },
      { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "AAAA" } },
    ]);
  });

  test("vLLM's stop sequence is told", () => {
    expect(answer([delta({ content: "a" }), finish("stop", { stop_reason: "###" })]).finish).toEqual({
      reason: "stop-sequence",
      stopSequence: "###",
    });
  });
});

test("proofs without end are the end", () => {
  const detail = { type: "reasoning.encrypted", data: "x".repeat(1024 * 1024) };
  const events = heard([
    ...Array.from({ length: 20 }, () => delta({ reasoning_details: [detail] })),
    finish("stop"),
    done,
  ]);
  expect(events.at(-1)).toEqual({ kind: "end", reason: "malformed", detail: "an answer of bounded size" });
});
