// A reader of event streams that knows nothing of the encoders: the WHATWG rules, over a whole text.

export interface SseEvent {
  readonly name: string;
  readonly data: string;
}

export function readEvents(text: string): SseEvent[] {
  const events: SseEvent[] = [];
  let name = "";
  let data: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (data.length > 0) events.push({ name: name === "" ? "message" : name, data: data.join("\n") });
      name = "";
      data = [];
      continue;
    }
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return events;
}
