// Faults that blame the request: what a vendor does not take, or does not take any more.

import type { Asked } from "../request.ts";
import { text } from "../reading/values.ts";
import { isJsonObject, objectsOf } from "../json.ts";
import { listField } from "../gemini/spelling.ts";
import type { FaultEntry } from "./entry.ts";
import type { CapabilityFault, Plain } from "./fault.ts";
import { wordsFor } from "./words.ts";

export const parameterRegression: FaultEntry<Plain<"parameter-regression">> = {
  what: "a good request is a 400",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 400, message: "messages: unexpected value for this model" },
      openai: {
        status: 400,
        code: "unsupported_parameter",
        message: `Unsupported parameter: 'messages' is not supported with this model.`,
      },
      gemini: { status: 400 },
    }),
};

export const modelRetired: FaultEntry<Plain<"model-retired">> = {
  what: "the model is no more",
  fields: {},
  refusal: (_fault, struck) => {
    const { model } = struck.asked;
    return wordsFor(struck, {
      messages: { status: 404, message: `model: ${model}` },
      openai: {
        status: 404,
        code: "model_not_found",
        message: `The model \`${model}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`,
      },
      gemini: {
        status: 404,
        message: `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
      },
    });
  },
};

export const prefillRejected: FaultEntry<Plain<"prefill-rejected">> = {
  what: "the model's own last words are not continued",
  fields: {},
  gate: () => (asked) => endsWithModel(asked),
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: {
        status: 400,
        message:
          "This model does not support assistant message prefill. The conversation must end with a user message.",
      },
      openai: { status: 400, message: "The last message must not have the role 'assistant'." },
      gemini: {
        status: 400,
        message: "Please ensure that multiturn requests end with a user role or a function response.",
      },
    }),
};

function endsWithModel({ body = {}, dialect }: Asked): boolean {
  const turns =
    dialect === "gemini" ? listField(body, "contents") : objectsOf(body["messages"] ?? body["input"]);
  const role = turns.at(-1)?.["role"];
  return role === "assistant" || role === "model";
}

export const thinkingRejected: FaultEntry<Plain<"thinking-rejected">> = {
  what: "proofs of thinking are refused",
  fields: {},
  gate: () => (asked) => hasProof(asked.body),
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 400, message: "messages.1.content.0: Invalid `signature` in `thinking` block" },
      openai: {
        status: 400,
        code: "invalid_encrypted_content",
        message:
          "The encrypted content for item rs_01Simulated could not be verified. Reason: Encrypted content could not be decrypted or parsed.",
      },
      gemini: { status: 400, message: "Corrupted thought signature." },
    }),
};

const proofFields = new Set([
  "signature",
  "encrypted_content",
  "thoughtSignature",
  "thought_signature",
  "reasoning_content",
]);

/** A body is as deep as its sender likes; no conversation needs more than this. */
const DEEPEST = 12;

function hasProof(value: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((item) => hasProof(item, depth + 1));
  if (!isJsonObject(value)) return false;
  if (value["type"] === "redacted_thinking") return true;
  return Object.entries(value).some(
    ([name, inner]) => (proofFields.has(name) && typeof inner === "string") || hasProof(inner, depth + 1),
  );
}

export const extraInput: FaultEntry<Extract<CapabilityFault, { readonly kind: "extra-input" }>> = {
  what: "a field is not known here",
  fields: { field: text },
  required: ["field"],
  gate:
    ({ field }) =>
    ({ body = {} }) =>
      Object.hasOwn(body, field),
  refusal: ({ field }, struck) =>
    wordsFor(struck, {
      messages: { status: 400, message: `${field}: Extra inputs are not permitted` },
      openai: {
        status: 400,
        code: "unknown_parameter",
        param: field,
        message: `Unknown parameter: '${field}'.`,
      },
      gemini: {
        status: 400,
        message: `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`,
      },
    }),
};

export const contextTooLong: FaultEntry<Plain<"context-too-long">> = {
  what: "the request is longer than the model can hold",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 400, message: "prompt is too long: 210000 tokens > 200000 maximum" },
      openai: {
        status: 400,
        code: "context_length_exceeded",
        message:
          "Your input exceeds the context window of this model. Please adjust your input and try again.",
      },
      gemini: {
        status: 400,
        message: "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
      },
    }),
};

export const contentRefused: FaultEntry<Plain<"content-refused">> = {
  what: "the prompt is against the vendor's rules",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 400, message: "Output blocked by content filtering policy" },
      openai: {
        status: 400,
        code: "content_policy_violation",
        message: "Your request was rejected as a result of our safety system.",
      },
      gemini: { status: 400, message: "The prompt was blocked: PROHIBITED_CONTENT" },
    }),
};
