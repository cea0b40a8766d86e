import { describe, expect, test } from "bun:test";
import { requestOf, system, targetOf, user } from "../../test/fit-fixtures.ts";
import type { Capabilities } from "../capabilities.ts";
import type { DialectName } from "../dialect-name.ts";
import type { TextPart } from "../model/part.ts";
import type { NeutralRequest, OutputFormat, Sampling } from "../model/request.ts";
import { fit } from "./fit.ts";

function lossesOf(said: Partial<NeutralRequest>, dialect: DialectName, lacks: Partial<Capabilities> = {}) {
  const { request, losses } = fit(requestOf(said), targetOf(dialect, lacks));
  return { request, losses: losses.map(({ path, action }) => `${action} ${path}`) };
}

describe("sampling", () => {
  test.each<[Sampling, DialectName, Partial<Capabilities>, Sampling | undefined, string[]]>([
    [
      { temperature: 0.2, topP: 0.9, topK: 4 },
      "responses",
      { sampling: false },
      undefined,
      ["dropped sampling.temperature", "dropped sampling.topP", "dropped sampling.topK"],
    ],
    [
      { temperature: 1.7 },
      "messages",
      { maxTemperature: 1 },
      { temperature: 1 },
      ["approximated sampling.temperature"],
    ],
    [
      { topK: 40, seed: 1, presencePenalty: 1, frequencyPenalty: 1 },
      "chat",
      { topK: false, seed: false, penalties: false },
      undefined,
      [
        "dropped sampling.topK",
        "dropped sampling.seed",
        "dropped sampling.frequencyPenalty",
        "dropped sampling.presencePenalty",
      ],
    ],
    [{ temperature: 0.5, topP: 0.9 }, "messages", {}, { temperature: 0.5 }, ["dropped sampling.topP"]],
    [{ temperature: 0.5, topP: 0.9 }, "chat", {}, { temperature: 0.5, topP: 0.9 }, []],
    [
      { stop: ["a", "b", "c"] },
      "chat",
      { stopSequences: 2 },
      { stop: ["a", "b"] },
      ["approximated sampling.stop"],
    ],
    [{ stop: ["a"] }, "chat", { stopSequences: 0 }, undefined, ["dropped sampling.stop"]],
    [{ stop: ["\n", "END", ""] }, "messages", {}, { stop: ["END"] }, ["approximated sampling.stop"]],
    [{ candidates: 3 }, "messages", { candidates: false }, undefined, ["refused sampling.candidates"]],
    [{ candidates: 1 }, "messages", { candidates: false }, { candidates: 1 }, []],
  ])("%o in %s", (sampling, dialect, lacks, expected, losses) => {
    const after = lossesOf({ sampling }, dialect, lacks);
    expect(after.request.sampling).toEqual(expected);
    expect(after.losses).toEqual(losses);
  });

  test("goes with Claude's thinking only where it changes nothing", () => {
    const said = {
      reasoning: { mode: "on", budgetTokens: 2000 },
      sampling: { temperature: 0.3, topK: 5, topP: 0.97 },
    } as const;
    expect(lossesOf(said, "messages").request.sampling).toEqual({ topP: 0.97 });
    expect(lossesOf(said, "gemini").request.sampling).toEqual(said.sampling);
  });
});

describe("the length of the answer", () => {
  test.each<[number | undefined, DialectName, number | undefined, string[]]>([
    [128_000, "messages", 32_000, ["approximated maxOutputTokens"]],
    [undefined, "messages", 32_000, []],
    [undefined, "chat", undefined, []],
    [1, "responses", 16, ["approximated maxOutputTokens"]],
    [1, "chat", 1, []],
    [0, "chat", 1, ["approximated maxOutputTokens"]],
    [0, "messages", 0, []],
  ])("%p in %s is %p", (said, dialect, expected, losses) => {
    const after = lossesOf(said === undefined ? {} : { maxOutputTokens: said }, dialect, {
      maxOutputTokens: 32_000,
    });
    expect(after.request.maxOutputTokens).toEqual(expected);
    expect(after.losses).toEqual(losses);
  });
});

describe("the form of the answer", () => {
  const json: OutputFormat = { kind: "json" };
  const schema: OutputFormat = { kind: "json-schema", schema: { type: "object", properties: {} } };
  const asked: string = expect.stringContaining("Answer with one JSON object");
  const shown: string = expect.stringContaining('{"type":"object","properties":{}}');

  test.each<
    [
      OutputFormat,
      DialectName,
      Capabilities["structuredOutput"],
      OutputFormat | undefined,
      string | undefined,
    ]
  >([
    [json, "chat", "json", json, undefined],
    [json, "messages", "schema", undefined, asked],
    [json, "gemini", "none", undefined, asked],
    [schema, "chat", "schema", schema, undefined],
    [schema, "chat", "json", json, shown],
    [schema, "messages", "none", undefined, shown],
  ])("%o in %s with %s", (output, dialect, structuredOutput, expected, instruction) => {
    const { request, losses } = lossesOf({ output, turns: [system("Be brief."), user("Hi")] }, dialect, {
      structuredOutput,
    });
    expect(request.output).toEqual(expected);
    const said = (request.turns[0]?.parts ?? []).map((part) =>
      part.kind === "text" ? part.text : part.kind,
    );
    expect(said).toEqual(["Be brief.", ...(instruction === undefined ? [] : [instruction])]);
    expect(losses).toEqual(instruction === undefined ? [] : ["approximated output"]);
  });

  test("is asked for by a system of its own where there is none", () => {
    expect(lossesOf({ output: json }, "messages").request.turns.map(({ role }) => role)).toEqual([
      "system",
      "user",
    ]);
  });
});

describe("cache marks", () => {
  const marked = (at: string, ttlSeconds?: number): TextPart => ({
    kind: "text",
    text: at,
    cache: ttlSeconds === undefined ? {} : { ttlSeconds },
  });

  test("go where nobody takes any", () => {
    const { request, losses } = lossesOf({ turns: [user(marked("a"))], cache: {} }, "chat", {
      cacheMarkers: false,
    });
    expect(request.turns).toEqual([user("a")]);
    expect(losses).toEqual(["dropped turns[0].parts[0].cache", "dropped cache"]);
  });

  test("are four at most, the last ones, and the one for the whole is one of them", () => {
    const turns = [user(...["a", "b", "c", "d", "e"].map((at) => marked(at)))];
    const kept = (request: NeutralRequest): (string | undefined)[] =>
      (request.turns[0]?.parts ?? []).map((part) =>
        part.cache !== undefined && part.kind === "text" ? part.text : undefined,
      );
    expect(kept(lossesOf({ turns }, "messages").request)).toEqual([undefined, "b", "c", "d", "e"]);
    expect(kept(lossesOf({ origin: "messages", turns, cache: {} }, "messages").request)).toEqual([
      undefined,
      undefined,
      "c",
      "d",
      "e",
    ]);
  });

  test.each([
    ["messages", "responses", 300, 1800],
    ["messages", "responses", 3600, 43_200],
    ["responses", "messages", 1800, 300],
    ["responses", "messages", 43_200, 3600],
    ["messages", "messages", 300, 300],
    ["messages", "responses", undefined, undefined],
  ] as const)("of %s last in %s: %p as %p seconds", (origin, dialect, said, expected) => {
    const { request, losses } = lossesOf({ origin, turns: [user(marked("a", said))] }, dialect);
    expect(request.turns[0]?.parts[0]).toEqual(marked("a", expected));
    expect(losses.length).toBe(said === expected ? 0 : 1);
  });
});
