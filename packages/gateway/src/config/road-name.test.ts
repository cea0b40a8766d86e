import { describe, expect, test } from "bun:test";
import { parseRoadName } from "./road-name.ts";

describe("a chain entry", () => {
  test.each([
    ["anthropic/*", "anthropic", undefined],
    ["openai/gpt-5.5", "openai", "gpt-5.5"],
    ["router/anthropic/claude-opus-5", "router", "anthropic/claude-opus-5"],
    ["local/qwen3:8b Q4", "local", "qwen3:8b Q4"],
  ])("%p is provider %p and model %p", (entry, provider, model) => {
    expect(parseRoadName(entry)).toEqual({ provider, model });
  });

  test.each([
    ["anthropic", "names no model"],
    ["", "names no model"],
    ["/gpt-5", "names no provider"],
    ["openai/", "empty model name"],
    ["openai/gpt-*", "`*` inside"],
    ["openai/**", "`*` inside"],
    ["openai/a\nb", "control character"],
    ["openai/ a", "space at an end"],
  ])("%p is refused: %p", (entry, fault) => {
    const parsed = parseRoadName(entry);
    expect("fault" in parsed ? parsed.fault : parsed).toContain(fault);
  });
});
