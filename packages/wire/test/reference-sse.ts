// Server-sent events once more: of all the bytes at once, line by line, as the standard puts it.

import type { StreamMessage } from "../src/dialect.ts";

export function referenceMessages(bytes: Uint8Array): StreamMessage[] {
  const messages: StreamMessage[] = [];
  let name = "";
  let data: string[] = [];
  for (const line of linesOf(new TextDecoder().decode(bytes))) {
    if (line === "") {
      if (data.length > 0) messages.push({ name, data: data.join("\n") });
      name = "";
      data = [];
      continue;
    }
    const [, field, value] = /^([^:]*)(?:: ?)?([^]*)$/u.exec(line) ?? [];
    if (field === "data") data.push(value ?? "");
    if (field === "event") name = value ?? "";
  }
  return messages;
}

/** Whole lines: what follows the last line end is none. */
function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/).slice(0, -1);
}
