import { describe, expect, test } from "bun:test";
import { notForClients, notForProviders, notForRefusedClients } from "./private-fields.ts";

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

test("a provider's field goes to no client if it claims to be Holdfast's, or is about our account", () => {
  const ours = [
    "X-Holdfast-Served-By",
    "Set-Cookie",
    "anthropic-ratelimit-input-tokens-remaining",
    "x-ratelimit-reset-requests",
    "openai-organization",
  ];
  expect(ours.filter((name) => !has(notForClients, name))).toEqual([]);
  const others = ["authorization", "x-api-key", "request-id", "x-ratelimit-odd", "retry-after"];
  expect(others.filter((name) => has(notForClients, name))).toEqual([]);
});

test("the time to wait is ours to say beside an error", () => {
  expect(
    ["retry-after", "Retry-After-Ms", "x-should-retry"].filter((name) => !has(notForRefusedClients, name)),
  ).toEqual([]);
});
