// The few replies that a server gives by itself, to requests that never reached a handler or broke on the way.

import { isFieldValue } from "../codec/prepared-fields.ts";
import { TransportError } from "./misuse.ts";

/** How such a reply is worded; the default is a line of plain text. */
export type Refusal = (
  status: number,
  reason: string,
) => { readonly contentType: string; readonly body: string };

export const plainRefusal: Refusal = (_status, reason) => ({
  contentType: "text/plain; charset=utf-8",
  body: `${reason}\n`,
});

const phrases: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  413: "Content Too Large",
  417: "Expectation Failed",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
};

export interface PlainReply {
  readonly status: number;
  readonly reason: string;
  /** The request's method, where it is known: the answer to HEAD has no content. */
  readonly method: string | undefined;
}

/** A whole reply that also announces the end of the connection. */
export function plainReply(
  { status, reason, method }: PlainReply,
  { refusal, onFault }: { readonly refusal: Refusal; readonly onFault: (error: unknown) => void },
): Uint8Array {
  const { contentType, body } = wordsOf(status, reason, { refusal, onFault });
  const content = new TextEncoder().encode(body);
  const head = [
    `HTTP/1.1 ${status} ${phrases[status] ?? "Error"}`,
    `content-type: ${contentType}`,
    `content-length: ${content.length}`,
    "connection: close",
  ].join("\r\n");
  return Buffer.concat([
    new TextEncoder().encode(`${head}\r\n\r\n`),
    method === "HEAD" ? new Uint8Array(0) : content,
  ]);
}

function wordsOf(
  status: number,
  reason: string,
  { refusal, onFault }: { readonly refusal: Refusal; readonly onFault: (error: unknown) => void },
): ReturnType<Refusal> {
  try {
    const words = refusal(status, reason);
    if (isFieldValue(words.contentType)) return words;
    onFault(new TransportError("field-invalid", "A refusal's content type cannot be sent in a header."));
  } catch (error) {
    onFault(error);
  }
  return plainRefusal(status, reason);
}
