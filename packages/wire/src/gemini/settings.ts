// How to answer: everything in a request's body but what was said, what can be called, and by which model.

import type { Capabilities } from "../capabilities.ts";
import { isArray, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { withNote } from "../model/extras.ts";
import type { WithExtras } from "../model/extras.ts";
import type { NeutralRequest, OutputFormat, Sampling } from "../model/request.ts";
import { compact, fieldsFrom, unreadExtras } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { jsonSchemaFrom } from "./schema.ts";
import { decodeThinking, encodeThinking } from "./thinking.ts";
import { decodeToolChoice, encodeToolChoice } from "./tool-choice.ts";

type SettingName =
  | "toolChoice"
  | "maxOutputTokens"
  | "sampling"
  | "reasoning"
  | "output"
  | "serviceTier"
  | "metadata";

export type Settings = Pick<NeutralRequest, SettingName> & WithExtras;

/** The note on a request that asks for VALIDATED calls. */
const validatedNote = "$validated";

export function decodeSettings(body: JsonObject): Settings {
  const fields = fieldsFrom(body);
  const config = fields.child("generationConfig");
  const calling = fields.child("toolConfig")?.child("functionCallingConfig");
  const decoded = calling === undefined ? undefined : decodeToolChoice(calling);
  const serviceTier = fields.take("serviceTier", tierFrom);
  const metadata = fields.take("labels", objectOf);
  const settings: Settings = {
    ...(decoded === undefined ? {} : { toolChoice: decoded.choice }),
    ...(config === undefined ? {} : generationFrom(config)),
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(metadata === undefined ? {} : { metadata }),
    ...unreadExtras(fields),
  };
  return decoded?.isValidated === true ? withNote(settings, "gemini", { [validatedNote]: true }) : settings;
}

/** The settings alone, without what the request has beside them. */
export function settingsOf(request: NeutralRequest): Settings {
  const { toolChoice, maxOutputTokens, sampling, reasoning, output, serviceTier, metadata, extras } = request;
  const gemini = extras?.gemini;
  const all = { toolChoice, maxOutputTokens, sampling, reasoning, output, serviceTier, metadata };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { ...said, ...(gemini === undefined ? {} : { extras: { gemini } }) };
}

/** What the model can say of them: fields that only Gemini has are added by whoever asks. */
export function encodeSettings(
  request: NeutralRequest,
  { capabilities }: { readonly capabilities: Pick<Capabilities, "thinking"> },
  place: Place,
): JsonObject {
  dropFields(place, request, ["parallelToolCalls", "verbosity", "userId", "cacheKey", "cache"]);
  const { toolChoice, reasoning, output } = request;
  const isValidated = request.extras?.gemini?.[validatedNote] === true;
  const calling =
    toolChoice === undefined
      ? undefined
      : encodeToolChoice(toolChoice, { isValidated }, inside(place, "toolChoice"));
  const config = compact({
    maxOutputTokens: request.maxOutputTokens,
    ...samplingFields(request.sampling),
    ...(output === undefined ? {} : outputFields(output, inside(place, "output"))),
    thinkingConfig:
      reasoning === undefined
        ? undefined
        : encodeThinking(reasoning, capabilities, inside(place, "reasoning")),
  });
  return compact({
    generationConfig: Object.keys(config).length === 0 ? undefined : config,
    toolConfig: calling === undefined ? undefined : { functionCallingConfig: calling },
    serviceTier: tierOf(request, place),
    labels: labelsOf(request, place),
  });
}

type Generation = Pick<NeutralRequest, "maxOutputTokens" | "sampling" | "reasoning" | "output">;

function generationFrom(config: Fields): Generation {
  const maxOutputTokens = config.take("maxOutputTokens", numberOf);
  const sampling = samplingFrom(config);
  const output = outputFrom(config);
  const thinking = config.child("thinkingConfig");
  const reasoning = thinking === undefined ? undefined : decodeThinking(thinking);
  return {
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(sampling === undefined ? {} : { sampling }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(output === undefined ? {} : { output }),
  };
}

const numbers = {
  temperature: "temperature",
  topP: "topP",
  topK: "topK",
  frequencyPenalty: "frequencyPenalty",
  presencePenalty: "presencePenalty",
  seed: "seed",
  candidates: "candidateCount",
} as const satisfies { readonly [Name in keyof Sampling]: string };

function samplingFrom(config: Fields): Sampling | undefined {
  const entries = Object.entries(numbers).flatMap(([name, field]) => {
    const value = config.take(field, numberOf);
    return value === undefined ? [] : [[name, value] as const];
  });
  const stop = config.take("stopSequences", textsFrom);
  const sampling: Sampling = { ...Object.fromEntries(entries), ...(stop === undefined ? {} : { stop }) };
  return Object.keys(sampling).length === 0 ? undefined : sampling;
}

function samplingFields(sampling: Sampling | undefined): { readonly [field: string]: JsonValue | undefined } {
  if (sampling === undefined) return {};
  const { stop, ...rest } = sampling;
  const entries = Object.entries(rest).map(([name, value]) => [fieldNames.get(name) ?? name, value] as const);
  return { ...Object.fromEntries(entries), stopSequences: stop };
}

const fieldNames: ReadonlyMap<string, string> = new Map(Object.entries(numbers));

function textsFrom(value: JsonValue | undefined): readonly string[] | undefined {
  if (!isArray(value)) return undefined;
  const texts = value.filter((text) => typeof text === "string");
  return texts.length === value.length ? texts : undefined;
}

/** A type that is neither text nor JSON stays unread, and with it the schema, which then means something else. */
function outputFrom(config: Fields): OutputFormat | undefined {
  const said = config.peek("responseMimeType") ?? undefined;
  if (said !== undefined && said !== "text/plain" && said !== "application/json") return undefined;
  const type = config.take("responseMimeType", textOf);
  if (type === "text/plain") return { kind: "text" };
  const schema = config.take("responseJsonSchema", objectOf) ?? config.take("responseSchema", objectOf);
  if (schema !== undefined) return { kind: "json-schema", schema: jsonSchemaFrom(schema) };
  return type === undefined ? undefined : { kind: "json" };
}

function outputFields(output: OutputFormat, place: Place): JsonObject {
  if (output.kind === "text") return { responseMimeType: "text/plain" };
  if (output.kind === "json") return { responseMimeType: "application/json" };
  dropFields(place, output, ["name", "description", "strict"]);
  return { responseMimeType: "application/json", responseJsonSchema: output.schema };
}

const tiers = ["standard", "flex", "priority"] as const;

function tierFrom(value: JsonValue | undefined): (typeof tiers)[number] | undefined {
  const said = textOf(value)?.toLowerCase();
  return tiers.find((tier) => tier === said);
}

function tierOf({ serviceTier }: NeutralRequest, place: Place): string | undefined {
  const tier = tiers.find((name) => name === serviceTier);
  if (serviceTier !== undefined && tier === undefined) {
    lose(place, "dropped", `Gemini has no tier called ${serviceTier}`, "serviceTier");
  }
  return tier;
}

/** Google's labels are for its bills, and of few letters: what others keep beside a request is no business of theirs. */
function labelsOf({ origin, metadata }: NeutralRequest, place: Place): JsonObject | undefined {
  if (metadata === undefined || origin === "gemini") return metadata;
  lose(place, "dropped", "Gemini's labels are for billing", "metadata");
  return undefined;
}
