// Requests and answers that look like the real ones, always the same to the byte.

const words =
  "the provider answered late so the gateway tried another road and the client never saw that anything had happened " +
  "because the first words were still on their way and nobody had promised them to anyone yet";

/** A chat completion request of about this many bytes, as an app (small) or an agent (large) sends it. */
export function chatRequest(sizeBytes: number, kind: "whole" | "stream"): Buffer {
  const request = (filler: string): Buffer =>
    Buffer.from(
      JSON.stringify({
        model: "bench-model-1",
        ...(kind === "stream" ? { stream: true } : {}),
        max_tokens: 1024,
        messages: [
          { role: "system", content: 'You are a careful assistant.\n"Quotes" and \\ are escaped.' },
          { role: "user", content: filler },
          { role: "user", content: "Now answer in one sentence: what happened?" },
        ],
      }),
    );
  const bare = request("").length;
  return request(prose(sizeBytes - bare));
}

/** A whole chat completion of about this many bytes. */
export function chatAnswer(sizeBytes: number): Buffer {
  const answer = (filler: string): Buffer =>
    Buffer.from(
      JSON.stringify({
        id: "chatcmpl-bench000000000000000001",
        object: "chat.completion",
        created: 1_700_000_000,
        model: "bench-model-1",
        choices: [{ index: 0, message: { role: "assistant", content: filler }, finish_reason: "stop" }],
        usage: { prompt_tokens: 320, completion_tokens: 280, total_tokens: 600 },
      }),
    );
  const bare = answer("").length;
  return answer(prose(sizeBytes - bare));
}

/** The events of a streamed chat completion, the terminal one last. */
export function chatEvents(count: number): readonly Buffer[] {
  const events: Buffer[] = [];
  for (let index = 0; index < count - 2; index++) {
    events.push(chunk({ content: prose(1 + ((index * 37) % 60)) }, null));
  }
  events.push(chunk({}, "stop"), Buffer.from("data: [DONE]\n\n"));
  return events;
}

function chunk(delta: object, finish: string | null): Buffer {
  const payload = {
    id: "chatcmpl-bench000000000000000001",
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: "bench-model-1",
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  return Buffer.from(`data: ${JSON.stringify(payload)}\n\n`);
}

function prose(length: number): string {
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}
