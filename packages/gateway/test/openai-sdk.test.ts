// OpenAI's own SDK, through the gateway: what it makes of an answer is what the provider said.

import { afterAll, beforeAll, expect, test } from "bun:test";
import OpenAI, { InternalServerError, NotFoundError, RateLimitError } from "openai";
import { input, startSdkStage, text, thrownBy } from "./sdk-stage.ts";
import type { SdkStage } from "./sdk-stage.ts";
import { createStage } from "./stage.ts";

const stage = createStage();
let sdk: OpenAI;
let standing: SdkStage;

beforeAll(async () => {
  standing = await startSdkStage(stage);
  sdk = new OpenAI({ baseURL: `${standing.gateway.baseUrl}/v1`, apiKey: "sk-theirs", maxRetries: 0 });
});
afterAll(stage.clear);

const tools: OpenAI.ChatCompletionTool[] = [{ type: "function", function: { name: "weather" } }];
const ask = (model: string): OpenAI.ChatCompletionCreateParamsNonStreaming => ({
  model,
  tools,
  messages: [{ role: "user", content: "Hello" }],
});
const stream_options = { include_usage: true };
const ways: readonly (readonly [string, (model: string) => Promise<OpenAI.ChatCompletion>])[] = [
  ["whole", (model) => sdk.chat.completions.create(ask(model))],
  [
    "streamed",
    (model) =>
      sdk.chat.completions.stream({ ...ask(model), stream: true, stream_options }).finalChatCompletion(),
  ],
];

for (const [way, say] of ways) {
  test(`the SDK gets a text ${way}, its finish reason and its usage`, async () => {
    const completion = await say("gpt-text");
    expect(completion.choices).toMatchObject([
      { finish_reason: "stop", message: { role: "assistant", content: text } },
    ]);
    expect(completion.model).toBe("gpt-text");
    expect(completion.usage).toMatchObject({
      prompt_tokens: 14,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 3 },
    });
  });

  test(`the SDK gets a tool call ${way}`, async () => {
    const [choice] = (await say("gpt-tool")).choices;
    const [call] = choice?.message.tool_calls ?? [];
    if (call?.type !== "function") throw new Error(JSON.stringify(choice));
    expect([choice?.finish_reason, call.id, call.function.name]).toEqual(["tool_calls", "call_1", "weather"]);
    expect(JSON.parse(call.function.arguments)).toEqual(input);
  });

  test(`the SDK gets the provider's error ${way}`, async () => {
    const error = await thrownBy(say("gpt-busy"));
    if (!(error instanceof RateLimitError)) throw error;
    expect([error.status, error.code]).toEqual([429, "rate_limit_exceeded"]);
    expect(error.headers.get("retry-after")).toBe("4");
    expect(error.message).toContain("Too fast.");
  });

  test(`the SDK gets our errors ${way}, in classes of its own`, async () => {
    const unknown = await thrownBy(say("nobody"));
    if (!(unknown instanceof NotFoundError)) throw unknown;
    expect([unknown.type, unknown.code]).toEqual(["invalid_request_error", "model_not_found"]);
    expect(unknown.message).toContain("No route matches the model `nobody`.");
    const gone = await thrownBy(say("gone"));
    if (!(gone instanceof InternalServerError)) throw gone;
    expect([gone.status, gone.code]).toEqual([502, "bad_gateway"]);
    expect(gone.message).toContain("The provider `gone` gave no answer");
  });
}

test("the SDK gets another finish reason in a stream read event by event", async () => {
  let said = "";
  const reasons: (string | null)[] = [];
  for await (const chunk of await sdk.chat.completions.create({ ...ask("gpt-long"), stream: true })) {
    for (const { delta, finish_reason } of chunk.choices) {
      said += delta.content ?? "";
      if (finish_reason !== null) reasons.push(finish_reason);
    }
  }
  expect([said, reasons]).toEqual([text, ["length"]]);
});

test("the SDK takes no stream for whole that breaks off", async () => {
  const read = async (): Promise<void> => {
    for await (const _ of await sdk.chat.completions.create({ ...ask("gpt-cut"), stream: true }));
  };
  expect(await thrownBy(read())).toBeInstanceOf(Error);
});

test("the SDK brings credentials of its own that nobody sees", async () => {
  await sdk.chat.completions.create(ask("gpt-text"));
  const { headers } = standing.provider.requests.at(-1) ?? { headers: [] };
  expect(headers.filter(([name]) => /key|authorization/i.test(name))).toEqual([
    ["authorization", "Bearer sk-ours"],
  ]);
});

test("the SDK finds who answered in the response", async () => {
  const { response } = await sdk.chat.completions.create(ask("gpt-text")).withResponse();
  expect(response.headers.get("x-holdfast-served-by")).toBe("openai/gpt-text");
});

test("the SDK sends again what is worth it, and gets the second answer", async () => {
  const flaky = await stage.provider({ rules: [{ when: { nth: 1 }, fault: { kind: "reset-before-head" } }] });
  const patient = await stage.gateway(`
providers: { p: { kind: openai-compatible, base_url: "${flaky.baseUrl}/v1" } }
routes: [{ match: "*", chain: ["p/*"] }]
`);
  const client = new OpenAI({ baseURL: `${patient.baseUrl}/v1`, apiKey: "k", maxRetries: 1 });
  const { choices } = await client.chat.completions.create({
    model: "m",
    messages: [{ role: "user", content: "Hello" }],
  });
  expect(choices[0]?.finish_reason).toBe("stop");
  expect(flaky.requests).toHaveLength(2);
});
