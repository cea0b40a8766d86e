import type { Refusal } from "../encoder.ts";
import { firstOf, isJsonObject, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { verdictOn } from "../proof.ts";
import { functionName } from "./check-tools.ts";
import { wrongKind } from "./payload.ts";
import { field, listField, objectField } from "./spelling.ts";

export interface Terms {
  readonly account: string;
  readonly model: string;
  readonly prefill: "accepted" | "rejected";
}

/** Contents of the same role that follow each other are one turn. */
interface Turn {
  readonly role: "user" | "model";
  readonly parts: readonly JsonObject[];
}

export function problemWithTurns(body: JsonObject, terms: Terms): Refusal | undefined {
  const contents = listField(body, "contents");
  if (contents.length === 0) return refused("* GenerateContentRequest.contents: contents is not specified\n");
  const turns = turnsOf(contents);
  return (
    firstOf(contents, problemWithContent) ??
    firstOf(contents, (content, index) => problemWithProofs(content, `contents[${index}]`, terms)) ??
    problemWithPairs(turns) ??
    problemWithMissingProof(turns, terms) ??
    problemWithLast(turns, terms)
  );
}

function problemWithContent(content: JsonObject, index: number): Refusal | undefined {
  const path = `contents[${index}]`;
  const role = content["role"] ?? "user";
  if (role !== "user" && role !== "model" && role !== "function") {
    return refused("Please use a valid role: user, model.");
  }
  const parts = listField(content, "parts");
  if (parts.length === 0) {
    return refused(`* GenerateContentRequest.${path}.parts: contents.parts must not be empty.\n`);
  }
  return firstOf(parts, (part, at) => problemWithPart(part, `${path}.parts[${at}]`));
}

const dataFields =
  `text inlineData fileData functionCall functionResponse executableCode codeExecutionResult toolCall
  toolResponse`.split(/\s+/);

const STRUCT = "type.googleapis.com/google.protobuf.Struct";

function problemWithPart(part: JsonObject, path: string): Refusal | undefined {
  const present = dataFields.filter((name) => field(part, name) !== undefined);
  const place = `* GenerateContentRequest.${path}.data`;
  if (present.length === 0 && field(part, "thoughtSignature") === undefined) {
    return refused(`${place}: required oneof field 'data' must have one initialized field\n`);
  }
  if (present.length > 1) {
    return refused(
      `Invalid value at '${path}' (oneof), oneof field 'data' is already set. Cannot set '${present[1] ?? ""}'`,
    );
  }
  const { text } = part;
  if (text !== undefined && typeof text !== "string") return wrongKind(text, `${path}.text`, "TYPE_STRING");
  const call = field(part, "functionCall");
  if (isJsonObject(call)) {
    const { args } = call;
    if (args !== undefined && !isJsonObject(args)) {
      return wrongKind(args, `${path}.function_call.args`, STRUCT);
    }
    return problemWithName(call["name"], `${path}.function_call.name`);
  }
  const answer = field(part, "functionResponse");
  if (!isJsonObject(answer)) return undefined;
  const { response } = answer;
  if (!isJsonObject(response)) return wrongKind(response, `${path}.function_response.response`, STRUCT);
  return problemWithName(answer["name"], `${path}.function_response.name`);
}

function problemWithName(name: unknown, path: string): Refusal | undefined {
  if (typeof name === "string" && functionName.test(name)) return undefined;
  const what = typeof name === "string" && name !== "" ? "Invalid function name." : "Name cannot be empty.";
  return refused(`* GenerateContentRequest.${path}: ${what}\n`);
}

function turnsOf(contents: readonly JsonObject[]): Turn[] {
  const turns: { role: Turn["role"]; parts: JsonObject[] }[] = [];
  for (const content of contents) {
    const role = content["role"] === "model" ? "model" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...listField(content, "parts"));
    else turns.push({ role, parts: [...listField(content, "parts")] });
  }
  return turns;
}

function problemWithPairs(turns: readonly Turn[]): Refusal | undefined {
  return firstOf(turns, ({ role, parts }, index) => {
    const calls = named(parts, "functionCall");
    const answers = named(parts, "functionResponse");
    if (role === "model" && answers.length > 0) {
      return refused("Please ensure that function response turn has the role user or function.");
    }
    if (role === "user" && calls.length > 0) {
      return refused("Please ensure that function call turn has the role model.");
    }
    if (calls.length > 0 && index === 0) {
      return refused(
        "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
      );
    }
    if (role === "user") {
      const asked = named(turns[index - 1]?.parts ?? [], "functionCall");
      if (answers.length > 0 && asked.length === 0) {
        return refused(
          "Please ensure that function response turn comes immediately after a function call turn.",
        );
      }
      return asked.length === 0 ? undefined : problemWithAnswers(asked, answers);
    }
    return calls.length > 0 && turns[index + 1] === undefined ? problemWithAnswers(calls, []) : undefined;
  });
}

function problemWithAnswers(
  calls: readonly JsonObject[],
  answers: readonly JsonObject[],
): Refusal | undefined {
  if (calls.length !== answers.length) {
    return refused(
      "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
    );
  }
  const namesOf = (list: readonly JsonObject[]): string =>
    JSON.stringify(list.map(({ name }) => textOf(name) ?? "").toSorted((a, b) => (a < b ? -1 : 1)));
  if (namesOf(calls) === namesOf(answers)) return undefined;
  return refused(
    "Please ensure that function response names match the function call names of the function call turn.",
  );
}

function named(parts: readonly JsonObject[], name: string): JsonObject[] {
  return parts.filter((part) => field(part, name) !== undefined).map((part) => objectField(part, name));
}

/** What stands for a proof that there never was, by the vendor's own leave. */
const leaves = new Set(["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"]);

function problemWithProofs(content: JsonObject, path: string, { account }: Terms): Refusal | undefined {
  return firstOf(listField(content, "parts"), (part, index) => {
    const proof = field(part, "thoughtSignature");
    if (proof === undefined) return undefined;
    if (typeof proof !== "string") {
      return wrongKind(proof, `${path}.parts[${index}].thought_signature`, "TYPE_BYTES");
    }
    if (leaves.has(proof)) return undefined;
    const verdict = verdictOn(proof, { dialect: "gemini", account, text: "" });
    return verdict === "good" ? undefined : refused("Corrupted thought signature.");
  });
}

/** From Gemini 3 on, the first call of each step since the user last spoke needs its proof. */
function problemWithMissingProof(turns: readonly Turn[], { model }: Terms): Refusal | undefined {
  if (!/^gemini-([3-9]|\d\d)/.test(model)) return undefined;
  const spoken = turns.findLastIndex(
    ({ role, parts }) => role === "user" && named(parts, "functionResponse").length === 0,
  );
  return firstOf(turns.slice(spoken + 1), ({ role, parts }) => {
    const at = parts.findIndex((part) => field(part, "functionCall") !== undefined);
    const first = parts[at];
    if (role !== "model" || first === undefined || field(first, "thoughtSignature") !== undefined) {
      return undefined;
    }
    const name = textOf(objectField(first, "functionCall")["name"]) ?? "";
    return refused(
      `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${name}\` , position ${at + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
    );
  });
}

function problemWithLast(turns: readonly Turn[], { prefill }: Terms): Refusal | undefined {
  if (turns.at(-1)?.role !== "model" || prefill === "accepted") return undefined;
  return refused("Please ensure that multiturn requests end with a user role or a function response.");
}

function refused(message: string): Refusal {
  return { status: 400, message };
}
