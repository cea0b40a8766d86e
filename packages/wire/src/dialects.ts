// Every dialect, registered once: adding one is filling a folder and naming it here.

import { encodeError as encodeChatError } from "./chat/encode-error.ts";
import type { CanonicalFailure, EncodedFailure } from "./failure.ts";
import { encodeError as encodeMessagesError } from "./messages/encode-error.ts";

/** The request formats that are understood. */
export type DialectName = "messages" | "chat";

/** What a dialect can do. */
export interface Dialect {
  readonly encodeError: (failure: CanonicalFailure) => EncodedFailure;
}

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  messages: { encodeError: encodeMessagesError },
  chat: { encodeError: encodeChatError },
};
