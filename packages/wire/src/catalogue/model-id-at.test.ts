import { expect, test } from "bun:test";
import { createCatalogue } from "./create-catalogue.ts";
import type { Place } from "./entry.ts";
import { modelIdAt } from "./model-id-at.ts";

const catalogue = createCatalogue();

test.each<[Place, string, string | undefined]>([
  // The maker's own API: as asked, pins and aliases too; a cloud's name is translated back.
  ["anthropic", "claude-opus-5", "claude-opus-5"],
  ["anthropic", "claude-opus-5[1m]", "claude-opus-5"],
  ["anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001"],
  ["anthropic", "claude-opus-5-20270101", "claude-opus-5-20270101"],
  ["anthropic", "us.anthropic.claude-opus-4-6-v1", "claude-opus-4-6"],
  ["anthropic", "anthropic/claude-opus-5.5", "claude-opus-5-5"],
  ["openai", "gpt-5.5-2026-04-23", "gpt-5.5-2026-04-23"],
  ["gemini", "models/gemini-2.5-pro", "gemini-2.5-pro"],
  // What nobody knows is sent as it is.
  ["anthropic", "claude-opus-9", "claude-opus-9"],
  ["openai", "ft:gpt-4.1:acme::abc", "ft:gpt-4.1:acme::abc"],
  ["openai-compatible", "qwen3-coder:30b", "qwen3-coder:30b"],
  ["openai-compatible", "anthropic/claude-opus-5.5", "anthropic/claude-opus-5.5"],
  ["azure", "gpt-5.5", "gpt-5.5"],
  ["azure", "my-deployment", "my-deployment"],
  ["azure", "claude-opus-5", "claude-opus-5"],
  // Bedrock has names of its own, and a rule for new models of Anthropic's.
  ["bedrock", "claude-opus-5", "anthropic.claude-opus-5"],
  ["bedrock", "claude-opus-4-6", "anthropic.claude-opus-4-6-v1"],
  ["bedrock", "claude-haiku-4-5", "anthropic.claude-haiku-4-5-20251001-v1:0"],
  ["bedrock", "claude-opus-9", "anthropic.claude-opus-9"],
  ["bedrock", "claude-opus-9[1m]", "anthropic.claude-opus-9"],
  ["bedrock", "claude-3-5-sonnet-20241022", undefined],
  ["bedrock", "us.anthropic.claude-opus-5", "us.anthropic.claude-opus-5"],
  ["bedrock", "anthropic.claude-opus-9-v2:0", "anthropic.claude-opus-9-v2:0"],
  [
    "bedrock",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x",
  ],
  ["bedrock", "gpt-oss-120b", "openai.gpt-oss-120b-1:0"],
  ["bedrock", "gemini-2.5-pro", undefined],
  ["bedrock", "my-model", undefined],
  // Vertex as well.
  ["vertex", "claude-opus-5", "claude-opus-5"],
  ["vertex", "claude-haiku-4-5", "claude-haiku-4-5@20251001"],
  ["vertex", "claude-haiku-4-5-20251001", "claude-haiku-4-5@20251001"],
  ["vertex", "claude-opus-9", "claude-opus-9"],
  ["vertex", "gemini-3.8-flash", "gemini-3.8-flash"],
  ["vertex", "gemini-9-flash", "gemini-9-flash"],
  ["vertex", "zai-org/glm-5.2-maas", "zai-org/glm-5.2-maas"],
  ["vertex", "gpt-5.5", undefined],
  ["vertex", "my-model", undefined],
  ["openrouter", "claude-opus-5-5", "anthropic/claude-opus-5.5"],
  ["openrouter", "x-ai/grok-9", "x-ai/grok-9"],
  ["openrouter", "my-model", undefined],
])("at %s, %s is %s", (place, name, id) => {
  expect(modelIdAt(catalogue, place, name)).toBe(id);
});

test.each([
  ["us-east-1", "us.anthropic.claude-opus-5-5"],
  ["eu-central-1", "eu.anthropic.claude-opus-5-5"],
  ["ap-northeast-1", "jp.anthropic.claude-opus-5-5"],
  ["ap-southeast-2", "au.anthropic.claude-opus-5-5"],
  ["ap-south-1", "global.anthropic.claude-opus-5-5"],
  ["sa-east-1", "global.anthropic.claude-opus-5-5"],
])("in %s Bedrock's profile is %s", (region, id) => {
  expect(modelIdAt(catalogue, "bedrock", "claude-opus-5-5", region)).toBe(id);
});

test("a model without profiles is called the same in every region", () => {
  expect(modelIdAt(catalogue, "bedrock", "qwen3-coder", "us-east-1")).toBe("qwen.qwen3-coder-480b-a35b-v1:0");
});
