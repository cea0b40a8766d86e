import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Route } from "../contract/snapshot.ts";
import { globMatches } from "./glob.ts";
import { createRouter, type RoutePlan } from "./router.ts";
import { loadConfig } from "./load.ts";
import { snapshotFrom } from "./snapshot.ts";

/** Routes with these globs, each with a road of its own. */
function plansFor(matches: readonly string[]): RoutePlan[] {
  const routes = matches.map((match) => ({ match, chain: ["a/*"] }));
  const file = { providers: { a: { kind: "openai", keys: ["k"] } }, routes };
  const result = loadConfig(JSON.stringify(file), {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const snapshot = snapshotFrom(result.loaded, { version: 1 });
  return snapshot.routes.map((route) => ({ match: route.match, route, renamed: new Map() }));
}

function firstMatch(plans: readonly RoutePlan[], model: string): Route | undefined {
  return plans.find(({ match }) => globMatches(match, model))?.route;
}

const name = fc
  .array(fc.constantFrom("a", "b", "-"), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));
const glob = fc
  .array(fc.constantFrom("a", "b", "-", "*"), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));

describe("the route for a model", () => {
  test("is the first that matches, however often and in whatever order models are asked for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, glob), { minLength: 1, maxLength: 8 }),
        fc.array(name),
        (matches, models) => {
          const plans = plansFor(matches);
          const routeFor = createRouter(plans);
          for (const model of [...models, ...models]) expect(routeFor(model)).toBe(firstMatch(plans, model));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is still right after more names than are remembered, and for names too long to be", () => {
    const plans = plansFor(["x-1", "x-*", "y-*"]);
    const routeFor = createRouter(plans);
    const long = `y-${"z".repeat(10_000)}`;
    const models = [
      "x-1",
      ...Array.from({ length: 2_500 }, (_, index) => `x-${index}`),
      "none",
      long,
      "x-1",
      "none",
      long,
    ];
    for (const model of models) expect(routeFor(model)).toBe(firstMatch(plans, model));
  });

  test("does not cost more memory with every name that is asked for", () => {
    const routeFor = createRouter(plansFor(["*"]));
    const ask = (from: number, to: number): void => {
      for (let index = from; index < to; index++) routeFor(`${index}-${"m".repeat(200)}`.slice(0, 200));
    };
    ask(0, 2_000);
    Bun.gc(true);
    const before = process.memoryUsage().heapUsed;
    ask(2_000, 200_000);
    Bun.gc(true);
    const grownBytes = process.memoryUsage().heapUsed - before;
    expect(grownBytes).toBeLessThan(8_000_000);
  });

  test("is undefined for what nothing matches, also for what every object has", () => {
    const routeFor = createRouter(plansFor(["a-*"]));
    for (const model of ["", "a", "constructor", "__proto__", "toString"]) {
      expect(routeFor(model)).toBeUndefined();
    }
  });
});
