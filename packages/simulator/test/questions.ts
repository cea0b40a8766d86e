// A question in each dialect, that the vendor's real interface would accept.

import type { Dialect } from "../src/index.ts";
import type { ProviderRequest } from "../src/provider-request.ts";
import type { Question } from "./http-client.ts";

export const dialects = ["messages", "chat", "responses", "gemini"] as const;
export const forms = ["whole", "streamed"] as const;

export type Form = (typeof forms)[number];

const words = "What is the capital of France?";
const user = [{ role: "user", content: words }];
const json = { "content-type": "application/json" };

type Asking = (form: Form, fields: object) => Question;

const stream = (form: Form, fields: object = {}): object =>
  form === "streamed" ? { stream: true, ...fields } : {};

const asking: Readonly<Record<Dialect, Asking>> = {
  messages: (form, fields) => ({
    path: "/v1/messages",
    headers: { ...json, "anthropic-version": "2023-06-01" },
    body: JSON.stringify({
      model: "claude-sonnet-5",
      max_tokens: 2_000,
      messages: user,
      ...stream(form),
      ...fields,
    }),
  }),
  chat: (form, fields) => ({
    path: "/v1/chat/completions",
    headers: json,
    body: JSON.stringify({
      model: "gpt-5.5",
      messages: user,
      ...stream(form, { stream_options: { include_usage: true } }),
      ...fields,
    }),
  }),
  responses: (form, fields) => ({
    path: "/v1/responses",
    headers: json,
    body: JSON.stringify({ model: "gpt-5.5", input: words, ...stream(form), ...fields }),
  }),
  gemini: (form, fields) => ({
    path: `/v1beta/models/gemini-3-pro:${form === "whole" ? "generateContent" : "streamGenerateContent?alt=sse"}`,
    headers: json,
    body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: words }] }], ...fields }),
  }),
};

export const modelOf: Readonly<Record<Dialect, string>> = {
  messages: "claude-sonnet-5",
  chat: "gpt-5.5",
  responses: "gpt-5.5",
  gemini: "gemini-3-pro",
};

/** `fields` replace those at the top of the body, or add to them. */
export function question(dialect: Dialect, form: Form = "whole", fields: object = {}): Question {
  return asking[dialect](form, fields);
}

export function requestFor(dialect: Dialect, form: Form = "whole", fields: object = {}): ProviderRequest {
  const { path, headers = {}, body = "" } = question(dialect, form, fields);
  return {
    method: "POST",
    target: path,
    headers: Object.entries(headers),
    body: new TextEncoder().encode(body),
  };
}
