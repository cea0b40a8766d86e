import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dialectNames } from "../src/dialect-name.ts";
import type { ReplyContext } from "../src/dialect.ts";
import { dialects } from "../src/dialects.ts";
import { createStreamReader } from "../src/hub/translate-stream.ts";
import { noToolNames } from "../src/fit/tool-names.ts";
import { parseJson } from "../src/json/value.ts";
import type { JsonValue } from "../src/json/value.ts";
import { mergeTurns } from "../src/model/merge-turns.ts";
import type { StreamEvent } from "../src/model/event.ts";
import type { Part } from "../src/model/part.ts";
import type { NeutralResponse } from "../src/model/response.ts";
import { createAssembler } from "../src/stream/assembler.ts";
import { eventsOf } from "../src/stream/replay.ts";
import { neutralRequest } from "./arbitrary/request.ts";
import { neutralResponse } from "./arbitrary/response.ts";
import { everything } from "./everything.ts";
import { difference, withoutLosses } from "./lossy-equality.ts";
import { normalRequest, normalResponse } from "./normal-form.ts";

const seed = Number(process.env["SEED"] ?? 11);
const runs = { seed, numRuns: Number(process.env["RUNS"] ?? 200), verbose: 0 as const };
const scope = "here";
const reply: ReplyContext = {
  request: { origin: "chat", model: "some-model", isStreamed: true, includeUsage: true, turns: [] },
  model: "some-model",
  idSeed: "seed",
  createdAt: 1_700_000_000,
  seal: ({ value }) => `hf1.${value}`,
  scope,
};

function travelled(value: JsonValue): JsonValue {
  return parseJson(JSON.stringify(value)) ?? null;
}

/** What a client of the dialect hears of an answer, as bytes. */
function streamOf(name: (typeof dialectNames)[number], response: NeutralResponse): Uint8Array {
  const encoder = dialects[name].createStreamEncoder(reply);
  const text = [...eventsOf(response)].map((event) => encoder.encode(event)).join("");
  return new TextEncoder().encode(text);
}

