// Requests as text.

export interface Posted {
  readonly path?: string;
  readonly body?: string;
  /** Whole lines, without their ends. */
  readonly fields?: readonly string[];
  readonly version?: string;
}

export const paths = { messages: "/v1/messages", chat: "/v1/chat/completions" } as const;

/** Passed on unread, whatever is asked and answered: what is not a question for a model. */
export const unreadPath = "/v1/files/x";

export type Dialect = keyof typeof paths;

/** A POST with its length; left out, it is the shortest that anybody answers. */
export function post({
  path = paths.chat,
  body = '{"model":"m"}',
  fields = [],
  version = "1.1",
}: Posted = {}): string {
  const lines = [
    `POST ${path} HTTP/${version}`,
    "Host: gateway",
    ...fields,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** The body of a request that both dialects answer. */
export function bodyFor(model: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ model, max_tokens: 9, messages: [{ role: "user", content: "hello" }], ...more });
}

/** Without it, Anthropic answers nobody. */
export const versionField = "anthropic-version: 2023-06-01";
