import type { SignIn } from "../kind.ts";

export const signIn: SignIn = {
  needsKey: false,
  fields: (key) => [{ name: "authorization", value: `Bearer ${key}` }],
};
