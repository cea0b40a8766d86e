// Web search: the one tool of providers that the others have too, each with settings of its own.

import type { DialectName } from "../dialect-name.ts";
import { arrayOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

export interface WebSearch {
  readonly name: string;
  readonly value: JsonObject;
  /** Whether all settings could be said. */
  readonly isWhole: boolean;
}

/** The tool as a dialect declares it, from another one's declaration. Chat has no tool for it. */
export function webSearchFor(dialect: DialectName, declared: JsonObject): WebSearch | undefined {
  const settings = settingsOf(declared);
  const { allowed, blocked, maxUses, size, location } = settings;
  const near = location === undefined ? {} : { user_location: { type: "approximate", ...location } };
  switch (dialect) {
    case "messages":
      return {
        name: "web_search",
        // It takes either list, not both.
        value: {
          type: "web_search_20250305",
          name: "web_search",
          ...(allowed === undefined ? {} : { allowed_domains: allowed }),
          ...(blocked === undefined || allowed !== undefined ? {} : { blocked_domains: blocked }),
          ...(maxUses === undefined ? {} : { max_uses: maxUses }),
          ...near,
        },
        isWhole: size === undefined && (blocked === undefined || allowed === undefined),
      };
    case "responses":
      return {
        name: "web_search",
        value: {
          type: "web_search",
          ...(allowed === undefined ? {} : { filters: { allowed_domains: allowed } }),
          ...(size === undefined ? {} : { search_context_size: size }),
          ...near,
        },
        isWhole: blocked === undefined && maxUses === undefined,
      };
    case "gemini":
      return {
        name: "google_search",
        value: { googleSearch: {} },
        isWhole: Object.values(settings).every((setting) => setting === undefined),
      };
    case "chat":
      return undefined;
  }
}

interface Settings {
  readonly allowed: JsonValue | undefined;
  readonly blocked: JsonValue | undefined;
  readonly maxUses: JsonValue | undefined;
  readonly size: JsonValue | undefined;
  readonly location: JsonObject | undefined;
}

/** What messages, responses and chat call their settings. */
function settingsOf(declared: JsonObject): Settings {
  const filters = objectOf(declared["filters"]);
  return {
    allowed: arrayOf(declared["allowed_domains"]) ?? arrayOf(filters?.["allowed_domains"]),
    blocked: arrayOf(declared["blocked_domains"]) ?? arrayOf(filters?.["blocked_domains"]),
    maxUses: declared["max_uses"] ?? undefined,
    size: textOf(declared["search_context_size"]),
    location: locationOf(objectOf(declared["user_location"])),
  };
}

/** Chat has it one level deeper. */
function locationOf(location: JsonObject | undefined): JsonObject | undefined {
  if (location === undefined) return undefined;
  const { type: _type, approximate, ...rest } = location;
  return objectOf(approximate) ?? rest;
}
