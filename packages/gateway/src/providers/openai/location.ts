import { pathsUnder } from "../kind.ts";
import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: "https://api.openai.com/v1",
  speaks: ["responses", "chat"],
  endpoints: pathsUnder(""),
  versionInBase: "/v1",
  exampleModel: "gpt-5.5",
};
