import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OpenAI } from "openai";
import type { ReplyContext } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import { arrayOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { PartHead, StreamEvent } from "../model/event.ts";
import type { NeutralResponse } from "../model/response.ts";
import { eventsOf } from "../stream/replay.ts";
import { neutralResponse } from "../../test/arbitrary/response.ts";
import { encodeResponse } from "./encode-response.ts";
import { createStreamEncoder } from "./encode-stream.ts";

const context: ReplyContext = {
  request: { origin: "responses", model: "gpt-5.6", isStreamed: true, turns: [] },
  model: "gpt-5.6",
  idSeed: "seed",
  createdAt: 1_700_000_000,
  seal: ({ dialect, value, isForNext }) => `hf1.${dialect}.${value}${isForNext === true ? ".next" : ""}`,
  scope: "here",
};

function written(events: Iterable<StreamEvent>): string {
  const encoder = createStreamEncoder(context);
  return [...events].map((event) => encoder.encode(event)).join("");
}

/** The events as a client reads them; each is named as its `type` says. */
function heard(text: string): JsonObject[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
      const event = objectOf(parseJson(data ?? "")) ?? {};
      expect(event["type"]).toBe(name ?? "");
      return event;
    });
}

const start: StreamEvent = { kind: "response-start", id: "msg_1", model: "claude-opus-5" };
const complete: StreamEvent = { kind: "end", reason: "complete" };

const grown = (text: string): StreamEvent => ({ kind: "text-delta", index: 0, text });
const end: StreamEvent = { kind: "part-end", index: 0 };

/** What can be relied upon in every stream. */
function keepsItsBooks(events: readonly JsonObject[]): void {
  const open = new Map<unknown, string>();
  const done: JsonObject[] = [];
  const texts = new Map<string, string>();
  expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_event, index) => index));
  for (const event of events) {
    const { type, output_index: index, item } = event;
    const id = textOf(objectOf(item)?.["id"]) ?? "";
    if (type === "response.output_item.added") {
      expect(index).toBe(open.size);
      open.set(index, id);
    } else if (type === "response.output_item.done") {
      expect(open.get(index)).toBe(id);
      expect(index).toBe(done.length);
      done.push(objectOf(item) ?? {});
    } else if (index !== undefined) expect(event["item_id"]).toBe(open.get(index) ?? "");
    const kind = (textOf(type) ?? "").replace(/\.(delta|done)$/, "");
    const place = JSON.stringify([kind, index, event["content_index"]]);
    const delta = textOf(event["delta"]);
    if (delta !== undefined) texts.set(place, (texts.get(place) ?? "") + delta);
    const whole = event["text"] ?? event["refusal"] ?? event["arguments"] ?? event["input"];
    if (whole !== undefined) expect(whole).toBe(texts.get(place) ?? "");
  }
  const last = objectOf(events.at(-1)?.["response"]);
  expect(last?.["output"]).toEqual(done);
}

function fromElsewhere(response: NeutralResponse): NeutralResponse {
  return { ...response, origin: "messages", id: "msg_1" };
}

const runs = { seed: Number(process.env["SEED"] ?? 3), numRuns: Number(process.env["RUNS"] ?? 200) };

test("numbers rise, every item is added once and done once, and the end holds what was sent", () => {
  fc.assert(
    fc.property(neutralResponse, (response) => keepsItsBooks(heard(written(eventsOf(response))))),
    runs,
  );
});

test("the response at the end is the whole answer", () => {
  const unsealed = { ...context, seal: () => "hf1." };
  fc.assert(
    fc.property(neutralResponse.map(fromElsewhere), (response) => {
      const encoder = createStreamEncoder(unsealed);
      const text = [...eventsOf(response)].map((event) => encoder.encode(event)).join("");
      expect(heard(text).at(-1)?.["response"] ?? null).toEqual(encodeResponse(response, unsealed).body);
    }),
    runs,
  );
});

test("begins with the response in all its fields, and repeats the id of this dialect's own provider", () => {
  const [created, progress, ...others] = heard(written([{ ...start, id: "resp_9", createdAt: 5 }]));
  expect(others).toEqual([]);
  expect(created?.["type"]).toBe("response.created");
  expect(progress?.["type"]).toBe("response.in_progress");
  for (const { response } of [created ?? {}, progress ?? {}]) {
    expect(Object.keys(objectOf(response) ?? {})).toHaveLength(31);
    expect(response).toMatchObject({
      id: "resp_9",
      created_at: 5,
      status: "in_progress",
      completed_at: null,
      model: "gpt-5.6",
      output: [],
      usage: null,
      error: null,
    });
  }
});

