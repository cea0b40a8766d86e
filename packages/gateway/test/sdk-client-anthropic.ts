import Anthropic from "@anthropic-ai/sdk";
import { question, result, schema, sentBack } from "./sdk-client.ts";
import type { Heard, SdkClient, Way } from "./sdk-client.ts";

export function anthropicClient(baseURL: string): SdkClient {
  const sdk = new Anthropic({ baseURL, apiKey: "sk-theirs", maxRetries: 0 });
  const say = async (model: string, way: Way, messages: Anthropic.MessageParam[]): Promise<Heard> => {
    const request: Anthropic.MessageCreateParamsNonStreaming = {
      model,
      max_tokens: 8000,
      messages,
      thinking: { type: "enabled", budget_tokens: 2000 },
      tools: [{ name: "weather", input_schema: { ...schema, type: "object" } }],
    };
    const message =
      way === "whole"
        ? await sdk.messages.create(request)
        : await sdk.messages.stream(request).finalMessage();
    return heardIn(message, (next, results) =>
      say(next, way, [
        ...messages,
        { role: "assistant", content: sentBack(message.content) },
        { role: "user", content: results },
      ]),
    );
  };
  return { ask: (model, way) => say(model, way, [{ role: "user", content: question }]) };
}

function heardIn(
  { content, stop_reason, stop_details, usage }: Anthropic.Message,
  goOn: (next: string, results: Anthropic.ToolResultBlockParam[]) => Promise<Heard>,
): Heard {
  const calls = content.filter((block) => block.type === "tool_use");
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    thinking: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
    calls: calls.map(({ name, input }) => ({ name, input })),
    refusal: stop_details?.type === "refusal" ? (stop_details.explanation ?? "") : "",
    stop: stop_reason ?? "",
    usage: [usage.input_tokens, usage.cache_read_input_tokens ?? 0, usage.output_tokens],
    goOn: (next) =>
      goOn(
        next,
        calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: result })),
      ),
  };
}
