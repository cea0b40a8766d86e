import { claudeEntries } from "./claude.data.ts";
import type { ModelEntry } from "./entry.ts";
import { geminiEntries } from "./gemini.data.ts";
import { gptEntries } from "./gpt.data.ts";
import { openEntries } from "./open.data.ts";

/** Every model that is known without configuration. */
export const builtInEntries: readonly ModelEntry[] = [
  ...claudeEntries,
  ...gptEntries,
  ...geminiEntries,
  ...openEntries,
];
