// Base64 (RFC 4648, section 4): what JSON has instead of bytes. The platform's own `atob` is not at hand in pure code.

import { byteAt } from "./bytes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = 0x3d;
const NO_DIGIT = 0xff;

const characters = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
const digits = new Uint8Array(256).fill(NO_DIGIT);
for (const [digit, character] of characters.entries()) digits[character] = digit;

const ascii = new TextDecoder("latin1");

export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const missing = Math.max(0, at + 3 - bytes.length);
    const second = missing > 1 ? 0 : byteAt(bytes, at + 1);
    const group = (byteAt(bytes, at) << 16) | (second << 8) | (missing > 0 ? 0 : byteAt(bytes, at + 2));
    for (let digit = 0; digit < 4 - missing; digit++) {
      text[to + digit] = byteAt(characters, (group >>> (18 - 6 * digit)) & 63);
    }
    to += 4;
  }
  return ascii.decode(text);
}

/** Undefined where the text is not base64. The padding may be missing; spaces and line ends may not stand in between. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const size = text.length - paddingSize(text);
  if (size % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((size * 3) / 4));
  let seen = 0;
  let group = 0;
  let to = 0;
  for (let at = 0; at < size; at++) {
    const digit = digitAt(text, at);
    seen |= digit;
    group = (group << 6) | digit;
    // Six bits a character: from the second one of each four on there is a byte to write.
    if ((at & 3) !== 0) bytes[to++] = group >>> (6 - 2 * (at & 3));
  }
  return seen < 64 ? bytes : undefined;
}

/** What is no digit is 64 or more. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 0xff ? NO_DIGIT : byteAt(digits, code);
}

/** Padding fills the last group of four and is nothing anywhere else. */
function paddingSize(text: string): number {
  if (text.length % 4 !== 0) return 0;
  if (text.endsWith("==")) return 2;
  return text.endsWith("=") ? 1 : 0;
}
