// Everything a peer can do wrong on the wire, in one table.

/** What a client is told, by violation: the status and the sentence. From a provider each of them is `malformed`. */
export const violations = {
  "request-line-malformed": [400, "The request line is not METHOD SP TARGET SP HTTP-VERSION CRLF."],
  "method-unsupported": [501, "This method is not served here."],
  "target-malformed": [
    400,
    "The request target is neither a path nor an absolute http(s) URL, or holds bytes that a URL cannot.",
  ],
  "version-unsupported": [505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."],
  "status-line-malformed": [502, "The status line is not HTTP/1.x SP CODE SP REASON."],
  "field-name-malformed": [
    400,
    "A header line has no colon, or its name is empty or holds a character that a name cannot.",
  ],
  "field-name-confusing": [400, "A header name imitates a framing header with an underscore."],
  "space-before-colon": [400, "A header name is followed by white space before its colon."],
  "line-folded": [400, "A header line begins with white space: folded lines are obsolete and refused."],
  "control-character": [400, "A header value holds a control character."],
  "bare-cr": [400, "A carriage return stands without its line feed."],
  "bare-lf": [400, "A line ends with a line feed alone; CRLF is required."],
  "text-not-utf8": [400, "A header value is not valid UTF-8."],
  "head-too-large": [431, "The request line and headers are longer than is accepted here."],
  "too-many-fields": [431, "There are more header or trailer lines than are accepted here."],
  "host-missing": [400, "An HTTP/1.1 request needs a Host header."],
  "host-repeated": [400, "There is more than one Host header."],
  "host-malformed": [400, "The Host header is not a host with an optional port."],
  "host-mismatch": [400, "The absolute URL of the request line and the Host header name different hosts."],
  "length-malformed": [400, "Content-Length is not a plain decimal number within bounds."],
  "length-conflict": [400, "There are several different Content-Length headers."],
  "length-beside-coding": [400, "Content-Length and Transfer-Encoding stand together."],
  "coding-unknown": [501, "Transfer-Encoding is something else than exactly one `chunked`."],
  "coding-in-http10": [400, "Transfer-Encoding does not exist in HTTP/1.0."],
  "expectation-unsupported": [417, "The only expectation that can be met is 100-continue."],
  "chunk-size-malformed": [400, "A chunk size is not a hexadecimal number followed by CRLF."],
  "chunk-size-too-large": [400, "A chunk size is beyond any bound."],
  "chunk-extension-malformed": [
    400,
    "A chunk extension holds a control character, has an open quote, or does not end with CRLF.",
  ],
  "chunk-extension-too-long": [400, "Chunk extensions are longer than is accepted here."],
  "chunk-end-malformed": [400, "A chunk's data is not followed by CRLF."],
  "trailer-too-large": [431, "The trailer section is longer than is accepted here."],
  "trailer-forbidden": [400, "A trailer names a field that frames, routes or authenticates a message."],
  "switch-unasked": [502, "The protocol was switched though nobody asked."],
  "too-many-interim": [502, "Too many 1xx answers came before the final one."],
} as const satisfies Readonly<Record<string, readonly [status: number, reason: string]>>;

export type Violation = keyof typeof violations;

/** The status with which a server answers this violation. */
export function violationStatus(violation: Violation): number {
  return violations[violation][0];
}

/** One sentence that says what was wrong. */
export function violationReason(violation: Violation): string {
  return violations[violation][1];
}
