// What commands beside a running gateway need of its configuration. They are typed in a shell that may lack the
// gateway's variables, and in the very moment in which somebody has broken the file.

import { LineCounter, parseDocument } from "yaml";
import { ConfigSchema } from "../contract/config.ts";
import { wantsNumber } from "./shape.ts";
import type { Environment } from "./substitute.ts";
import { treeFrom } from "./tree.ts";

export type Places = {
  /** The console's address, as it is written. */
  readonly console: string;
  readonly data: string;
  /** The names of the workflows. */
  readonly workflows: readonly string[];
};

const PlacesSchema = ConfigSchema.pick({ console: true, data: true });

/** Undefined where these very settings cannot be made out. */
export function placesIn(text: string, env: Environment): Places | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const tree = treeFrom(document.contents, lines, { env, wantsNumber });
  if (tree.faults.some(({ path: [name] }) => name === "console" || name === "data")) return undefined;
  const written = { console: tree.get(["console"]), data: tree.get(["data"]) };
  const parsed = PlacesSchema.safeParse(written);
  const workflows = tree.get(["workflows"]);
  const names = typeof workflows === "object" && workflows !== null ? Object.keys(workflows) : [];
  return parsed.success ? { ...parsed.data, workflows: names } : undefined;
}

/** Those of a gateway that runs without a file. */
export function usualPlaces(): Places {
  return { ...PlacesSchema.parse({}), workflows: [] };
}
