import { pathsUnder } from "../kind.ts";
import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: "https://generativelanguage.googleapis.com",
  speaks: ["gemini"],
  // Google also answers OpenAI's SDK, under a path of its own. https://ai.google.dev/gemini-api/docs/openai
  endpoints: pathsUnder("/v1beta/openai", "/v1beta"),
  versionInBase: "",
  exampleModel: "gemini-3-flash",
};
