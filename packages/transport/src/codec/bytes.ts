// Byte-level vocabulary of HTTP/1.1: which bytes may stand where, and how to compare without making strings.

/** The byte at a position the caller has already checked to be inside the array. */
export function byteAt(bytes: Uint8Array, at: number): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: `at` is within the array, so the element is there
  return bytes[at] as number;
}

export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const HTAB = 0x09;
export const QUOTE = 0x22;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const BACKSLASH = 0x5c;

/** 1 for every `tchar` of RFC 9110, section 5.6.2. */
export const TOKEN = tableOf("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** 1 for what a field value may hold in ASCII (visible, space, tab), 2 for bytes above ASCII, 0 for control characters. */
export const FIELD_VALUE = fieldValueTable();

/** Every byte itself, but for upper-case letters, which become lower-case ones. */
const LOWER = lowerTable();

/** The value of a hex digit, or 255. */
export const HEX = hexTable();

/** Latin-1 text of a range: one character a byte, so nothing is lost and nothing can fail. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(byteAt(bytes, at));
  return text;
}

/**
 * Whether a range begins with this lower-case ASCII text, ignoring case. The table folds letters and nothing else:
 * setting the 0x20 bit would also take a carriage return for a hyphen and lose the underscore.
 */
export function isNamed(bytes: Uint8Array, start: number, lowerCase: string): boolean {
  for (let i = 0; i < lowerCase.length; i++) {
    if (byteAt(LOWER, byteAt(bytes, start + i)) !== lowerCase.charCodeAt(i)) return false;
  }
  return true;
}

/** `HTTP/1.`, in this case exactly. */
export function isHttp1(bytes: Uint8Array, at: number): boolean {
  return (
    byteAt(bytes, at) === 0x48 &&
    byteAt(bytes, at + 1) === 0x54 &&
    byteAt(bytes, at + 2) === 0x54 &&
    byteAt(bytes, at + 3) === 0x50 &&
    byteAt(bytes, at + 4) === 0x2f &&
    byteAt(bytes, at + 5) === 0x31 &&
    byteAt(bytes, at + 6) === 0x2e
  );
}

/** Whether a range is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const lead = byteAt(bytes, at);
    if (lead < 0x80) {
      at++;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf
        ? 2
        : lead >= 0xe0 && lead <= 0xef
          ? 3
          : lead >= 0xf0 && lead <= 0xf4
            ? 4
            : 0;
    if (length === 0 || at + length > end) return false;
    const second = byteAt(bytes, at + 1);
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return false;
    for (let i = 2; i < length; i++) {
      if ((byteAt(bytes, at + i) & 0xc0) !== 0x80) return false;
    }
    at += length;
  }
  return true;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}

function fieldValueTable(): Uint8Array {
  const table = new Uint8Array(256).fill(1, SP, 0x7f).fill(2, 0x80);
  table[HTAB] = 1;
  return table;
}

function lowerTable(): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (let byte = 0x41; byte <= 0x5a; byte++) table[byte] = byte + 0x20;
  return table;
}

function hexTable(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (let i = 0; i < 16; i++) {
    table[i.toString(16).charCodeAt(0)] = i;
    table[i.toString(16).toUpperCase().charCodeAt(0)] = i;
  }
  return table;
}
