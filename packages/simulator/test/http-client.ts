// An ordinary client: node:http, and JSON.

import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function ask(
  port: number,
  { method = "POST", path, headers = {}, body = "" }: Question,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (piece: string) => (text += piece));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
      );
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const user = [{ role: "user", content: "What is the capital of France?" }];

/** A question that both vendors' real interfaces would accept. */
export const questions = {
  messages: (fields: object = {}): Question => ({
    path: "/v1/messages",
    headers: { "anthropic-version": "2023-06-01", "content-type": "application/json" },
    body: JSON.stringify({ model: "claude-sonnet-5", max_tokens: 100, messages: user, ...fields }),
  }),
  chat: (fields: object = {}): Question => ({
    path: "/v1/chat/completions",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-5.5", messages: user, ...fields }),
  }),
};
