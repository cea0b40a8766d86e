// Every dialect, registered once: adding one is filling a folder and naming it here.

import { chat } from "./chat/dialect.ts";
import type { DialectName } from "./dialect-name.ts";
import type { Dialect } from "./dialect.ts";
import { gemini } from "./gemini/dialect.ts";
import { messages } from "./messages/dialect.ts";
import { responses } from "./responses/dialect.ts";

export const dialects: Readonly<Record<DialectName, Dialect>> = { messages, chat, responses, gemini };
