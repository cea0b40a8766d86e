import { describe, expect, test } from "bun:test";
import { notForClients, notForProviders } from "./private-fields.ts";

function has(set: typeof notForProviders, name: string): boolean {
  // Surrounded, as in a head: what stands beside a name is none of its business.
  const bytes = new TextEncoder().encode(`x-holdfast-${name}: x-holdfast-`);
  return set.has(bytes, 11, 11 + name.length);
}

describe("a client's field goes to no provider", () => {
  test.each([
    "authorization",
    "Authorization",
    "x-api-key",
    "X-API-KEY",
    "api-key",
    "x-goog-api-key",
    "Cookie",
  ])("if it signs somebody in: %s", (name) => expect(has(notForProviders, name)).toBe(true));

  test.each(["x-holdfast-workflow", "X-HOLDFAST-deadline", "x-Holdfast-a"])(
    "if it is for Holdfast: %s",
    (name) => {
      expect(has(notForProviders, name)).toBe(true);
    },
  );
});

describe("other fields go on", () => {
  test.each([
    "x-holdfast-",
    "x-holdfast",
    "x-holdfastened",
    "y-holdfast-a",
    "x-holdfasT_a",
    "x_holdfast-a",
    "a",
    "x-api-keys",
  ])("%s", (name) => {
    expect(has(notForProviders, name)).toBe(false);
    expect(has(notForClients, name)).toBe(false);
  });
});

test("a provider's field goes to no client only if it claims to be Holdfast's", () => {
  expect(has(notForClients, "X-Holdfast-Served-By")).toBe(true);
  const others = ["set-cookie", "authorization", "x-api-key"];
  expect(others.filter((name) => has(notForClients, name))).toEqual([]);
});
