import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: undefined,
  speaks: ["chat"],
  endpoints: { messages: "/messages", chat: "/chat/completions" },
  exampleModel: undefined,
};
