// Takes the text out of `{"input": "..."}` while it is written, piece by piece.

export interface InputUnwrapper {
  /** More of the JSON text; gives more of the text in it, perhaps none. */
  readonly push: (json: string) => string;
  /** What is left to say when no more comes. */
  readonly end: () => string;
}

/** How much may come before it is clear that this is no wrapping: more than any spacing that models write. */
const maxHeld = 256;

const opening = /^\s*\{\s*"input"\s*:\s*"/;
/** Whether a text may still become one that `opening` matches. */
const beginning = /^\s*(?:\{\s*(?:"(?:i(?:n(?:p(?:u(?:t(?:"\s*(?::\s*)?)?)?)?)?)?)?)?)?$/;

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
]);

/** What is not wrapped goes through as it is. Once the text has begun, what follows its closing quote is wrapping. */
export function createInputUnwrapper(): InputUnwrapper {
  let state: "before" | "text" | "after" | "plain" = "before";
  /** JSON that is not understood yet: before the text, or an escape that has not ended. */
  let held = "";
  /** The first half of a pair: alone it is no character. */
  let half = "";

  const textFrom = (json: string): string => {
    let text = half;
    half = "";
    let at = 0;
    while (at < json.length) {
      const next = nextSpecial(json, at);
      text += json.slice(at, next);
      at = next;
      if (json[at] === '"') {
        state = "after";
        break;
      }
      if (json[at] !== "\\") continue;
      const size = json[at + 1] === "u" ? 6 : 2;
      if (json.length < at + size) {
        held = json.slice(at);
        break;
      }
      text += unescaped(json.slice(at, at + size));
      at += size;
    }
    if (state === "text" && isHighSurrogate(text.charCodeAt(text.length - 1))) {
      half = text.slice(-1);
      return text.slice(0, -1);
    }
    return text;
  };

  return {
    push(json) {
      if (state === "plain") return json;
      if (state === "after") return "";
      const all = held + json;
      held = "";
      if (state === "text") return textFrom(all);
      const match = opening.exec(all);
      if (match !== null) {
        state = "text";
        return textFrom(all.slice(match[0].length));
      }
      if (all.length <= maxHeld && beginning.test(all)) {
        held = all;
        return "";
      }
      state = "plain";
      return all;
    },
    end() {
      const rest = half + held;
      held = "";
      half = "";
      return rest;
    },
  };
}

/** The whole text of a whole input. */
export function unwrapInput(json: string): string {
  const unwrapper = createInputUnwrapper();
  return unwrapper.push(json) + unwrapper.end();
}

function nextSpecial(json: string, from: number): number {
  for (let at = from; at < json.length; at++) {
    if (json[at] === '"' || json[at] === "\\") return at;
  }
  return json.length;
}

/** An escape that is none stays as it is written. */
function unescaped(escape: string): string {
  if (escape.length === 2) return escapes.get(escape.slice(1)) ?? escape;
  return /^\\u[0-9a-fA-F]{4}$/.test(escape)
    ? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
    : escape;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
