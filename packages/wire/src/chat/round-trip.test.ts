// Within the dialect nothing is lost: what a client or a provider said is said again in the same words.

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { requestBody, responseBody } from "../../test/arbitrary/chat-body.ts";
import { everything } from "../../test/everything.ts";
import type { ReplyContext } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import { chat } from "./dialect.ts";

const runs = { seed: Number(process.env["SEED"] ?? 3), numRuns: Number(process.env["RUNS"] ?? 400) };
const context = { open: () => undefined };

function requestAgain(body: JsonObject): JsonObject {
  const decoded = chat.decodeRequest(body, context);
  if (decoded.kind === "fault") throw new Error(`fault at ${decoded.path}: expected ${decoded.expected}`);
  expect(decoded.losses.filter(({ path }) => !path.endsWith(".role"))).toEqual([]);
  const { model, isStreamed } = decoded.value;
  const encoded = chat.encodeRequest(decoded.value, { model, isStreamed, capabilities: everything });
  expect(encoded.losses).toEqual([]);
  return encoded.body;
}

function responseAgain(body: JsonObject): JsonObject {
  const decoded = chat.decodeResponse(body, { scope: "here" });
  if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
  const reply: ReplyContext = {
    request: { origin: "chat", model: "m", isStreamed: false, turns: [] },
    model: decoded.value.model,
    idSeed: "seed",
    createdAt: 1,
    seal: () => "hf1.x",
    scope: "here",
  };
  const encoded = chat.encodeResponse(decoded.value, reply);
  expect(encoded.losses).toEqual([]);
  return encoded.body;
}

describe("within chat", () => {
  test("a request is the same when it was understood and said again", () => {
    fc.assert(
      fc.property(requestBody, (body) => {
        fc.pre(body["stream"] !== true);
        const { stream_options: _options, ...sent } = body;
        expect(requestAgain(sent)).toEqual(sent);
      }),
      runs,
    );
  });

  test("a streamed request is the same, but that it asks for the usage", () => {
    fc.assert(
      fc.property(requestBody, fc.option(fc.boolean(), { nil: undefined }), (body, asked) => {
        const options = {
          include_obfuscation: false,
          ...(asked === undefined ? {} : { include_usage: asked }),
        };
        const sent = { ...body, stream: true, stream_options: options };
        expect(requestAgain(sent)).toEqual({ ...sent, stream_options: { ...options, include_usage: true } });
      }),
      runs,
    );
  });

  test("an answer is the same when it was understood and said again", () => {
    fc.assert(
      fc.property(responseBody, (body) => {
        const again = responseAgain(body);
        const { model, ...rest } = again;
        const { model: named, ...sent } = body;
        expect(rest).toEqual(sent);
        if (typeof named === "string") expect(model).toBe(named);
      }),
      runs,
    );
  });

  test("what is changed on the way keeps the fields that nobody knows", () => {
    const sent: JsonObject = {
      model: "m",
      top_new: 1,
      messages: [
        {
          role: "user",
          name: "ann",
          content: [
            { type: "text", text: "a", part_new: 2 },
            { type: "image_url", image_url: { url: "https://example.org/", image_new: 3 } },
          ],
        },
        {
          role: "assistant",
          content: "",
          tool_calls: [
            {
              id: "c",
              type: "function",
              call_new: 4,
              function: { name: "f", arguments: "{}", function_new: 5 },
            },
          ],
        },
        { role: "tool", tool_call_id: "c", content: "r", result_new: 6 },
      ],
      tools: [{ type: "function", tool_new: 7, function: { name: "f", definition_new: 8 } }],
    };
    const decoded = chat.decodeRequest(sent, context);
    if (decoded.kind === "fault") throw new Error(decoded.path);
    const { turns, tools = [], ...rest } = decoded.value;
    const changed = {
      ...rest,
      turns: turns.map((turn) => ({
        ...turn,
        parts: turn.parts.map((one) =>
          one.kind === "tool-call" ? { ...one, name: "g" } : { ...one, cache: {} },
        ),
      })),
      tools: tools.map((one) => ({ ...one, name: "g" })),
    };
    const { body } = chat.encodeRequest(changed, { model: "m", isStreamed: false, capabilities: everything });
    const said = JSON.stringify(body);
    for (const [field, value] of [
      ["top", 1],
      ["part", 2],
      ["image", 3],
      ["call", 4],
      ["function", 5],
      ["result", 6],
      ["tool", 7],
      ["definition", 8],
    ] as const) {
      expect(said).toContain(`"${field}_new":${value}`);
    }
    expect(said).toContain(`"name":"g"`);
    expect(said).not.toContain(`"name":"f"`);
    expect(said).toContain(`"name":"ann"`);
  });
});
