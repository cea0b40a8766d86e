// A chain entry: `provider/model`, where the model may hold further slashes, or `provider/*`.

export type RoadName = {
  readonly provider: string;
  /** Undefined for `*`: the model that the client asks for. */
  readonly model: string | undefined;
};

export type RoadNameFault = { readonly fault: string };

export function parseRoadName(text: string): RoadName | RoadNameFault {
  const slash = text.indexOf("/");
  if (slash === -1) {
    return { fault: "names no model: write `provider/model`, or `provider/*` for the client's model" };
  }
  const provider = text.slice(0, slash);
  const model = text.slice(slash + 1);
  if (provider === "") return { fault: "names no provider before the slash" };
  if (model === "*") return { provider, model: undefined };
  const fault = modelNameFault(model);
  return fault === undefined ? { provider, model } : { fault };
}

/** What is wrong with a model name that will be sent to a provider and shown in header fields. */
export function modelNameFault(model: string): string | undefined {
  if (model === "") return "has an empty model name";
  if (model.includes("*")) return "has a `*` inside the model name: it stands alone, as in `provider/*`";
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001F\u007F]/.test(model)) return "has a control character in the model name";
  return model.trim() === model ? undefined : "has a space at an end of the model name";
}