function eventsFrom(name: (typeof dialectNames)[number], chunks: readonly Uint8Array[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const reader = createStreamReader({
    dialect: name,
    tools: noToolNames,
    scope,
    emit: (event) => events.push(event),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return events;
}

describe.each(dialectNames.map((name) => [name] as const))("%s", (name) => {
  const dialect = dialects[name];

  test("a request comes back as it was, but for what its losses name", () => {
    fc.assert(
      fc.property(neutralRequest, (generated) => {
        const request = { ...generated, turns: mergeTurns(generated.turns) };
        const { isStreamed, model } = request;
        const { body, losses } = dialect.encodeRequest(request, {
          model,
          isStreamed,
          capabilities: everything,
        });
        const decoded = dialect.decodeRequest(travelled(body), { open: () => undefined, model, isStreamed });
        if (decoded.kind === "fault") {
          throw new Error(`fault at ${decoded.path}: expected ${decoded.expected}`);
        }
        const expected = withoutLosses(normalRequest(request), losses);
        const found = difference(expected, normalRequest(decoded.value));
        if (found !== undefined) throw new Error(`${found}\n${JSON.stringify({ losses, body }, null, 1)}`);
      }),
      runs,
    );
  });

  test("an answer comes back as it was, but for what its losses name", () => {
    fc.assert(
      fc.property(neutralResponse, (response) => {
        const { body, losses } = dialect.encodeResponse(response, reply);
        const decoded = dialect.decodeResponse(travelled(body), { scope });
        if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
        const expected = withoutLosses(normalResponse(response), losses);
        const found = difference(expected, normalResponse(decoded.value));
        if (found !== undefined) throw new Error(`${found}\n${JSON.stringify({ losses, body }, null, 1)}`);
      }),
      runs,
    );
  });

  test("a stream tells what the whole answer tells", () => {
    fc.assert(
      fc.property(neutralResponse, (response) => {
        const assembler = createAssembler(name);
        for (const event of eventsFrom(name, [streamOf(name, response)])) assembler.event(event);
        const assembled = assembler.result();
        if (assembled.kind !== "answer") throw new Error(JSON.stringify(assembled));
        const { body } = dialect.encodeResponse(response, reply);
        const whole = dialect.decodeResponse(travelled(body), { scope });
        if (whole.kind !== "decoded") throw new Error(JSON.stringify(whole));
        const streamed = name === "chat" ? inChatOrder(assembled.response) : assembled.response;
        const found = difference(normalResponse(whole.value), normalResponse(streamed));
        if (found !== undefined) throw new Error(found);
      }),
      runs,
    );
  });

  test("a stream gives the same events however it is cut", () => {
    fc.assert(
      fc.property(
        neutralResponse,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3 }),
        (response, sizes) => {
          const bytes = streamOf(name, response);
          const whole = eventsFrom(name, [bytes]);
          expect(
            eventsFrom(
              name,
              [...bytes].map((byte) => Uint8Array.of(byte)),
            ),
          ).toEqual(whole);
          const chunks: Uint8Array[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(eventsFrom(name, chunks)).toEqual(whole);
        },
      ),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 5) },
    );
  });

  test("a stream cut at any byte has one end, and is whole only with its terminal", () => {
    fc.assert(
      fc.property(neutralResponse, (response) => {
        const bytes = streamOf(name, response);
        const whole = JSON.stringify(eventsFrom(name, [bytes]));
        for (let end = 0; end < bytes.length; end++) {
          const events = eventsFrom(name, [bytes.subarray(0, end)]);
          const ends = events.filter((event) => event.kind === "end");
          expect(ends).toHaveLength(1);
          expect(events.at(-1)).toBe(ends[0]);
          if (ends[0]?.reason === "complete") {
            expect(contentOf(whole)).toBe(contentOf(JSON.stringify(events)));
          } else expect(ends[0]?.reason).toBe("truncated");
        }
      }),
      { ...runs, numRuns: 6 },
    );
  }, 60_000);

  test("nothing that comes makes anything throw", () => {
    const scrap = fc.oneof(
      fc.json(),
      fc.object({ key: fc.constantFrom(...vocabulary), maxDepth: 4 }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(
        fc.array(scrap, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...eventNames),
        (texts, event) => {
          for (const text of texts) {
            const value = parseJson(text) ?? null;
            dialect.decodeRequest(value, { open: () => undefined });
            dialect.decodeResponse(value, { scope });
            dialect.modelList.decode(value);
            dialect.tokenCount?.decode(value);
            dialect.decodeError({ status: 500, body: text, field: () => text });
          }
          const stream = texts.map((text) => `event: ${event}\ndata: ${text}\n\n`).join("");
          const events = eventsFrom(name, [new TextEncoder().encode(stream)]);
          expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
          expect(events.at(-1)?.kind).toBe("end");
        },
      ),
      { ...runs, numRuns: runs.numRuns * 5 },
    );
  });
});

/** A whole message of chat has one text of each kind and says nothing of their order. */
function inChatOrder(response: NeutralResponse): NeutralResponse {
  const joined = (["thinking", "text", "refusal"] as const).flatMap((kind): Part[] => {
    const same = response.parts.filter((part) => part.kind === kind);
    const text = same.map((part) => ("text" in part ? part.text : "")).join("");
    const citations = same.flatMap((part) => (part.kind === "text" ? (part.citations ?? []) : []));
    return text === "" ? [] : [{ kind, text, ...(citations.length === 0 ? {} : { citations }) }];
  });
  return { ...response, parts: [...joined, ...response.parts.filter(({ kind }) => kind === "tool-call")] };
}

/** A stream that lacks no more than what comes behind its content may be whole, but never with less content. */
function contentOf(events: string): string {
  return events.replaceAll(/\{"kind":"(usage-report|keep-alive|end)".*?\}(,(?=\{"kind")|(?=\]))/g, "");
}

const vocabulary = [
  "model",
  "messages",
  "role",
  "content",
  "type",
  "text",
  "tools",
  "input",
  "output",
  "items",
  "choices",
  "delta",
  "message",
  "usage",
  "contents",
  "parts",
  "candidates",
  "functionCall",
  "tool_calls",
  "function",
  "arguments",
  "id",
  "index",
  "error",
  "system",
  "instructions",
  "stop_reason",
  "finish_reason",
  "item",
  "response",
  "content_block",
  "thinking",
  "reasoning",
];

const eventNames = [
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
  "error",
  "response.created",
  "response.output_item.added",
  "response.output_item.done",
  "response.output_text.delta",
  "response.completed",
  "response.failed",
];
