// Base64 (RFC 4648, section 4): what JSON has instead of bytes. The platform's own `atob` is not at hand in pure code.

import { byteAt } from "./bytes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NO_DIGIT = 0xff;

const digits = new Uint8Array(256).fill(NO_DIGIT);
for (const [digit, character] of Array.from(alphabet).entries()) digits[character.charCodeAt(0)] = digit;

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
