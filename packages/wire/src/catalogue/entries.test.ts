import { describe, expect, test } from "bun:test";
import { makersApi, servedApis } from "./apis.data.ts";
import { builtInEntries } from "./built-in.ts";
import { createCatalogue } from "./create-catalogue.ts";
import type { Place, Rates } from "./entry.ts";
import { families } from "./families.data.ts";
import { lookUp } from "./look-up.ts";
import { modelIdAt } from "./model-id-at.ts";
import { indexed } from "./names.ts";

const catalogue = createCatalogue();
const places: readonly Place[] = [
  "anthropic",
  "openai",
  "gemini",
  "bedrock",
  "vertex",
  "azure",
  "openai-compatible",
  "openrouter",
];
const named = builtInEntries.map((entry) => [entry.name, entry] as const);

describe.each(named)("%s", (name, entry) => {
  test("is found by each of its names", () => {
    const ids = Object.values(entry.ids ?? {}).map(({ id }) => id);
    for (const known of [name, ...(entry.aliases ?? []), ...ids]) {
      expect(lookUp(catalogue, known)).toEqual({ entry, how: "named" });
    }
  });

  test("is called at each place as the place calls it, and found by that again", () => {
    for (const [place, { id, profiles = [] }] of Object.entries(entry.ids ?? {})) {
      for (const known of places) {
        if (known === place) expect(modelIdAt(catalogue, known, name)).toBe(id);
      }
      for (const profile of profiles) expect(lookUp(catalogue, `${profile}.${id}`)?.entry).toBe(entry);
    }
  });

  test("has limits that make sense", () => {
    expect(entry.contextTokens).toBeGreaterThanOrEqual(8192);
    expect(entry.maxOutputTokens).toBeGreaterThanOrEqual(1024);
    expect(entry.maxOutputTokens).toBeLessThanOrEqual(entry.contextTokens);
  });

  test("has prices that make sense, or none", () => {
    const { prices } = entry;
    if (prices === undefined) return;
    const { long, later } = prices;
    for (const rates of [prices, long, later]) if (rates !== undefined) expectPlausible(rates);
    expect(long?.aboveTokens ?? 100_000).toBeGreaterThanOrEqual(100_000);
    expect(long?.input ?? prices.input).toBeGreaterThanOrEqual(prices.input);
    expect(later?.from ?? "2026-12-01").toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test("says where that is from, and since when", () => {
    expect(entry.source.url).toMatch(/^https:\/\//);
    expect(entry.source.read).toMatch(/^2026-\d{2}$/);
  });

  test("thinks by efforts that rise, and sits at an API that there is", () => {
    const { efforts = [] } = entry.traits ?? {};
    const order = ["minimal", "low", "medium", "high", "xhigh", "max"];
    expect(efforts.map((effort) => order.indexOf(effort))).toEqual(
      efforts.map((effort) => order.indexOf(effort)).toSorted((left, right) => left - right),
    );
    expect(Object.keys(makersApi)).toContain(entry.maker);
  });
});

function expectPlausible({
  input,
  output,
  cacheRead = input,
  cacheWrite = input,
  cacheWriteLong = cacheWrite,
}: Rates): void {
  expect(input).toBeGreaterThan(0);
  expect(input).toBeLessThanOrEqual(100);
  expect(output).toBeGreaterThanOrEqual(input);
  expect(output).toBeLessThanOrEqual(input * 12);
  expect(cacheRead).toBeGreaterThan(0);
  expect(cacheRead).toBeLessThanOrEqual(input);
  expect(cacheWrite).toBeGreaterThanOrEqual(input);
  expect(cacheWriteLong).toBeGreaterThanOrEqual(cacheWrite);
  expect(cacheWriteLong).toBeLessThanOrEqual(input * 2.5);
}

test("no two models share a name", () => {
  const names = builtInEntries.flatMap(({ name, aliases = [], ids = {} }) => {
    // A place may call a model as its maker does.
    const own = new Set([name, ...aliases, ...Object.values(ids).map(({ id }) => id)].map(indexed));
    return [...own];
  });
  expect(names.length).toBe(new Set(names).size);
});

test("every model has a family, so that its successor has one too", () => {
  const known = new Map(families.map(({ name, maker }) => [name, maker]));
  expect(known.size).toBe(families.length);
  for (const { name, maker } of builtInEntries) {
    const found = lookUp({ ...catalogue, models: new Map() }, name);
    expect({ name, maker: found?.entry.maker }).toEqual({ name, maker });
    expect(found?.entry.prices).toBeUndefined();
  }
});

test("every kind of provider serves APIs that there are", () => {
  for (const makers of Object.values(servedApis)) {
    for (const maker of makers) expect(makersApi[maker]).toBeDefined();
  }
});
