import { describe, expect, test } from "bun:test";
import { ServedBy } from "./served-by.ts";

function linesOf(servedBy: ServedBy, model: string, attempts = 1): string[] {
  const text = new TextDecoder("latin1").decode(servedBy.fields("hf_1", model, attempts));
  expect(text.endsWith("\r\n")).toBe(true);
  return text.slice(0, -2).split("\r\n");
}

function nameOf(model: string): string {
  const [, line = ""] = linesOf(new ServedBy("p"), model);
  return line.replace("x-holdfast-served-by: ", "");
}

test("a response says its id, who made it, and how many tries that took", () => {
  const servedBy = new ServedBy("anthropic");
  for (const attempts of [1, 2, 1]) {
    expect(linesOf(servedBy, "claude-opus-5", attempts)).toEqual([
      "x-holdfast-request-id: hf_1",
      "x-holdfast-served-by: anthropic/claude-opus-5",
      `x-holdfast-attempts: ${attempts}`,
    ]);
  }
});

describe("a model's name, whatever the client called it", () => {
  test.each([
    ["a usual one", "gpt-5.5-2026:ft+x@y", "p/gpt-5.5-2026:ft+x@y"],
    ["with slashes", "models/a/b", "p/models/a/b"],
    ["spaces", " a b ", "p/%20a%20b%20"],
    ["unicode", "模型-é-\u{1f600}", "p/%E6%A8%A1%E5%9E%8B-%C3%A9-%F0%9F%98%80"],
    ["a line end and a field of its own", "a\r\nset-cookie: b=1", "p/a%0D%0Aset-cookie:%20b=1"],
    ["control characters", "\u0000\t\u001f\u007f\u0085", "p/%00%09%1F%7F%C2%85"],
    ["lone surrogates", "a\ud800b\udc00", "p/a%EF%BF%BDb%EF%BF%BD"],
    ["a percent sign, so that it can be told from an escape", "100%20", "p/100%2520"],
  ])("fits a header: %s", (_, model, expected) => {
    expect(nameOf(model)).toBe(expected);
    expect(decodeURIComponent(nameOf(model))).toBe(`p/${model.toWellFormed()}`);
  });

  test("is left out where there is none", () => {
    expect(nameOf("")).toBe("p");
  });

  test.each([
    ["ASCII", "x".repeat(4096)],
    ["characters that take nine bytes escaped", "模".repeat(1365)],
    ["characters that take twelve", "\u{1f600}".repeat(1024)],
  ])("is shortened before a client's HTTP library refuses the head: 4 KB of %s", (_, model) => {
    const name = nameOf(model);
    expect(name.length).toBeLessThan(600);
    expect(name.length).toBeGreaterThan(500);
    expect(decodeURIComponent(name.replace(/\.\.\.$/, "")).slice(2, 30)).toBe(model.slice(0, 28));
  });
});

test("names that clients invent do not pile up", () => {
  const servedBy = new ServedBy("p");
  const held = (): number => {
    Bun.gc(true);
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  for (let i = 0; i < 20_000; i++) servedBy.fields("hf_1", `${i}`.padEnd(2_000, "x"), 1);
  expect(held() - before).toBeLessThan(8_000_000);
  expect(linesOf(servedBy, "after")[1]).toBe("x-holdfast-served-by: p/after");
});
