import { describe, expect, test } from "bun:test";
import { HoldfastError } from "../errors.ts";
import { createLog, errorFacts } from "./log.ts";

function logged(...entry: Parameters<ReturnType<typeof createLog>>): string {
  let text = "";
  const log = createLog({ write: (line) => (text += line), now: () => new Date("2026-01-02T03:04:05.678Z") });
  log(...entry);
  return text;
}

describe("a line of the log", () => {
  test("says when, how bad, what, and the facts", () => {
    expect(logged("warn", "provider-failed", { request_id: "hf_1", bytes: 7, phases: { headMs: 1.5 } })).toBe(
      '{"at":"2026-01-02T03:04:05.678Z","level":"warn","event":"provider-failed","request_id":"hf_1","bytes":7,"phases":{"headMs":1.5}}\n',
    );
  });

  test("needs no facts, and leaves out those that are not known", () => {
    expect(logged("info", "started", { address: undefined })).toBe(
      '{"at":"2026-01-02T03:04:05.678Z","level":"info","event":"started"}\n',
    );
  });

  test("is one line, whatever is in it", () => {
    const line = logged("error", "odd", { text: "a\nb\r\nc\u2028d \ud800" });
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ text: "a\nb\r\nc\u2028d \ud800" });
  });

  test("cannot be made to claim another event or time by a fact of that name", () => {
    const line = logged("info", "real", { at: "1970", level: "error", event: "fake" });
    expect(JSON.parse(line)).toMatchObject({ at: "2026-01-02T03:04:05.678Z", level: "info", event: "real" });
  });

  test.each([
    ["a number too large for JSON", { n: 1n }],
    ["a circle", circle()],
  ])("is written even if a fact is %s: logging never fails what it tells of", (_, facts) => {
    expect(JSON.parse(logged("error", "request-fault", facts))).toMatchObject({ event: "request-fault" });
  });
});

describe("what is logged of an error", () => {
  test("is its words, its name, its code and where it came from", () => {
    const error = new HoldfastError("config-invalid", "No.");
    expect(errorFacts(error)).toMatchObject({ error: "No.", name: "HoldfastError", code: "config-invalid" });
    expect(errorFacts(error)["stack"]).toContain("log.test.ts");
  });

  test("includes what caused it", () => {
    const cause = Object.assign(new Error("no room"), { code: "ENOSPC" });
    const facts = errorFacts(new Error("outer", { cause }));
    expect(facts).toMatchObject({ error: "outer", cause: { error: "no room", code: "ENOSPC" } });
    expect("code" in facts).toBe(false);
  });

  test("is a little where an error is its own cause", () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(JSON.stringify(errorFacts(error)).length).toBeLessThan(50_000);
  });

  test.each([
    ["a text", "thrown text", "thrown text"],
    ["nothing", undefined, "undefined"],
    ["an object without a prototype", Object.create(null), "[object Object]"],
    ["something that cannot be a text", { toString: fails }, "[object Object]"],
  ])("also if somebody threw %s", (_, thrown: unknown, text) => {
    expect(errorFacts(thrown)).toEqual({ error: text });
  });
});

function circle(): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  facts["self"] = facts;
  return facts;
}

function fails(): never {
  throw new Error("no");
}
