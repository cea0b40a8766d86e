// What becomes of a stream that is put together.

import type { StreamMessage } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";

export interface NativeWhole {
  readonly message: (message: StreamMessage) => void;
  readonly result: () => NativeResult;
}

export type NativeResult =
  | { readonly kind: "whole"; readonly body: JsonObject }
  /** The provider said that it failed; the text is what it said. */
  | { readonly kind: "failed"; readonly text: string }
  | { readonly kind: "incomplete"; readonly why: string };
