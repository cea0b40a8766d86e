// A line to paste that gets an answer from a gateway with this configuration.

import { formatAddress } from "../config/address.ts";
import { globMatches, isGlob } from "../config/glob.ts";
import { parseRoadName } from "../config/road-name.ts";
import type { Config, ProviderConfig } from "../contract/config.ts";
import type { Address } from "../contract/snapshot.ts";
import { kinds } from "../providers/registry.ts";

export type ExampleCall = {
  readonly command: string;
  /** False where only the operator knows a model that the provider has: the command then holds a placeholder. */
  readonly isComplete: boolean;
};

type Example = { readonly model: string | undefined; readonly dialect: Taught };

export const placeholder = "YOUR-MODEL";

export function exampleCall(config: Config, listen: Address): ExampleCall {
  const examples = config.routes.flatMap((route, index) => exampleOf(config, route, index));
  const example = examples.find(({ model }) => model !== undefined) ??
    examples[0] ?? { model: undefined, dialect: "chat" };
  const model = example.model ?? placeholder;
  return { command: commandFor(example.dialect, model, listen), isComplete: example.model !== undefined };
}

function exampleOf(config: Config, route: Config["routes"][number], index: number): Example[] {
  const road = parseRoadName(route.chain[0] ?? "");
  const provider = "provider" in road ? config.providers[road.provider] : undefined;
  if (provider === undefined || "fault" in road) return [];
  const { location } = kinds[provider.kind];
  // Whatever a provider speaks, the line is in one of the two dialects that people know by heart.
  const dialect = (provider.speaks ?? location.speaks)[0] === "messages" ? "messages" : "chat";
  const model = namesFor(provider, route.match, road.model).find((name) => takes(config, name, index));
  return [{ model, dialect }];
}

/** Model names that a client could ask for on this route and the provider would know. */
function namesFor(provider: ProviderConfig, match: string, model: string | undefined): string[] {
  if (!isGlob(match)) return [match];
  // The chain says what is sent, so that any name that matches will do.
  if (model !== undefined) return [model, match.replaceAll("*", "example")];
  const known = kinds[provider.kind].location.exampleModel;
  return [...(known === undefined ? [] : [known]), ...Object.keys(provider.models)];
}

function takes(config: Config, name: string, index: number): boolean {
  return config.routes.findIndex(({ match }) => globMatches(match, name)) === index;
}

type Taught = "messages" | "chat";

const paths: Readonly<Record<Taught, string>> = { messages: "/v1/messages", chat: "/v1/chat/completions" };

function commandFor(dialect: Taught, model: string, listen: Address): string {
  const messages = [{ role: "user", content: "Hello!" }];
  const body = dialect === "messages" ? { model, max_tokens: 100, messages } : { model, messages };
  const fields = [
    "content-type: application/json",
    ...(dialect === "messages" ? ["anthropic-version: 2023-06-01"] : []),
  ];
  const url = `http://${formatAddress(listen)}${paths[dialect]}`;
  return [
    "curl",
    quoted(url),
    ...fields.flatMap((field) => ["-H", quoted(field)]),
    "-d",
    quoted(JSON.stringify(body)),
  ].join(" ");
}

/** For a POSIX shell; only where it is needed, to keep the line readable. */
function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
