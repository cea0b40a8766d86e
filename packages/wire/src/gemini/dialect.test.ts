import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Decoded, FailedAnswer, ReplyContext } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import { everything } from "../../test/everything.ts";
import { geminiRequest, geminiResponse } from "../../test/arbitrary/gemini-body.ts";
import { gemini } from "./dialect.ts";

const runs = { seed: Number(process.env["SEED"] ?? 5), numRuns: Number(process.env["RUNS"] ?? 300) };
const target = { model: "some-model", isStreamed: false, capabilities: everything };
const context = { open: () => undefined, model: "some-model", isStreamed: false };
const reply: ReplyContext = {
  request: { origin: "gemini", model: "some-model", isStreamed: false, turns: [] },
  model: "some-model",
  idSeed: "seed",
  createdAt: 0,
  seal: () => "hf1.sealed",
  scope: "here",
};

function decodedFrom<Value>(result: Decoded<Value> | FailedAnswer): Value {
  if (result.kind !== "decoded") throw new Error(JSON.stringify(result));
  return result.value;
}

describe("what Gemini's own clients and servers say is said again word for word", () => {
  test("in requests", () => {
    fc.assert(
      fc.property(geminiRequest, (body) => {
        const request = decodedFrom(gemini.decodeRequest(body, context));
        const again = gemini.encodeRequest(request, target);
        expect(again.body).toEqual(body);
        expect(again.losses).toEqual([]);
      }),
      runs,
    );
  });

  test("in answers", () => {
    fc.assert(
      fc.property(geminiResponse, (body) => {
        const response = decodedFrom(gemini.decodeResponse(body, { scope: "here" }));
        expect(gemini.encodeResponse(response, reply)).toEqual({ body, losses: [] });
      }),
      runs,
    );
  });

  test("in requests to count tokens, wrapped or bare", () => {
    const wrapped = geminiRequest.map((inner): JsonObject => ({
      generateContentRequest: inner,
      other: null,
    }));
    fc.assert(
      fc.property(fc.oneof(wrapped, geminiRequest), (body) => {
        const request = decodedFrom(gemini.tokenCount?.decodeRequest(body, context) ?? fail());
        expect(gemini.tokenCount?.encodeRequest(request, target).body).toEqual(body);
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    );
  });
});

function fail(): never {
  throw new Error("no counter");
}
