import type { SignIn } from "../kind.ts";

export const signIn: SignIn = {
  needsKey: true,
  fields: (key, dialect) => {
    // OpenAI's SDK, for which the chat endpoint is made, knows only this one.
    if (dialect === "chat") return [{ name: "authorization", value: `Bearer ${key}` }];
    return [{ name: "x-api-key", value: key }];
  },
};
