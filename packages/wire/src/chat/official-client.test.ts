// What OpenAI's own client makes of our streams and answers.

import { expect, test } from "bun:test";
import fc from "fast-check";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { neutralResponse } from "../../test/arbitrary/response.ts";
import type { ReplyContext } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { eventsOf } from "../stream/replay.ts";
import { chat } from "./dialect.ts";

const context: ReplyContext = {
  request: { origin: "chat", model: "m", isStreamed: true, includeUsage: true, turns: [] },
  model: "m",
  idSeed: "seed",
  createdAt: 1_700_000_000,
  seal: ({ value }) => `hf1.${value}`,
  scope: "here",
};

/** The client's stream reads a line of JSON for each chunk. */
async function accumulated(response: NeutralResponse): Promise<unknown> {
  const encoder = chat.createStreamEncoder(context);
  const messages = [...eventsOf(response)].flatMap((event) => encoder.encode(event).split("\n\n"));
  const chunks = messages.filter((message) => message.startsWith("data: {"));
  const lines = chunks.map((chunk) => `${chunk.slice("data: ".length)}\n`).join("");
  const body = new Blob([lines]).stream();
  return parseJson(JSON.stringify(await ChatCompletionStream.fromReadableStream(body).finalChatCompletion()));
}

/** Of fields that OpenAI does not stream, the client keeps the last piece only. */
function withoutUnofficial(response: NeutralResponse): NeutralResponse {
  const official = response.parts.filter(({ kind }) => kind !== "thinking");
  const parts = official.map((part) => (part.kind === "text" ? { kind: part.kind, text: part.text } : part));
  return { ...response, parts };
}

test("the client puts a stream together to what the whole answer says", async () => {
  await fc.assert(
    fc.asyncProperty(neutralResponse.map(withoutUnofficial), async (response) => {
      // It throws where an answer was cut off or filtered, as it does for OpenAI's own.
      fc.pre(response.finish.reason === "end" || response.finish.reason === "tool-calls");
      const { id: _id, ...body } = chat.encodeResponse(response, context).body;
      expect(await accumulated(response)).toMatchObject(body);
    }),
    { seed: 3, numRuns: 100 },
  );
});
