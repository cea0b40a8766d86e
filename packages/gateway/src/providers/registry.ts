// Every kind of provider, registered once. A new kind is a folder copied, filled, and named here.

import { dialects, type ProviderKind } from "../contract/config.ts";
import { location as anthropicLocation } from "./anthropic/location.ts";
import { signIn as anthropicSignIn } from "./anthropic/sign-in.ts";
import { location as geminiLocation } from "./gemini/location.ts";
import { signIn as geminiSignIn } from "./gemini/sign-in.ts";
import type { KindFacts } from "./kind.ts";
import { location as compatibleLocation } from "./openai-compatible/location.ts";
import { signIn as compatibleSignIn } from "./openai-compatible/sign-in.ts";
import { location as openaiLocation } from "./openai/location.ts";
import { signIn as openaiSignIn } from "./openai/sign-in.ts";

export const kinds: Readonly<Record<ProviderKind, KindFacts>> = {
  anthropic: { location: anthropicLocation, signIn: anthropicSignIn },
  openai: { location: openaiLocation, signIn: openaiSignIn },
  gemini: { location: geminiLocation, signIn: geminiSignIn },
  "openai-compatible": { location: compatibleLocation, signIn: compatibleSignIn },
};

/** The header fields, in lower case, that sign in anywhere: a client's own are never passed on to a provider. */
export const credentialFields: readonly string[] = [
  ...new Set(
    Object.values(kinds).flatMap(({ signIn }) =>
      dialects.flatMap((dialect) => signIn.fields("", dialect).map(({ name }) => name)),
    ),
  ),
];
