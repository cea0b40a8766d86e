// One model has many names: with dates, with tags, behind the names of hosts, regions and resources.

const geographies = /^(?:us-gov|global|apac|us|eu|jp|au|ca|in)\./;
const makers =
  /^(?:anthropic|openai|meta|mistral|qwen|deepseek|moonshot|moonshotai|zai|google|minimax|xai)\./;
/** `-20251001`, `-2025-08-07`, `@20251001`, `@default`, `-v1:0`, `-latest`, `-preview-06-17`, `-001`. */
const versions =
  /(?:[-@](?:\d{8}|\d{4}-\d{2}-\d{2})|@default|-latest|-v\d+(?::\d+)?|-preview(?:-\d{2}-\d{2,4})?|-00\d)$/;

/** A name as the catalogue's index spells it: lower case, without Gemini's `models/` and Claude Code's `[1m]`. */
export function indexed(name: string): string {
  const lower = name.trim().toLowerCase();
  const bare = lower.startsWith("models/") ? lower.slice("models/".length) : lower;
  return bare.endsWith("[1m]") ? bare.slice(0, -"[1m]".length) : bare;
}

/** Spellings to look for, the closest first. All of them name the same model. */
export function spellings(name: string): string[] {
  const whole = indexed(name);
  const last = whole.slice(whole.lastIndexOf("/") + 1);
  const local = last.replace(geographies, "");
  return distinct([whole, last, local, local.replaceAll(":", "-"), withoutTag(local)]);
}

/** The same without a date or a version, which may name another release of the model. */
export function undatedSpellings(name: string): string[] {
  return distinct([...spellings(name), tunedFrom(indexed(name))].map(undated));
}

/** Shorter and shorter beginnings, each a family's possible name. The number is bounded by the name's own parts. */
export function* beginnings(name: string): Generator<string> {
  const whole = indexed(name);
  let rest = whole
    .slice(whole.lastIndexOf("/") + 1)
    .replace(geographies, "")
    .replace(makers, "");
  for (let left = 16; left > 0 && rest !== ""; left--) {
    yield rest;
    rest = rest.slice(0, Math.max(0, lastCut(rest)));
  }
}

function undated(name: string): string {
  let rest = name;
  for (let left = 3; left > 0; left--) {
    const shorter = rest.replace(versions, "");
    if (shorter === rest) return rest;
    rest = shorter;
  }
  return rest;
}

/** OpenAI's fine-tuned models are called `ft:` and what they were made from, then whose they are. */
function tunedFrom(name: string): string {
  return name.startsWith("ft:") ? (name.split(":")[1] ?? "") : "";
}

function withoutTag(name: string): string {
  const colon = name.indexOf(":");
  return colon <= 0 ? name : name.slice(0, colon);
}

function lastCut(name: string): number {
  return Math.max(...["-", ".", ":", "@", "_"].map((cut) => name.lastIndexOf(cut)));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== "");
}
