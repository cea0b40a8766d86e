import { readFileSync } from "node:fs";

/** A file of /proc, unless its process has just ended. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
