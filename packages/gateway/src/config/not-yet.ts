// What design and documentation already speak of and this version does not have. To call it unknown would be a lie, and to
// ignore it a worse one.

import type { Path } from "./tree.ts";

/** By place: the keys (or, where the place is a single value, the values) that are not there yet. */
const notYet: Readonly<Record<string, readonly string[]>> = {
  "": [
    "alerts",
    "cache",
    "catalogue",
    "degrade",
    "drills",
    "hedge",
    "priorities",
    "probes",
    "queue",
    "secret",
    "sla",
  ],
  "providers.*": ["alerts", "drills", "hedge", "limits", "priorities", "probes", "region", "sla"],
  "providers.*.kind": ["bedrock", "vertex", "azure"],
  "routes.*": [
    "alerts",
    "cache",
    "degrade",
    "drills",
    "hedge",
    "limits",
    "priorities",
    "probes",
    "queue",
    "sla",
  ],
};

export function isNotYet(path: Path, name: string): boolean {
  const place = path.map((step, index) =>
    typeof step === "number" || (path[0] === "providers" && index === 1) ? "*" : step,
  );
  return notYet[place.join(".")]?.includes(name) ?? false;
}

export function notYetMessage(name: string): string {
  return `\`${name}\` is not there yet: this version of Holdfast does not have it`;
}
