import type { SignIn } from "../kind.ts";

export const signIn: SignIn = {
  needsKey: true,
  fields: (key) => [{ name: "authorization", value: `Bearer ${key}` }],
};
