import { expect, test } from "bun:test";
import type { ModelInfo } from "@anthropic-ai/sdk/resources/models";
import fc from "fast-check";
import { modelList } from "./model-list.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";

const opus: ModelInfo = {
  type: "model",
  id: "claude-opus-5",
  display_name: "Claude Opus 5",
  created_at: "2026-02-04T00:00:00Z",
  max_input_tokens: 1_000_000,
  max_tokens: 128_000,
  capabilities: null,
  line: null,
  lifecycle: "active",
  deprecated_at: null,
  retires_at: null,
};
const entry = {
  id: "claude-opus-5",
  displayName: "Claude Opus 5",
  createdAt: Date.UTC(2026, 1, 4) / 1000,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
};

test("a list of models is read and written alike", () => {
  const list = { data: [{ ...opus }], has_more: false, first_id: opus.id, last_id: opus.id };
  expect(modelList.decode({ ...list, data: [{ ...opus, line: "opus", capabilities: null }] })).toEqual({
    kind: "decoded",
    value: [entry],
    losses: [],
  });
  const written: unknown = modelList.encode([entry]);
  expect(written).toEqual(list);
});

test("a model of which nothing but its name is known has every field all the same", () => {
  const written = modelList.encode([{ id: "local" }]);
  expect(written).toMatchObject({
    data: [{ id: "local", display_name: "local", created_at: "1970-01-01T00:00:00Z", max_tokens: null }],
  });
  expect(modelList.decode(written)).toMatchObject({ value: [{ id: "local" }] });
});

test("no models are a list too, and what has no id is none", () => {
  expect(modelList.encode([])).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  expect(modelList.decode({ data: [{}, null, { id: "a" }] })).toMatchObject({ value: [{ id: "a" }] });
  expect(modelList.decode({ object: "list" })).toEqual({ kind: "fault", path: "data", expected: "a list" });
});

test("moments are what the platform's own calendar says", () => {
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, (moment) => {
      const text = new Date(moment * 1000).toISOString();
      expect(parseTimestamp(text)).toBe(moment);
      expect(formatTimestamp(moment)).toBe(text.replace(".000Z", "Z"));
    }),
    { seed: 4, numRuns: 500 },
  );
});

test.each<[string, string | undefined]>([
  ["2026-10-21T07:28:00+02:00", "2026-10-21T05:28:00.000Z"],
  ["2026-10-21t07:28:00.123456z", "2026-10-21T07:28:00.000Z"],
  ["2026-10-21T07:28:00-00:30", "2026-10-21T07:58:00.000Z"],
  ["2026-10-21", undefined],
  ["", undefined],
])("%j", (text, moment) => {
  expect(parseTimestamp(text)).toBe(moment === undefined ? undefined : Date.parse(moment) / 1000);
});
