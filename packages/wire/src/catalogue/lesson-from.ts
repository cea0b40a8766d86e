// What a provider's refusal teaches about what it can take.

import type { Capabilities } from "../capabilities.ts";
import { efforts } from "../model/request.ts";
import type { Effort } from "../model/request.ts";

export type Lesson =
  /** Something that the model cannot do, although it was thought to. */
  | { readonly kind: "capability"; readonly change: Partial<Capabilities> }
  /**
   * A field that is not known there, by its path in the provider's body, without indexes (`tools.custom.strict`). It
   * has to go, together with the beta that belongs to it.
   */
  | { readonly kind: "field"; readonly field: string }
  /** Proofs of earlier thinking that it cannot read: a matter of this conversation, nothing to remember of the model. */
  | { readonly kind: "proofs" };

/** The lesson in the text of a 400; undefined where there is none. Case does not matter. */
export function lessonFrom(failureText: string): Lesson | undefined {
  // Longer texts quote the request, and nothing in a request may teach.
  const text = failureText.slice(0, 4000);
  if (proofPatterns.some((pattern) => pattern.test(text))) return { kind: "proofs" };
  for (const [pattern, change] of capabilityPatterns) {
    if (pattern.test(text)) return { kind: "capability", change };
  }
  return unsupportedValue(text) ?? unsupportedParameter(text) ?? unknownField(text);
}

const proofPatterns: readonly RegExp[] = [
  /invalid [`']?signature[`']? in [`']?thinking[`']? block/i,
  /invalid_encrypted_content/i,
  /encrypted content .{0,80}could not be (?:verified|decrypted|parsed)/i,
  /missing a [`']?thought_signature/i,
  /thought[_ ]?signature.{0,40}(?:is missing|missing|is not valid|is invalid|invalid)/i,
  /thinking block.{0,80}bound to a different/i,
  /the block is bound to a different (?:conversation|model)/i,
];

const capabilityPatterns: readonly (readonly [RegExp, Partial<Capabilities>])[] = [
  [/does not support assistant message prefill/i, { prefill: false }],
  [/requests? ending with a model turn/i, { prefill: false }],
  [/conversation must end with a user (?:message|turn)/i, { prefill: false }],
  [/expected last role user or tool/i, { prefill: false }],
  [/system message must be at the (?:beginning|start)/i, { midSystem: "user" }],
  [/system messages? (?:are|is) not (?:allowed|supported)/i, { midSystem: "user" }],
  [/unexpected role "?system"?/i, { midSystem: "user" }],
  [
    /does not support '?developer'?|unexpected role "?developer"?|invalid role:? "?developer"?/i,
    { developerRole: false },
  ],
  [/thinking may not be enabled when tool_choice forces/i, { forcedToolWithThinking: false }],
  [
    /tool_choice.{0,60}not (?:supported|compatible|allowed).{0,40}thinking/i,
    { forcedToolWithThinking: false },
  ],
  [/forced tool (?:use|choice) is not supported/i, { forcedToolWithThinking: false }],
  [/use '?max_completion_tokens'? instead/i, { maxTokensField: "max_completion_tokens" }],
  [/function tools .{0,60}reasoning.{0,80}\/v1\/responses/i, { chatToolsNeedThinkingOff: true }],
  [
    /does not support (?:image|vision)|image input is not supported|not a multimodal model/i,
    { images: "none" },
  ],
  [/does not support tools|tool (?:use|calling) is not supported/i, { tools: false }],
  [/[`']?(?:temperature|top_p|top_k)[`']? is deprecated for this model/i, { sampling: false }],
];

/** OpenAI's parameters, and what it means that one is not supported. */
const byParameter: ReadonlyMap<string, Partial<Capabilities>> = new Map<string, Partial<Capabilities>>([
  ["temperature", { sampling: false }],
  ["top_p", { sampling: false }],
  ["top_k", { topK: false }],
  ["seed", { seed: false }],
  ["presence_penalty", { penalties: false }],
  ["frequency_penalty", { penalties: false }],
  ["stop", { stopSequences: 0 }],
  ["n", { candidates: false }],
  ["max_tokens", { maxTokensField: "max_completion_tokens" }],
  ["max_completion_tokens", { maxTokensField: "max_tokens" }],
  ["reasoning_effort", { thinking: "none", efforts: [] }],
  ["reasoning.effort", { thinking: "none", efforts: [] }],
  ["parallel_tool_calls", { parallelToolControl: false }],
  ["tools", { tools: false }],
  ["stream_options", { streamUsage: false }],
  ["response_format", { structuredOutput: "none" }],
  ["text.format", { structuredOutput: "none" }],
]);

/** "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'low', 'high'." */
function unsupportedValue(text: string): Lesson | undefined {
  const said = /unsupported value:? '?([\w.[\]]+)'?(.*)/is.exec(text);
  if (said === null) return undefined;
  const [, parameter = "", rest = ""] = said;
  if (/^messages\S*\.role$/.test(parameter)) return { kind: "capability", change: { developerRole: false } };
  if (!parameter.endsWith("effort")) return byName(parameter);
  const supported = effortsIn(rest.slice(Math.max(0, rest.search(/supported values/i))));
  const canTurnThinkingOff = /'none'/.test(rest.slice(Math.max(0, rest.search(/supported values/i))));
  if (supported.length === 0) return byName(parameter);
  return { kind: "capability", change: { efforts: supported, canTurnThinkingOff } };
}

function effortsIn(text: string): Effort[] {
  return efforts.filter((effort) => text.includes(`'${effort}'`));
}

/** "Unsupported parameter: 'temperature' is not supported with this model." */
function unsupportedParameter(text: string): Lesson | undefined {
  const said = /unsupported parameter:? ['"`]?([\w.[\]]+)/i.exec(text);
  return said?.[1] === undefined ? undefined : byName(said[1]);
}

function byName(parameter: string): Lesson {
  const change = byParameter.get(parameter);
  return change === undefined ? fieldLesson(parameter) : { kind: "capability", change };
}

/** The vendors' sentences about fields that they do not know, each with the field's name in it. */
const fieldPatterns: readonly RegExp[] = [
  /extra inputs are not permitted: ?['"`]?([\w.[\]-]+)/i,
  /['"`]?([\w.[\]-]+)['"`]?: extra inputs are not permitted/i,
  /unknown parameter:? ['"`]?([\w.[\]-]+)/i,
  /unrecognized request arguments? supplied: ([\w.[\]-]+)/i,
  /unrecognized (?:field|key|parameter):? ['"`]?([\w.[\]-]+)/i,
  /property ['"`]?([\w.[\]-]+)['"`]? is unsupported/i,
];

/** Protobuf's: the name, and the message that has no such field. */
const unknownName = /unknown name \\?"([\w$-]+)\\?"(?: at '([\w.[\]]+)')?/i;

function unknownField(text: string): Lesson | undefined {
  const [, name, at] = unknownName.exec(text) ?? [];
  if (name !== undefined) return fieldLesson(at === undefined ? name : `${at}.${name}`);
  for (const pattern of fieldPatterns) {
    const field = pattern.exec(text)?.[1];
    if (field !== undefined) return fieldLesson(field);
  }
  return undefined;
}

function fieldLesson(field: string): Lesson {
  return { kind: "field", field: withoutIndexes(field) };
}

/** `tools[0].function.strict` and `tools.0.function.strict` are the same field of every tool. */
function withoutIndexes(path: string): string {
  return path.replaceAll(/\[\d*\]/g, "").replaceAll(/\.\d+(?=\.|$)/g, "");
}
