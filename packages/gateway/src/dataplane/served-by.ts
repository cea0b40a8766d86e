// The words with which a response says who made it.

import { nothingPrepared, prepareFields, prependField } from "@holdfast/transport";
import type { PreparedFields } from "@holdfast/transport";

/** Models that one destination keeps words for; clients choose the names, so there must be an end. */
const NAMES_KEPT = 256;
/** A name may have 4 KB, thrice that when escaped, and many a client's library gives up on a head of 8 or 16 KB. */
const NAME_LENGTH = 512;

/** Makes the fields of responses that come from one provider. */
export class ServedBy {
  readonly #provider: string;
  readonly #words = new Map<string, PreparedFields>();

  constructor(provider: string) {
    this.#provider = provider;
  }

  fields(requestId: string, model: string, attempts: number): PreparedFields {
    const words = this.#wordsFor(model, attempts);
    return prependField(["x-holdfast-request-id", requestId], words) ?? words;
  }

  #wordsFor(model: string, attempts: number): PreparedFields {
    const isUsual = attempts === 1;
    const known = isUsual ? this.#words.get(model) : undefined;
    if (known !== undefined) return known;
    const fields: [string, string][] = [
      ["x-holdfast-served-by", this.#name(model)],
      ["x-holdfast-attempts", String(attempts)],
    ];
    const words = prepareFields(fields) ?? nothingPrepared;
    if (this.#words.size >= NAMES_KEPT) this.#words.clear();
    if (isUsual) this.#words.set(model, words);
    return words;
  }

  /** `provider/model`, in characters that a header can carry whatever the client called its model. */
  #name(model: string): string {
    let name = "";
    for (const character of (model === "" ? this.#provider : `${this.#provider}/${model}`).toWellFormed()) {
      const escaped = /[^\x21-\x24\x26-\x7e]/.test(character) ? encodeURIComponent(character) : character;
      if (name.length + escaped.length > NAME_LENGTH) return `${name}...`;
      name += escaped;
    }
    return name;
  }
}
