// Fields of our own, checked and serialised once, then copied into every head.

import { TOKEN } from "./bytes.ts";

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
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return brand(bytes);
}

/** Both, one after the other. */
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
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** Whether text can stand as a request target. */
export function isTarget(text: string): boolean {
  return /^\/[\x21\x22\x24-\x7e]*$/.test(text);
}

function brand(bytes: Uint8Array): PreparedFields {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: only checked lines reach this function
  return bytes as PreparedFields;
}
