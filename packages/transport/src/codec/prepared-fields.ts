// Fields of our own, checked and serialised once, then copied into every head.

import { FIELD_VALUE, TOKEN, byteAt } from "./bytes.ts";

/** Complete header lines, ready to be copied into a head. */
export type PreparedFields = Uint8Array & { readonly prepared: unique symbol };

export const nothingPrepared = brand(new Uint8Array(0));

/**
 * Serialises fields; `undefined` if a name is not a token or a value holds a control character or a character that
 * a single byte cannot hold, because such a value could end the line and begin another message.
 */
export function prepareFields(
  fields: Iterable<readonly [name: string, value: string]>,
): PreparedFields | undefined {
  let text = "";
  for (const [name, value] of fields) {
    if (!isToken(name) || !isFieldValue(value)) return undefined;
    text += `${name}: ${value}\r\n`;
  }
  const bytes = new Uint8Array(text.length);
  write(bytes, 0, text);
  return brand(bytes);
}

/** One more field in front of others, for a value that is another in every message; `undefined` as above. */
export function prependField(
  [name, value]: readonly [name: string, value: string],
  others: PreparedFields,
): PreparedFields | undefined {
  if (!isToken(name) || !isFieldValue(value)) return undefined;
  const bytes = new Uint8Array(name.length + value.length + 4 + others.length);
  let at = write(bytes, write(bytes, write(bytes, 0, name), ": "), value);
  at = write(bytes, at, "\r\n");
  bytes.set(others, at);
  return brand(bytes);
}

/** Both, one after the other. For what is made once: a request's own field is put in front by `prependField`. */
export function joinPrepared(first: PreparedFields, second: PreparedFields): PreparedFields {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return brand(bytes);
}

export function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (TOKEN[text.charCodeAt(i)] !== 1) return false;
  return text !== "";
}

/** Whether text can stand as a field's value. */
export function isFieldValue(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff || byteAt(FIELD_VALUE, code) === 0) return false;
  }
  return true;
}

/** Whether text can stand as a request target. */
export function isTarget(text: string): boolean {
  return /^\/[\x21\x22\x24-\x7e]*$/.test(text);
}

/** Returns where the next text goes. */
function write(bytes: Uint8Array, start: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}

function brand(bytes: Uint8Array): PreparedFields {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: only checked lines reach this function
  return bytes as PreparedFields;
}
