// Damages a stream the way a bad peer, a cut connection or an attacker would.

import { pick } from "./choose.ts";
import type { Choose } from "./choose.ts";
import { concat, latin1 } from "./latin1.ts";

const insertions = [
  "\r",
  "\n",
  "\r\n",
  "\r\n\r\n",
  " ",
  "\t",
  "\u000b",
  "\u0000",
  "\u0080",
  ":",
  ";",
  ",",
  "0",
  "f",
  "-",
  "0\r\n\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: identity\r\n",
  "Content-Length: 3\r\n",
  "content_length: 3\r\n",
  "Host: b.test\r\n",
  "Connection: host, content-length\r\n",
  "Expect: 100-continue\r\n",
  "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n",
  " chunked",
].map(latin1);

/** The stream with one to three damages. */
export function mutate(stream: Uint8Array, choose: Choose): Uint8Array {
  let mutated = stream;
  for (let damages = choose(3); damages >= 0; damages--) mutated = mutateOnce(mutated, choose);
  return mutated;
}

function mutateOnce(stream: Uint8Array, choose: Choose): Uint8Array {
  const at = choose(stream.length + 1);
  const end = Math.min(stream.length, at + 1 + choose(12));
  switch (choose(6)) {
    case 0:
      return stream.subarray(0, at);
    case 1:
      return concat(stream.subarray(0, at), stream.subarray(end));
    case 2:
      return concat(stream.subarray(0, end), stream.subarray(at));
    case 3:
      return concat(stream.subarray(0, at), Uint8Array.of(choose(256)), stream.subarray(at + 1));
    default:
      return concat(stream.subarray(0, at), pick(choose, insertions), stream.subarray(at));
  }
}
