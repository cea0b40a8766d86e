import type { HeaderEntry } from "./said.ts";

/** A request as it came, but for its body. */
export interface ProviderHead {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** In order, case and repetition as they came. */
  readonly headers: readonly HeaderEntry[];
}

export interface ProviderRequest extends ProviderHead {
  readonly body: Uint8Array;
}

/** The first field with this lower-case name. */
export function headerOf({ headers }: ProviderRequest, lowerCaseName: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}
