import { pathsUnder } from "../kind.ts";
import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: undefined,
  speaks: ["chat"],
  endpoints: pathsUnder(""),
  versionInBase: "/v1",
  exampleModel: undefined,
};
