// The few values of DER (ITU-T X.690) that a certificate is made of.

/** An encoded value. */
export type Der = Uint8Array;

export const TRUE: Der = Uint8Array.of(0x01, 0x01, 0xff);

export function sequence(...values: readonly Der[]): Der {
  return tagged(0x30, values);
}

export function set(...values: readonly Der[]): Der {
  return tagged(0x31, values);
}

/** A non-negative integer from its bytes, the most significant first. */
export function unsignedInteger(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  // A set top bit would make it negative.
  return tagged(0x02, (digits[0] ?? 0) >= 0x80 ? [Uint8Array.of(0), digits] : [digits]);
}

/** `unusedBits` counts the bits at the end of the last byte that do not belong to the value. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Der {
  return tagged(0x03, [Uint8Array.of(unusedBits), bytes]);
}

export function octetString(bytes: Uint8Array): Der {
  return tagged(0x04, [bytes]);
}

export function utf8String(text: string): Der {
  return tagged(0x0c, [new TextEncoder().encode(text)]);
}

/** An object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, [Uint8Array.from([40 * first + second, ...rest].flatMap(base128))]);
}

/** Whole seconds. RFC 5280, section 4.1.2.5: years with two digits until 2049, with four from then on. */
export function time(at: Date): Der {
  const digits = at.toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  const isShort = at.getUTCFullYear() >= 1950 && at.getUTCFullYear() < 2050;
  return tagged(isShort ? 0x17 : 0x18, [new TextEncoder().encode(isShort ? digits.slice(2) : digits)]);
}

/** A value in a context-specific tag: around another value, or in place of its own tag. */
export function explicit(number: number, value: Der): Der {
  return tagged(0xa0 + number, [value]);
}

export function implicit(number: number, content: Uint8Array): Der {
  return tagged(0x80 + number, [content]);
}

function tagged(tag: number, contents: readonly Uint8Array[]): Der {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const head = [tag, ...lengthBytes(length)];
  const all = new Uint8Array(head.length + length);
  all.set(head);
  let at = head.length;
  for (const content of contents) {
    all.set(content, at);
    at += content.length;
  }
  return all;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(value: number): number[] {
  const low = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) low.unshift((rest & 0x7f) | 0x80);
  return low;
}
