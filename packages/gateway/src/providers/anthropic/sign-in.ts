import type { SignIn } from "../kind.ts";

export const signIn: SignIn = {
  needsKey: true,
  fields: (key, dialect) => {
    // Other vendors' SDKs, for which the other endpoints are made, know only this one.
    if (dialect !== "messages") return [{ name: "authorization", value: `Bearer ${key}` }];
    return [{ name: "x-api-key", value: key }];
  },
};
