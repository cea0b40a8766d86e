import type { SignIn } from "../kind.ts";

export const signIn: SignIn = {
  needsKey: true,
  fields: (key, dialect) => {
    if (dialect === "gemini") return [{ name: "x-goog-api-key", value: key }];
    return [{ name: "authorization", value: `Bearer ${key}` }];
  },
};
