import { describe, expect, test } from "bun:test";
import type { FunctionCallingConfig } from "@google/genai";
import type { JsonObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { ToolChoice } from "../model/tool.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { fieldsFrom } from "./fields.ts";
import { decodeToolChoice, encodeToolChoice } from "./tool-choice.ts";

describe.each<[said: Wire<FunctionCallingConfig>, choice: ToolChoice]>([
  [{ mode: "AUTO" }, { kind: "auto" }],
  [{ mode: "ANY" }, { kind: "any" }],
  [{ mode: "NONE" }, { kind: "none" }],
  [
    { mode: "ANY", allowedFunctionNames: ["a"] },
    { kind: "tool", name: "a" },
  ],
  [
    { mode: "ANY", allowedFunctionNames: ["a", "b"] },
    { kind: "allowed", mode: "any", names: ["a", "b"] },
  ],
  // Like AUTO, but calls keep to their schemas.
  [{ mode: "VALIDATED" }, { kind: "auto" }],
  [
    { mode: "VALIDATED", allowedFunctionNames: ["a"] },
    { kind: "allowed", mode: "auto", names: ["a"] },
  ],
])("%j", (said, choice) => {
  const decoded = decodeToolChoice(fieldsFrom({ ...said }));

  test(`is ${JSON.stringify(choice)}`, () => {
    expect(decoded?.choice).toEqual(choice);
  });

  test("is said again", () => {
    const isValidated = decoded?.isValidated === true;
    const losses: Loss[] = [];
    expect(encodeToolChoice(choice, { isValidated }, { path: "toolChoice", losses })).toEqual({ ...said });
    expect(losses).toEqual([]);
  });
});

test("a mode that is new stays unread", () => {
  const fields = fieldsFrom({ mode: "MODE_UNSPECIFIED", allowedFunctionNames: ["a"] });
  expect(decodeToolChoice(fields)).toBeUndefined();
  expect(fields.unread()).toEqual({ mode: "MODE_UNSPECIFIED", allowedFunctionNames: ["a"] });
});

test.each<[choice: ToolChoice, said: JsonObject | undefined, losses: readonly string[]]>([
  [
    { kind: "tool", name: "a", namespace: "n" },
    { mode: "ANY", allowedFunctionNames: ["a"] },
    ["toolChoice.namespace dropped"],
  ],
  [
    { kind: "allowed", mode: "any", names: ["a"] },
    { mode: "ANY", allowedFunctionNames: ["a"] },
    ["toolChoice approximated"],
  ],
  [{ kind: "unknown", origin: "responses", value: {} }, undefined, ["toolChoice dropped"]],
])("%j is told as %j", (choice, said, expected) => {
  const losses: Loss[] = [];
  expect(encodeToolChoice(choice, { isValidated: false }, { path: "toolChoice", losses })).toEqual(said);
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([...expected]);
});
