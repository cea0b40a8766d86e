// Files that are broken, hostile or careless with secrets.

import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { loadConfig } from "./load.ts";

function messagesOf(text: string): string[] {
  const result = loadConfig(text, {});
  return result.ok ? [] : result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("text that is not YAML is refused with its place", () => {
  test.each([
    ["a: [1, 2", "1:9 the indentation is wrong, or a bracket"],
    ['listen: "x', "1:11 something is not closed"],
    ["listen: [::1]:4141", "1:14 unexpected text"],
    ["routes:\n\t- match: x", "2:1 a tab is used"],
    ["match: *", "1:8 an unquoted `*` starts an alias"],
    ["match: *any", "1:8 an unquoted `*` starts an alias, and no anchor"],
    ["a: b: c", "1:4 a second `:` on one line"],
    ["a: @x", "1:4 an unquoted text cannot start"],
    ["a: 1\n---\nb: 2", "2:1 a second document"],
    ["a: !secret x", "1:4 tags (`!name`) are not understood"],
    ["a: !!binary aGk=", "1:4 tags (`!name`) are not understood"],
    ["? [a]\n: b", "1:3 a key must be a plain text"],
    ["a: &x [*x]", "1:8 an unquoted `*` starts an alias, and it is inside"],
  ])("%p: %p", (text, expected) => {
    expect(messagesOf(text).filter((message) => message.startsWith(expected))).toHaveLength(1);
  });

  test("every line is reported once, and not without end", () => {
    const broken = Array.from({ length: 500 }, () => 'a: "x" y "z" w').join("\n");
    const lines = messagesOf(broken).map((message) => message.split(":")[0]);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines).toHaveLength(20);
  });
});

describe("a file that would grow without bound is refused", () => {
  test("by aliases of aliases", () => {
    const level = (index: number): string =>
      `l${index}: &l${index} [${Array(9)
        .fill(`*l${index - 1}`)
        .join(", ")}]`;
    const text = ["l0: &l0 [x]", ...Array.from({ length: 12 }, (_, index) => level(index + 1))].join("\n");
    expect(
      messagesOf(text).filter((message) => message.includes("counting what aliases repeat")),
    ).toHaveLength(1);
  });

  test.each([
    ["by brackets", "[".repeat(100_000)],
    ["by closed brackets", "[".repeat(1_000) + "]".repeat(1_000)],
    ["by dashes", "- ".repeat(100_000)],
    ["by size", `# ${"x".repeat(2_000_000)}`],
  ])("%s", (_, text) => {
    expect(loadConfig(text, {}).ok).toBe(false);
  });
});

describe("a secret is never shown", () => {
  const secret = "correct-horse-battery-staple";
  const base = "routes: [{ match: x, chain: [a/b] }]\nproviders:\n  a: ";

  test.each([
    ["a key with a space in it", `${base}{ kind: openai, keys: ["${secret} x"] }`],
    ["a key that is not in a list", `${base}{ kind: openai, keys: ${secret} }`],
    ["keys in a mapping", `${base}{ kind: openai, keys: { first: ${secret} } }`],
    ["a key under a wrong name", `${base}{ kind: openai, key: ${secret} }`],
    ["a key at the top", `${base}{ kind: openai }\nkeys: [${secret}]`],
    ["credentials in a URL", `${base}{ kind: openai, base_url: "https://u:${secret}@host" }`],
    ["a key in a URL's query", `${base}{ kind: openai, base_url: "https://host/?key=${secret}" }`],
    ["a key in a default", `${base}{ kind: openai, keys: ["\${OTHER:-${secret} x}"] }`],
    ["a variable where a URL belongs", `${base}{ kind: openai, base_url: "\${SECRET}" }`],
    ["a variable where a kind belongs", `${base}{ kind: "\${SECRET}" }`],
    ["a variable in a chain", `${base}{ kind: openai }\n  b: {}`.replace("a/b", "${SECRET}/b")],
    ["a key that is used as a name as well", `${base}{ kind: openai, keys: [${secret}] }\n${secret}: 1`],
    [
      "a key at the place where a long value is cut",
      `${base}{ kind: ${"x".repeat(70)}${secret}, keys: [${secret}] }`,
    ],
    ["a key with characters that are escaped", `${base}{ kind: 'a"${secret}', keys: ['a"${secret}'] }`],
    ["broken YAML after a key", `${base}{ kind: openai, keys: ["${secret}" "x] }`],
    ["an alias in place of a key", `${base}{ kind: openai, keys: [*${secret}] }`],
  ])("%s", (_, text) => {
    const result = loadConfig(text, { SECRET: secret });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain(secret.slice(0, 9));
  });

  test.each(["sk-ant-api03-abcdefgh", "sk-proj-abcdefgh12", "gsk_abcdefgh12", "AIzaSyabcdefgh12"])(
    "%p in a field for something else",
    (key) => {
      const result = loadConfig(`listen: ${key}\ndata: [${key}]\n${key}: 1`, {});
      expect(JSON.stringify(result)).not.toContain(key);
    },
  );

  test("wherever it stands in whatever is wrong", () => {
    const place = fc.constantFrom("kind", "base_url", "keys", "speaks", "models", "zone");
    const shape = fc.constantFrom("V", "[V]", "{ x: V }", "[[V]]", '"V', "V: V");
    fc.assert(
      fc.property(place, shape, (field, value) => {
        const text = `${base}\n    ${field}: ${value.replaceAll("V", "${SECRET}")}\n    keys: ["${secret}"]\n`;
        expect(JSON.stringify(loadConfig(text, { SECRET: secret }))).not.toContain(secret);
      }),
    );
  });
});

describe("loading never throws", () => {
  const word = fc.constantFrom(
    ..."listen console providers routes match chain kind keys base_url speaks models anthropic ${A} ${A:-b} * & ! | > ' \" % @ # [ ] { } : , - ? <<".split(
      " ",
    ),
    "\n",
    "\n  ",
    "\n    - ",
    ": ",
    "\t",
    "\0",
    "\u{1F600}",
    "\uD800",
  );

  test("on any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          const result = loadConfig(text, { A: "a" });
          expect(result.ok || result.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("on any value, anywhere in the file", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (provider, route, other) => {
        const file = {
          listen: other,
          limits: route,
          providers: { a: provider, b: { kind: other } },
          routes: [route, { match: other }],
        };
        const result = loadConfig(JSON.stringify(file), {});
        expect(result.ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("every problem stands within the text", () => {
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join("")),
        (text) => {
          const result = loadConfig(text, {});
          const lines = text.split("\n").length;
          const problems = result.ok ? [] : result.problems;
          expect(problems.filter(({ line, column }) => line < 1 || line > lines || column < 1)).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
