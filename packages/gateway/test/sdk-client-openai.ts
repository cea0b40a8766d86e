import OpenAI from "openai";
import { question, result, schema, sentBack } from "./sdk-client.ts";
import type { Heard, SdkClient, Way } from "./sdk-client.ts";

function sdkAt(baseUrl: string): OpenAI {
  return new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: "sk-theirs", maxRetries: 0 });
}

/** OpenAI's type, and what compatible servers say and want back. */
type ChatMessage = OpenAI.ChatCompletionMessage & {
  readonly reasoning_content?: string;
  readonly reasoning_details?: readonly object[];
};

export function chatClient(baseUrl: string): SdkClient {
  const sdk = sdkAt(baseUrl);
  const say = async (
    model: string,
    way: Way,
    messages: OpenAI.ChatCompletionMessageParam[],
  ): Promise<Heard> => {
    const request: OpenAI.ChatCompletionCreateParamsNonStreaming = {
      model,
      messages,
      reasoning_effort: "medium",
      tools: [{ type: "function", function: { name: "weather", parameters: schema } }],
    };
    const { choices, usage } =
      way === "whole" ? await sdk.chat.completions.create(request) : await streamedChat(sdk, request);
    const [choice] = choices;
    if (choice === undefined) throw new Error("There is no choice.");
    const message: ChatMessage = choice.message;
    const calls = (message.tool_calls ?? []).filter((call) => call.type === "function");
    const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
    return {
      text: message.content ?? "",
      thinking: message.reasoning_content ?? "",
      calls: calls.map((call) => ({ name: call.function.name, input: JSON.parse(call.function.arguments) })),
      refusal: message.refusal ?? "",
      stop: choice.finish_reason,
      usage: [(usage?.prompt_tokens ?? 0) - cached, cached, usage?.completion_tokens ?? 0],
      goOn: (next) =>
        say(next, way, [
          ...messages,
          ...sentBack([message]),
          ...calls.map(({ id }) => ({ role: "tool" as const, tool_call_id: id, content: result })),
        ]),
    };
  };
  return { ask: (model, way) => say(model, way, [{ role: "user", content: question }]) };
}

/**
 * Chunk by chunk: the SDK's own accumulator keeps of fields that OpenAI does not have the last piece only. It has no
 * usage that was not asked for.
 */
async function streamedChat(
  sdk: OpenAI,
  request: OpenAI.ChatCompletionCreateParamsNonStreaming,
): Promise<Pick<OpenAI.ChatCompletion, "usage"> & { choices: OpenAI.ChatCompletion.Choice[] }> {
  const said = { content: "", reasoning_content: "", refusal: "" };
  const details: object[] = [];
  const calls: { function: { arguments: string } }[] = [];
  let finish_reason: OpenAI.ChatCompletion.Choice["finish_reason"] | undefined;
  let usage: OpenAI.CompletionUsage | undefined;
  const stream = await sdk.chat.completions.create({
    ...request,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) {
    usage = chunk.usage ?? usage;
    const [choice] = chunk.choices;
    const delta: Partial<ChatMessage> = sentBackDelta(choice?.delta);
    said.content += delta.content ?? "";
    said.reasoning_content += delta.reasoning_content ?? "";
    said.refusal += delta.refusal ?? "";
    details.push(...(delta.reasoning_details ?? []));
    for (const { index, ...call } of choice?.delta.tool_calls ?? []) {
      const known = calls[index];
      const json = (known?.function.arguments ?? "") + (call.function?.arguments ?? "");
      calls[index] = {
        ...known,
        ...call,
        function: { ...known?.function, ...call.function, arguments: json },
      };
    }
    finish_reason = choice?.finish_reason ?? finish_reason;
  }
  if (finish_reason === undefined) throw new Error("The stream has no finish reason.");
  const message = {
    role: "assistant" as const,
    content: said.content === "" ? null : said.content,
    refusal: said.refusal === "" ? null : said.refusal,
    ...(said.reasoning_content === "" ? {} : { reasoning_content: said.reasoning_content }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(calls.length === 0 ? {} : { tool_calls: sentBack(calls) }),
  };
  return {
    choices: [{ index: 0, message, finish_reason, logprobs: null }],
    ...(usage === undefined ? {} : { usage }),
  };
}

/** A delta has pieces of what a message has. */
function sentBackDelta(delta: object | undefined): Partial<ChatMessage> {
  return { ...delta };
}

export function responsesClient(baseUrl: string): SdkClient {
  const sdk = sdkAt(baseUrl);
  const say = async (
    model: string,
    way: Way,
    input: OpenAI.Responses.ResponseInputItem[],
  ): Promise<Heard> => {
    const request: OpenAI.Responses.ResponseCreateParamsNonStreaming = {
      model,
      input,
      store: false,
      include: ["reasoning.encrypted_content"],
      reasoning: { effort: "medium", summary: "auto" },
      tools: [{ type: "function", name: "weather", parameters: schema, strict: false }],
    };
    const response: OpenAI.Responses.Response =
      way === "whole"
        ? await sdk.responses.create(request)
        : await sdk.responses.stream({ ...request, stream: true }).finalResponse();
    const { output, usage, status, incomplete_details } = response;
    const calls = output.filter((item) => item.type === "function_call");
    const said = output.flatMap((item) => (item.type === "message" ? item.content : []));
    const thoughts = output.flatMap((item) =>
      item.type === "reasoning" ? [...item.summary, ...(item.content ?? [])] : [],
    );
    const cached = usage?.input_tokens_details.cached_tokens ?? 0;
    return {
      text: said.map((part) => (part.type === "output_text" ? part.text : "")).join(""),
      thinking: thoughts.map(({ text }) => text).join(""),
      calls: calls.map(({ name, arguments: json }) => ({ name, input: JSON.parse(json) })),
      refusal: said.map((part) => (part.type === "refusal" ? part.refusal : "")).join(""),
      stop: incomplete_details?.reason ?? status ?? "",
      usage: [(usage?.input_tokens ?? 0) - cached, cached, usage?.output_tokens ?? 0],
      goOn: (next) =>
        say(next, way, [
          ...input,
          ...sentBack(output.map(withoutParsed)),
          ...calls.map(({ call_id }) => ({ type: "function_call_output" as const, call_id, output: result })),
        ]),
    };
  };
  return { ask: (model, way) => say(model, way, [{ role: "user", content: question }]) };
}

/** The SDK's own parser adds what no API knows. */
function withoutParsed(item: OpenAI.Responses.ResponseOutputItem): object {
  return { ...item, parsed_arguments: undefined };
}
