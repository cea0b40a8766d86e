import { pathsUnder } from "../kind.ts";
import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: "https://api.anthropic.com",
  speaks: ["messages"],
  // Anthropic also answers OpenAI's SDK, "not a long-term or production-ready solution": only where `speaks` asks for it.
  // https://platform.claude.com/docs/en/api/openai-sdk
  endpoints: pathsUnder("/v1"),
  versionInBase: "",
  exampleModel: "claude-sonnet-5",
};
