// The law of passing a request on, checked by the table of attacks, the property tests and the fuzzer.

import { targetOf } from "../src/codec/request-head.ts";
import type { RequestHead } from "../src/codec/request-head.ts";
import { forwardRequest, forwardingFault } from "./forward.ts";
import { textOf } from "./latin1.ts";
import { readRequests } from "./read-stream.ts";
import type { ReadMessage } from "./read-stream.ts";

/** One request comes in, the same one goes on, with nothing behind it. */
export function lawBrokenByForwarding(message: ReadMessage<RequestHead>): string | undefined {
  for (const travel of ["counted", "chunked"] as const) {
    const forwarded = forwardRequest(message, travel);
    const fault = forwardingFault(textOf(forwarded), textOf(message.payload));
    if (fault !== undefined) return `forwarded ${travel}: ${fault}`;
    const again = readRequests([forwarded]);
    const [only] = again.messages;
    if (
      only === undefined ||
      again.messages.length !== 1 ||
      again.violation !== undefined ||
      again.leftover > 0
    ) {
      return `forwarded ${travel}, read again: ${again.messages.length} requests`;
    }
    const isSame =
      only.head.method === message.head.method &&
      targetOf(only.head) === targetOf(message.head) &&
      textOf(only.payload) === textOf(message.payload) &&
      only.isWhole;
    if (!isSame) return `forwarded ${travel}, read again: ${again.messages.length} requests`;
    const sent = JSON.stringify(only.head.fields.entries().filter(([name]) => !isWrittenAnew(name)));
    const meant = JSON.stringify(endToEnd(message.head.fields.entries()));
    if (sent !== meant) return `forwarded ${travel}: ${sent}, not ${meant}`;
  }
  return undefined;
}

/** What the law of passing on says, in strings: all but what concerns this connection, or is written anew. */
function endToEnd(entries: readonly [name: string, value: string][]): [name: string, value: string][] {
  const named = entries
    .filter(([name]) => /^connection$/i.test(name))
    .flatMap(([, value]) => value.split(",").map((option) => option.trim().toLowerCase()));
  return entries.filter(
    ([name]) =>
      !named.includes(name.toLowerCase()) &&
      !isWrittenAnew(name) &&
      !/^(connection|keep-alive|proxy-connection|te|trailer|upgrade|expect|http2-settings)$/i.test(name),
  );
}

function isWrittenAnew(name: string): boolean {
  return /^(host|content-length|transfer-encoding|x-api-key)$/i.test(name);
}
