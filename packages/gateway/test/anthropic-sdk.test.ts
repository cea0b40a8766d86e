// Anthropic's own SDK, through the gateway: what it makes of an answer is what the provider said.

import { afterAll, beforeAll, expect, test } from "bun:test";
import Anthropic, {
  AnthropicError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { input, startSdkStage, text, thrownBy } from "./sdk-stage.ts";
import type { SdkStage } from "./sdk-stage.ts";
import { createStage } from "./stage.ts";

const stage = createStage();
let sdk: Anthropic;
let standing: SdkStage;

beforeAll(async () => {
  standing = await startSdkStage(stage);
  sdk = new Anthropic({ baseURL: standing.gateway.baseUrl, apiKey: "sk-theirs", maxRetries: 0 });
});
afterAll(stage.clear);

const tools: Anthropic.Tool[] = [{ name: "weather", input_schema: { type: "object" } }];
const ask = (model: string): Anthropic.MessageCreateParamsNonStreaming => ({
  model,
  max_tokens: 100,
  tools,
  messages: [{ role: "user", content: "Hello" }],
});
const ways: readonly (readonly [string, (model: string) => Promise<Anthropic.Message>])[] = [
  ["whole", (model) => sdk.messages.create(ask(model))],
  ["streamed", (model) => sdk.messages.stream(ask(model)).finalMessage()],
];

for (const [way, say] of ways) {
  test(`the SDK gets a text ${way}, its stop reason and its usage`, async () => {
    const message = await say("claude-text");
    expect(message.content).toMatchObject([{ type: "text", text }]);
    expect([message.model, message.stop_reason]).toEqual(["claude-text", "end_turn"]);
    expect(message.usage).toMatchObject({ input_tokens: 11, cache_read_input_tokens: 3, output_tokens: 7 });
  });

  test(`the SDK gets a tool call ${way}`, async () => {
    const message = await say("claude-tool");
    expect(message.content).toMatchObject([{ type: "tool_use", id: "call_1", name: "weather", input }]);
    expect(message.stop_reason).toBe("tool_use");
  });

  test(`the SDK gets another stop reason ${way}`, async () => {
    expect((await say("claude-long")).stop_reason).toBe("max_tokens");
  });

  test(`the SDK gets the provider's error ${way}`, async () => {
    const error = await thrownBy(say("claude-busy"));
    if (!(error instanceof RateLimitError)) throw error;
    expect([error.status, error.type]).toEqual([429, "rate_limit_error"]);
    expect(error.headers.get("retry-after")).toBe("4");
    expect(error.message).toContain("Too fast.");
  });

  test(`the SDK gets our errors ${way}, in classes of its own`, async () => {
    const unknown = await thrownBy(say("nobody"));
    if (!(unknown instanceof NotFoundError)) throw unknown;
    expect(unknown.type).toBe("not_found_error");
    expect(unknown.message).toContain("No route matches the model `nobody`.");
    const gone = await thrownBy(say("gone"));
    if (!(gone instanceof InternalServerError)) throw gone;
    expect([gone.status, gone.type]).toEqual([502, "api_error"]);
    expect(gone.message).toContain("The provider `gone` gave no answer");
  });
}

test("the SDK takes no stream for whole that breaks off", async () => {
  const error = await thrownBy(sdk.messages.stream(ask("claude-cut")).finalMessage());
  expect(error).toBeInstanceOf(AnthropicError);
});

test("the SDK brings credentials of its own that nobody sees", async () => {
  await sdk.messages.create(ask("claude-text"));
  const { headers } = standing.provider.requests.at(-1) ?? { headers: [] };
  expect(headers.filter(([name]) => /key|authorization/i.test(name))).toEqual([["x-api-key", "sk-ours"]]);
});

test("the SDK finds who answered in the response", async () => {
  const { response } = await sdk.messages.create(ask("claude-text")).withResponse();
  expect(response.headers.get("x-holdfast-served-by")).toBe("anthropic/claude-text");
  expect(response.headers.get("x-holdfast-request-id")).toStartWith("hf_");
});

test("the SDK gets the list of models, and an error of the provider for a path that nobody knows", async () => {
  const models: string[] = [];
  for await (const { id } of sdk.models.list()) models.push(id);
  expect(models).not.toBeEmpty();
  const error = await thrownBy(sdk.messages.batches.retrieve("unknown"));
  if (!(error instanceof NotFoundError)) throw error;
  expect(error.type).toBe("not_found_error");
});
