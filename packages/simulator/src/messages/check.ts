// What Anthropic's Messages API refuses to answer, in its words.

import type { Bench, Refusal } from "../encoder.ts";
import { anyOf, firstOf, objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { headerOf } from "../provider-request.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { problemWithTools } from "./check-tools.ts";
import { problemWithTurns } from "./check-turns.ts";

/** The version that refuses sampling, documents of the assistant, and citations of the user. */
const NEW_VERSION = "2026-10-21";

export function complaint(bench: Bench): Refusal | undefined {
  const message = problem(bench);
  return message === undefined ? undefined : { status: 400, message };
}

function problem({ asked, script, account }: Bench): string | undefined {
  const { request, endpoint } = asked;
  const version = headerOf(request, "anthropic-version");
  if (version === undefined) return "anthropic-version: header is required";
  const { body } = asked;
  if (body === undefined) return "The request body is not valid JSON: an object is expected";
  if (typeof body["model"] !== "string") return "model: Field required";
  if (!Array.isArray(body["messages"])) return "messages: Field required";
  if (endpoint === "generate" && body["max_tokens"] === undefined) return "max_tokens: Field required";
  return (
    problemWithFields(body, script.strict === true ? request : undefined) ??
    problemWithLimits(body, version) ??
    problemWithSystem(body["system"]) ??
    problemWithTools(body) ??
    problemWithTurns(body, { account, version, prefill: script.prefill ?? "accepted" })
  );
}

const knownFields = new Set(
  `model messages max_tokens system stream tools tool_choice temperature top_p top_k stop_sequences metadata thinking
  output_config service_tier speed inference_geo cache_control context_management output_format mcp_servers container
  thread fallbacks fallback_credit_token compaction diagnostics task_budget`.split(/\s+/),
);

/** Unknown without their beta. */
const betas: Readonly<Record<string, string>> = {
  context_management: "context-management-",
  output_format: "structured-outputs-",
  mcp_servers: "mcp-client-",
  thread: "message-threads-",
  fallbacks: "fallbacks-",
};

function problemWithFields(body: JsonObject, strictly: ProviderRequest | undefined): string | undefined {
  if (strictly === undefined) return undefined;
  const asked = headerOf(strictly, "anthropic-beta") ?? "";
  const isKnown = (name: string): boolean => {
    const beta = betas[name];
    return knownFields.has(name) && (beta === undefined || asked.includes(beta));
  };
  const unknown = Object.keys(body).find((name) => !isKnown(name));
  return unknown === undefined ? undefined : `${unknown}: Extra inputs are not permitted`;
}

function problemWithLimits(body: JsonObject, version: string): string | undefined {
  const { max_tokens, stream, temperature } = body;
  if (max_tokens !== undefined && !Number.isInteger(max_tokens)) {
    return "max_tokens: Input should be a valid integer";
  }
  if (typeof max_tokens === "number" && max_tokens < 0) {
    return "max_tokens: Input should be greater than or equal to 0";
  }
  if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
    return "stream: Input should be a valid boolean";
  }
  if (version === NEW_VERSION) {
    const sampling = anyOf(body, ["temperature", "top_p", "top_k"]);
    if (sampling !== undefined) return `${sampling}: not supported with anthropic-version ${NEW_VERSION}`;
  }
  if (typeof temperature === "number" && (temperature < 0 || temperature > 1)) {
    return "temperature: range: 0..1";
  }
  return problemWithThinking(body) ?? problemWithStops(body["stop_sequences"]);
}

function problemWithThinking({ thinking, max_tokens, tool_choice }: JsonObject): string | undefined {
  const { type, budget_tokens } = objectOf(thinking);
  const choice = objectOf(tool_choice)["type"];
  if (thinking !== undefined && type !== "disabled" && (choice === "any" || choice === "tool")) {
    return "Thinking may not be enabled when tool_choice forces tool use.";
  }
  if (type !== "enabled") return undefined;
  if (typeof budget_tokens !== "number") return "thinking.enabled.budget_tokens: Field required";
  if (budget_tokens < 1024) {
    return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024";
  }
  if (typeof max_tokens !== "number" || max_tokens > budget_tokens) return undefined;
  return "`max_tokens` must be greater than `thinking.budget_tokens`.";
}

function problemWithStops(stops: unknown): string | undefined {
  if (stops === undefined) return undefined;
  if (!Array.isArray(stops)) return "stop_sequences: Input should be a valid list";
  const isBlank = (stop: unknown): boolean => typeof stop !== "string" || stop.trim() === "";
  const blank = stops.findIndex((stop: unknown) => isBlank(stop));
  return blank === -1 ? undefined : "stop_sequences: each stop sequence must contain non-whitespace";
}

function problemWithSystem(system: unknown): string | undefined {
  if (system === undefined || typeof system === "string") return undefined;
  if (!Array.isArray(system)) return "system: Input should be a valid list";
  return firstOf(objectsOf(system), ({ type, text }, index) => {
    if (type !== "text") return `system.${index}.type: Input should be 'text'`;
    return text === "" ? "system: text content blocks must be non-empty" : undefined;
  });
}
