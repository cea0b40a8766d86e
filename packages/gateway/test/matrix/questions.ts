// What the matrix's clients ask, in each dialect: a question with a tool, and whatever the fault is about.

import type { Dialect, FaultCase } from "@holdfast/simulator";
import { extraField, model } from "./cells.ts";
import type { Mode } from "./cells.ts";

export interface Asking {
  readonly dialect: Dialect;
  readonly mode: Mode;
  readonly needs?: FaultCase["needs"];
  /** Makes it another kind of request: one of another size, with more settings. */
  readonly variant?: number;
  /** Further fields, each with its line end. */
  readonly fields?: string;
}

interface Turn {
  readonly by: "user" | "model";
  readonly text: string;
  readonly hasProof?: boolean;
}

/** The request as bytes of HTTP. */
export function requestFor(asking: Asking): string {
  const { dialect, mode, needs, fields = "" } = asking;
  const isStreamed = mode === "stream";
  const extra = needs === "extra-input" ? { [extraField]: true } : {};
  const said = bodies[dialect](turnsFor(asking), asking.variant ?? 0);
  const streamed = isStreamed && dialect !== "gemini" ? { stream: true } : {};
  const body = JSON.stringify({ ...said, ...streamed, ...extra });
  const version = dialect === "messages" ? "anthropic-version: 2023-06-01\r\n" : "";
  const lines = `content-type: application/json\r\n${version}${fields}content-length: ${Buffer.byteLength(body)}`;
  return `POST ${paths[dialect](isStreamed)} HTTP/1.1\r\nhost: gateway\r\n${lines}\r\n\r\n${body}`;
}

const paths: Readonly<Record<Dialect, (isStreamed: boolean) => string>> = {
  messages: () => "/v1/messages",
  chat: () => "/v1/chat/completions",
  responses: () => "/v1/responses",
  gemini: (isStreamed) =>
    `/v1beta/models/${model}:${isStreamed ? "streamGenerateContent?alt=sse" : "generateContent"}`,
};

function turnsFor({ needs, variant = 0 }: Asking): Turn[] {
  const thanks = " Thank you.".repeat(60 * variant ** 2);
  const question: Turn = { by: "user", text: `What is the weather in Zürich?${thanks}` };
  if (needs === "prefill") return [question, { by: "model", text: "The weather is" }];
  if (needs !== "thinking-proof") return [question];
  return [{ by: "user", text: "Hello." }, { by: "model", text: "Hello.", hasProof: true }, question];
}

const description = "Tells the weather.";
const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
/** As long as a short real one. */
const proof = Buffer.from("a proof of thinking, made by somebody else, that nobody here knows").toString(
  "base64",
);

type Body = (turns: readonly Turn[], variant: number) => object;

const bodies: Readonly<Record<Dialect, Body>> = {
  messages: (turns, variant) => ({
    model,
    max_tokens: 2_000,
    ...(variant > 0 ? { temperature: 0.5 } : {}),
    ...(variant > 1 ? { stop_sequences: ["STOP"] } : {}),
    tools: [{ name: "weather", description, input_schema: schema }],
    messages: turns.map(({ by, text, hasProof }) => ({
      role: by === "user" ? "user" : "assistant",
      content: [
        ...(hasProof === true ? [{ type: "thinking", thinking: "Hm.", signature: proof }] : []),
        { type: "text", text },
      ],
    })),
  }),
  chat: (turns, variant) => ({
    model,
    ...(variant > 0 ? { temperature: 0.5 } : {}),
    ...(variant > 1 ? { stop: ["STOP"] } : {}),
    tools: [{ type: "function", function: { name: "weather", description, parameters: schema } }],
    messages: turns.map(({ by, text, hasProof }) => ({
      role: by === "user" ? "user" : "assistant",
      content: text,
      ...(hasProof === true ? { reasoning_content: "Hm." } : {}),
    })),
  }),
  responses: (turns, variant) => ({
    model,
    ...(variant > 0 ? { temperature: 0.5 } : {}),
    ...(variant > 1 ? { max_output_tokens: 2_000 } : {}),
    tools: [{ type: "function", name: "weather", description, parameters: schema, strict: false }],
    input: turns.flatMap(({ by, text, hasProof }) => [
      ...(hasProof === true
        ? [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: proof }]
        : []),
      { role: by === "user" ? "user" : "assistant", content: text },
    ]),
  }),
  gemini: (turns, variant) => ({
    ...(variant > 0 ? { generationConfig: { temperature: 0.5, ...(variant > 1 ? { topK: 40 } : {}) } } : {}),
    tools: [{ functionDeclarations: [{ name: "weather", description, parameters: schema }] }],
    contents: turns.map(({ by, text, hasProof }) => ({
      role: by,
      parts: [{ text, ...(hasProof === true ? { thoughtSignature: proof } : {}) }],
    })),
  }),
};
