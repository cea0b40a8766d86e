// Writes JSON documents in every spelling the grammar allows. A list of choices decides everything: fast-check
// shrinks such a list, and the fuzzer draws it from a seed.

/** Picks one of `count` alternatives, 0 being the plainest. */
export type Choose = (count: number) => number;

/** The choices of a list; when it ends, everything else is plain, so that every document ends. */
export function chooseFrom(choices: readonly number[]): Choose {
  let next = 0;
  return (count) => (choices[next++] ?? 0) % count;
}

/** An endless, repeatable stream of choices (xorshift32). */
export function chooseBySeed(seed: number): Choose {
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995;
  if (state === 0) state = 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

/** The text of a JSON object as a client might send it, `model` and `stream` likely, repeated or missing. */
export function writeBody(choose: Choose): string {
  const mark = choose(40) === 1 ? "\ufeff" : "";
  const members = Array.from({ length: choose(9) }, () => writeMember(choose, 0));
  return `${mark}${blank(choose)}{${blank(choose)}${members.join(`,${blank(choose)}`)}}${blank(choose)}`;
}

const keys = ["model", "stream", "a", "messages", "mode", "models", "", "größe", "m\u0000del", "__proto__"];
const lookalikes = ["Model", "MODEL", "Stream"];
const modelNames = ["gpt-5.5", "claude-opus-5", "", "modèle", "😀", '"}', "\\", "a/b:c", "\u2028"];
const fragments = [
  "x",
  '"',
  "\\",
  "\n",
  "é",
  "😀",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"model":"y"',
  " ".repeat(14),
  "/",
];
const scalars = ["null", "true", "false", "0", "-1.5e+3", "12345678901234567890"];

function writeMember(choose: Choose, depth: number): string {
  const key = choose(60) === 1 ? pick(choose, lookalikes) : pick(choose, keys);
  return `${writeString(choose, key)}${blank(choose)}:${blank(choose)}${valueFor(choose, key, depth)}${blank(choose)}`;
}

function valueFor(choose: Choose, key: string, depth: number): string {
  if (key === "model" && choose(8) !== 1) return writeString(choose, pick(choose, modelNames));
  if (key === "stream" && choose(8) !== 1) return pick(choose, ["false", "true", "null"]);
  return writeValue(choose, depth);
}

function writeValue(choose: Choose, depth: number): string {
  const kind = choose(depth < 4 ? 4 : 2);
  if (kind === 0) return pick(choose, scalars);
  if (kind === 1) {
    return writeString(choose, Array.from({ length: choose(9) }, () => pick(choose, fragments)).join(""));
  }
  const writeInner = kind === 2 ? writeMember : writeValue;
  const inner = Array.from({ length: choose(4) }, () => `${writeInner(choose, depth + 1)}${blank(choose)}`);
  const text = `${blank(choose)}${inner.join(`,${blank(choose)}`)}`;
  return kind === 2 ? `{${text}}` : `[${text}]`;
}

/** Spells a text as a string token: short escapes only, or a mixture with `\uXXXX` in either case and `\/`. */
function writeString(choose: Choose, text: string): string {
  const escapesMuch = choose(3) === 1;
  const spelled = Array.from(text, (character) => {
    const style = escapesMuch ? choose(3) : 0;
    if (style === 0) return JSON.stringify(character).slice(1, -1);
    if (style === 2 && character === "/") return "\\/";
    const escapes = character.split("").map(hexEscape).join("");
    return style === 1 ? escapes : escapes.toUpperCase().replaceAll("U", "u");
  });
  return `"${spelled.join("")}"`;
}

function hexEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function blank(choose: Choose): string {
  return pick(choose, ["", "", "", "", " ", "\n\t", "\r\n  "]);
}

function pick<Item>(choose: Choose, items: readonly Item[]): Item {
  const item = items[choose(items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
