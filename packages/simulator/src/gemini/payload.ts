// How Google's JSON reader refuses what no field stands for, or what is of another kind.

import type { Refusal } from "../encoder.ts";
import type { JsonObject } from "../json.ts";
import { camelCase } from "./spelling.ts";

/** The first field that is none of these, given in camelCase. */
export function unknownField(object: JsonObject, known: readonly string[]): string | undefined {
  return Object.keys(object).find((name) => !known.includes(camelCase(name)));
}

/** `path` as the reader writes it, empty at the top. */
export function unknownName(name: string, path: string): Refusal {
  const place = path === "" ? "" : ` at '${path}'`;
  return badRequest(
    `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`,
    path,
  );
}

export function wrongKind(value: unknown, path: string, kind: string): Refusal {
  return badRequest(
    `Invalid value at '${path}' (${kind}), ${value === undefined ? "null" : JSON.stringify(value)}`,
    path,
  );
}

function badRequest(message: string, path: string): Refusal {
  const violation = { ...(path === "" ? {} : { field: path }), description: message };
  return {
    status: 400,
    message,
    details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [violation] }],
  };
}
