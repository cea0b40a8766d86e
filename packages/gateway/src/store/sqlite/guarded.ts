import { HoldfastError } from "../../errors.ts";

/** Runs something on the store in a file; what goes wrong names the file. */
export function guarded<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HoldfastError("store-failed", `The store \`${path}\` failed: ${why}.`, {
      details: { path },
      cause,
    });
  }
}
