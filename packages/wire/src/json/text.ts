// Turns the bytes of one JSON string into text and back. Strict, and meant for short strings: names, not prompts.

import { BACKSLASH, byteAt } from "./bytes.ts";
import type { ByteRange } from "./members.ts";

/**
 * Plain texts that were read last. Nearly all requests ask for one of a few models: to compare costs a tenth of
 * making the string again, and whoever looks it up finds it hashed.
 */
const TEXTS_KEPT = 64;
const TEXT_LENGTH = 128;
const kept: (string | undefined)[] = Array.from({ length: TEXTS_KEPT }, () => undefined);

/** The text of the string token at a range (quotes included), or undefined where it is not a JSON string in UTF-8. */
export function textFrom(bytes: Uint8Array, token: ByteRange): string | undefined {
  const slot = (token.end - token.start + byteAt(bytes, token.end - 2)) % TEXTS_KEPT;
  const known = kept[slot];
  if (known !== undefined && isSpelled(bytes, token, known)) return known;
  if (isPlain(bytes, token)) {
    const text = latin1(bytes.subarray(token.start + 1, token.end - 1));
    if (text.length <= TEXT_LENGTH) kept[slot] = text;
    return text;
  }
  try {
    const text: unknown = JSON.parse(utf8(bytes.subarray(token.start, token.end)));
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a string token's bytes are its text: visible ASCII and spaces, no escapes. */
export function isPlain(bytes: Uint8Array, token: ByteRange): boolean {
  for (let at = token.start + 1; at < token.end - 1; at++) {
    const byte = byteAt(bytes, at);
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
  }
  return true;
}

/** Whether the token at a range is this word: `true`, `null`. */
export function isWord(bytes: Uint8Array, token: ByteRange, word: string): boolean {
  return token.end - token.start === word.length && standsAt(bytes, token.start, word);
}

/** Whether a string token is spelled as this ASCII text between its quotes. */
export function isSpelled(bytes: Uint8Array, token: ByteRange, text: string): boolean {
  return token.end - token.start === text.length + 2 && standsAt(bytes, token.start + 1, text);
}

/** The same for a plain token and letters in lower case: the bit 0x20 folds them. */
export function isSpelledInAnyCase(bytes: Uint8Array, token: ByteRange, letters: string): boolean {
  if (token.end - token.start !== letters.length + 2) return false;
  for (let i = 0; i < letters.length; i++) {
    if ((byteAt(bytes, token.start + 1 + i) | 0x20) !== letters.charCodeAt(i)) return false;
  }
  return true;
}

/** A text as a JSON string token. All ASCII: what lies beyond is escaped, so no encoder is needed. */
export function tokenFrom(text: string): Uint8Array {
  const token = JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, escapeUnit);
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) bytes[i] = token.charCodeAt(i);
  return bytes;
}

function standsAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (byteAt(bytes, start + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `Reflect.apply` takes the bytes as they are; spreading them goes through an iterator and costs three times as much. */
function latin1(bytes: Uint8Array): string {
  const text: unknown = Reflect.apply(String.fromCharCode, undefined, bytes);
  return typeof text === "string" ? text : "";
}

/** Throws URIError where the bytes are not UTF-8: the language's own strict decoder, since TextDecoder is the platform's. */
function utf8(bytes: Uint8Array): string {
  let encoded = "";
  for (const byte of bytes) encoded += `%${byte.toString(16).padStart(2, "0")}`;
  return decodeURIComponent(encoded);
}
