// Finds where JSON tokens end, without making values of them. Every function returns the offset behind what it
// skipped, or `~offset` (always negative) of the byte where it could not go on; that is the length when bytes ran out.

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * How far a string is looked through byte by byte before the native search takes over. A native call costs about
 * as much as a loop over 50 bytes; most strings of a request are keys, ids and words, and end within 16.
 */
const LOOP_BYTES = 16;

/** What a byte means outside of strings. */
const Role = { blank: 0, separator: 1, scalar: 2, open: 3, close: 4, refused: 5 } as const;

/**
 * Everything that is not listed is refused, inside nested values too. That makes the reading safe against parsers
 * that take more than JSON: comments, single quotes and backticks would move the place where a string begins.
 */
const roles = roleTable();

/** The byte at an offset that the caller has compared with the length. */
export function byteAt(bytes: Uint8Array, at: number): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: `at` is within the array, so the element is there
  return bytes[at] as number;
}

/** The byte at an offset, or -1 behind the end. */
export function peek(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? byteAt(bytes, at) : -1;
}

/** Skips JSON's four kinds of white space. */
export function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && roleOf(byteAt(bytes, at)) === Role.blank) at++;
  return at;
}

/** Skips any value that begins at `from`. Scalars are not spelled out: `nul` and `01` pass, the provider judges. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const first = peek(bytes, from);
  if (first === QUOTE) return skipString(bytes, from + 1);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && roleOf(byteAt(bytes, at)) === Role.scalar) at++;
  return at === from ? ~from : at;
}

/** Skips a string; `from` is behind its opening quote. What stands between the quotes is not checked. */
export function skipString(bytes: Uint8Array, from: number): number {
  const end = bytes.length;
  let at = from;
  for (;;) {
    const near = Math.min(end, at + LOOP_BYTES);
    while (at < near && byteAt(bytes, at) !== QUOTE) at++;
    if (at === near) at = bytes.indexOf(QUOTE, at);
    if (at < 0) return ~end;
    at++;
    if (!isEscaped(bytes, at - 1)) return at;
  }
}

/**
 * Skips an object or array by counting brackets, so depth costs neither stack nor memory. Only the outermost pair
 * must match in kind; commas and colons are not looked at.
 */
function skipNested(bytes: Uint8Array, from: number): number {
  const end = bytes.length;
  let depth = 0;
  let at = from;
  while (at < end) {
    const byte = byteAt(bytes, at);
    at++;
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      if (at < 0) return at;
      continue;
    }
    const role = roleOf(byte);
    if (role < Role.open) continue;
    if (role === Role.refused) return ~(at - 1);
    depth += role === Role.open ? 1 : -1;
    if (depth === 0) return byte === closerOf(byteAt(bytes, from)) ? at : ~(at - 1);
  }
  return ~end;
}

/**
 * Whether an odd number of backslashes stands before a quote inside a string. The count ends at the quote before, the
 * string's own or an escaped one, so no backslash is counted twice and a string of nothing but `\"` stays linear.
 */
function isEscaped(bytes: Uint8Array, quote: number): boolean {
  let at = quote;
  while (byteAt(bytes, at - 1) === BACKSLASH) at--;
  return ((quote - at) & 1) === 1;
}

function closerOf(opener: number): number {
  return opener === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
}

function roleOf(byte: number): number {
  return byteAt(roles, byte);
}

function roleTable(): Uint8Array {
  const table = new Uint8Array(256).fill(Role.refused);
  const set = (characters: string, role: number): void => {
    for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = role;
  };
  set(" \t\n\r", Role.blank);
  set(",:", Role.separator);
  set("+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", Role.scalar);
  set("[{", Role.open);
  set("]}", Role.close);
  return table;
}
