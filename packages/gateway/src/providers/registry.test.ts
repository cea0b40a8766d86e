import { describe, expect, test } from "bun:test";
import { parseBaseUrl } from "../config/base-url.ts";
import { dialects, providerKinds } from "../contract/config.ts";
import { credentialFields, kinds } from "./registry.ts";

describe("where each kind is asked, and how it is signed in to", () => {
  test.each([
    ["anthropic", "messages", "https://api.anthropic.com/v1/messages", "x-api-key: KEY"],
    ["anthropic", "chat", "https://api.anthropic.com/v1/chat/completions", "authorization: Bearer KEY"],
    ["openai", "chat", "https://api.openai.com/v1/chat/completions", "authorization: Bearer KEY"],
    ["openai", "responses", "https://api.openai.com/v1/responses", "authorization: Bearer KEY"],
    [
      "gemini",
      "gemini",
      "https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent",
      "x-goog-api-key: KEY",
    ],
    [
      "gemini",
      "chat",
      "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions",
      "authorization: Bearer KEY",
    ],
    ["openai-compatible", "chat", "/chat/completions", "authorization: Bearer KEY"],
    ["openai-compatible", "messages", "/messages", "authorization: Bearer KEY"],
  ] as const)("%s, %s: %s with %s", (kind, dialect, url, field) => {
    const { location, signIn } = kinds[kind];
    expect(`${location.baseUrl ?? ""}${location.endpoints[dialect].generate}`).toBe(url);
    expect(signIn.fields("KEY", dialect).map(({ name, value }) => `${name}: ${value}`)).toEqual([field]);
  });

  test("only the kind that can be anything needs no key", () => {
    expect(providerKinds.filter((kind) => !kinds[kind].signIn.needsKey)).toEqual(["openai-compatible"]);
  });
});

describe.each([...providerKinds])("kind %s", (kind) => {
  const { location, signIn } = kinds[kind];

  test("speaks something", () => {
    expect(location.speaks.length).toBeGreaterThan(0);
  });

  test("has a base URL that a file could have too", () => {
    expect("fault" in parseBaseUrl(location.baseUrl ?? "http://somewhere")).toBe(false);
  });

  test("has an absolute path for every dialect", () => {
    for (const dialect of dialects) {
      for (const path of Object.values(location.endpoints[dialect])) {
        expect(path).toMatch(/^(\/[a-z\d_]+)+(\/\{model\}:[A-Za-z]+)?$/);
      }
    }
  });

  test("signs in only with fields that are taken from the client's request first", () => {
    const names = dialects.flatMap((dialect) => signIn.fields("KEY", dialect).map(({ name }) => name));
    expect(names.filter((name) => !credentialFields.includes(name) || name !== name.toLowerCase())).toEqual(
      [],
    );
  });
});

test("a client's credentials are looked for in these fields", () => {
  expect(credentialFields.toSorted()).toEqual(["authorization", "x-api-key", "x-goog-api-key"]);
});
