// What a model at a kind of provider can take: the API's defaults, then the model's traits, then the kind's, then configuration.

import type { Capabilities } from "../capabilities.ts";
import { kindTraits, makersApi, servedApis } from "./apis.data.ts";
import type { Maker, ModelEntry, ProviderKind } from "./entry.ts";
import { lookUp } from "./look-up.ts";
import type { Catalogue } from "./look-up.ts";

/** Never fails: of a model that nobody knows it says what its kind takes as a rule. */
export function capabilitiesFor(catalogue: Catalogue, kind: ProviderKind, modelName: string): Capabilities {
  const entry = lookUp(catalogue, modelName)?.entry;
  const [native = "other"] = servedApis[kind];
  if (entry === undefined) return { ...makersApi[native], ...kindTraits[kind]?.[native] };
  const { contextTokens, maxOutputTokens } = entry;
  return {
    ...ofModel(kind, entry),
    contextTokens,
    maxOutputTokens,
    ...entry.stated,
  };
}

function ofModel(kind: ProviderKind, entry: ModelEntry): Capabilities {
  const api = apiOf(kind, entry.maker);
  if (api !== entry.maker) return { ...makersApi[api], ...kindTraits[kind]?.[api], ...wherever(entry) };
  return { ...makersApi[api], ...entry.traits, ...kindTraits[kind]?.[api], ...entry.traitsAt?.[kind] };
}

function apiOf(kind: ProviderKind, maker: Maker): Maker {
  return servedApis[kind].includes(maker) ? maker : "other";
}

/** What is in the model itself, so that another API before it changes nothing. */
function wherever({ maker, traits }: ModelEntry): Partial<Capabilities> {
  const { sampling, prefill, images, audio, video } = { ...makersApi[maker], ...traits };
  return {
    sampling,
    prefill,
    audio,
    video,
    // Whoever stands between is asked for no address of the web.
    images: images === "none" ? "none" : "base64",
  };
}