test("usage that comes behind the finish is in the end", () => {
  const events = heard(
    written([
      start,
      { kind: "usage-report", usage: { inputTokens: 3, outputTokens: 1 } },
      { kind: "response-finish", finish: { reason: "max-tokens" } },
      { kind: "usage-report", usage: { outputTokens: 9 } },
      complete,
    ]),
  );
  expect(events.at(-1)).toMatchObject({
    type: "response.incomplete",
    response: {
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      usage: { input_tokens: 3, output_tokens: 9, total_tokens: 12 },
    },
  });
});

test("the item that was cut short says so", () => {
  const head: PartHead = { kind: "tool-call", id: "c", name: "get", inputKind: "json" };
  const events = heard(
    written([
      start,
      { kind: "part-start", index: 0, part: head },
      { kind: "input-delta", index: 0, text: '{"a' },
      end,
      { kind: "response-finish", finish: { reason: "max-tokens" } },
      complete,
    ]),
  );
  const [done] = events.filter(({ type }) => type === "response.output_item.done");
  expect(done).toMatchObject({ item: { status: "incomplete", arguments: '{"a' } });
});

test("what is told of a refusal that no part has said is said", () => {
  const finish: StreamEvent = {
    kind: "response-finish",
    finish: { reason: "refusal", explanation: "It would harm." },
  };
  const events = heard(written([start, finish, complete]));
  keepsItsBooks(events);
  expect(events.at(-1)).toMatchObject({
    type: "response.completed",
    response: { output: [{ content: [{ type: "refusal", refusal: "It would harm." }] }] },
  });
});

test("a part that cannot be told ends nothing that was told before", () => {
  const picture: PartHead = {
    kind: "whole",
    part: { kind: "image", source: { kind: "url", url: "https://a.example" } },
  };
  const events = heard(
    written([
      start,
      { kind: "part-start", index: 0, part: { kind: "text" } },
      grown("Hi"),
      end,
      { kind: "part-start", index: 1, part: picture },
      { kind: "part-end", index: 1 },
      complete,
    ]),
  );
  keepsItsBooks(events);
  expect(events.filter(({ type }) => type === "response.output_text.done")).toHaveLength(1);
});

test("a wait is kept alive by a comment", () => {
  expect(written([{ kind: "keep-alive" }])).toBe(": keep-alive\n\n");
});

test.each(["truncated", "failed", "malformed"] as const)("an end that is %s has no terminal", (reason) => {
  const text = written([
    start,
    { kind: "part-start", index: 0, part: { kind: "text" } },
    grown("Hi"),
    { kind: "end", reason },
  ]);
  expect(heard(text).at(-1)?.["type"]).toBe("response.output_text.delta");
});

describe("a failure in the middle", () => {
  test("is the response's own", () => {
    const failure: CanonicalFailure = { kind: "overloaded", message: "Busy." };
    expect(failed(failure)).toMatchObject({
      type: "response.failed",
      response: {
        status: "failed",
        completed_at: null,
        error: { code: "server_error", message: "Busy." },
      },
    });
  });

  function failed(failure: CanonicalFailure): JsonObject | undefined {
    return heard(written([start, { kind: "failure", failure }, { kind: "end", reason: "failed" }])).at(-1);
  }

  test("holds the items that were whole, and none that was not", () => {
    const events = heard(
      written([
        start,
        { kind: "part-start", index: 0, part: { kind: "thinking" } },
        end,
        { kind: "part-start", index: 1, part: { kind: "text" } },
        grown("Hal"),
        { kind: "failure", failure: { kind: "answer-broken", message: "It broke off." } },
      ]),
    );
    keepsItsBooks(events);
    expect(arrayOf(objectOf(events.at(-1)?.["response"])?.["output"])).toHaveLength(1);
  });

  test("that comes first is a response all the same", () => {
    const events = heard(written([{ kind: "failure", failure: { kind: "overloaded", message: "Busy." } }]));
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.failed",
    ]);
  });
});

/** OpenAI's own SDK, with a provider that answers with this. */
function sdk(body: string): OpenAI {
  const answer = (): Promise<Response> =>
    Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
  return new OpenAI({ apiKey: "k", baseURL: "http://127.0.0.1:9/v1", maxRetries: 0, fetch: answer });
}

test("OpenAI's SDK makes the same answer of the stream", async () => {
  const sample = fc.sample(neutralResponse, { seed: 8, numRuns: 40 });
  for (const response of sample) {
    const text = written(eventsOf(response));
    const client = sdk(text);
    const final = await client.responses.stream({ model: "gpt-5.6", input: "Hi" }).finalResponse();
    const said = objectOf(heard(text).at(-1)?.["response"]) ?? {};
    const texts = response.parts.map((one) => (one.kind === "text" ? one.text : ""));
    expect(final.output_text).toBe(texts.join(""));
    expect<string | undefined>(final.status).toBe(textOf(said["status"]));
    expect(final.output).toHaveLength(arrayOf(said["output"])?.length ?? 0);
  }
});
