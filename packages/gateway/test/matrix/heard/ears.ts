// Every dialect's reader of answers, by hand: none of the code that writes them may be the judge of them.

import type { Dialect } from "@holdfast/simulator";
import { chat } from "./chat.ts";
import { gemini } from "./gemini.ts";
import type { Ear } from "./heard.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";

export const ears: Readonly<Record<Dialect, Ear>> = { messages, chat, responses, gemini };
