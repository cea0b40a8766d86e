import type { Location } from "../kind.ts";

export const location: Location = {
  baseUrl: "https://api.openai.com/v1",
  speaks: ["chat"],
  endpoints: { messages: "/messages", chat: "/chat/completions" },
  exampleModel: "gpt-5.5",
};
