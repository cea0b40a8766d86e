// Spellings that two servers may read differently, so that what one of them takes for a body the other takes for a
// request. Families and names as they are known from published attacks.

import type { Violation } from "../src/codec/violation.ts";

/** What becomes of a stream: how many requests are read whole, and how it ends. */
interface Verdict {
  readonly passes: number;
  readonly ending: Violation | "idle" | "waits";
}

export interface Attack {
  readonly family: string;
  /** What is special about it. */
  readonly spelling: string;
  readonly bytes: string;
  readonly verdict: Verdict;
  /** Node's own parser refuses it: why it is accepted here. */
  readonly unlikeNode?: string;
}

/** The request that must never come out at the other side by itself. */
const smuggled = "GET /admin HTTP/1.1\r\nHost: a.test\r\n\r\n";

const host = "Host: a.test\r\n";
const once: Verdict = { passes: 1, ending: "idle" };
const twice: Verdict = { passes: 2, ending: "idle" };
const waits: Verdict = { passes: 0, ending: "waits" };

type Row = readonly [
  spelling: string,
  bytes: string,
  verdict: Verdict | Violation,
  unlikeNode?: string | undefined,
];

function family(name: string, rows: readonly Row[]): Attack[] {
  return rows.map(([spelling, bytes, verdict, unlikeNode]) => ({
    family: name,
    spelling,
    bytes,
    verdict: typeof verdict === "string" ? { passes: 0, ending: verdict } : verdict,
    ...(unlikeNode === undefined ? {} : { unlikeNode }),
  }));
}

/** A value or a line, what becomes of it, and why Node's refusal of it is not followed. */
type Spelling = readonly [text: string, verdict: Verdict | Violation, unlikeNode?: string | undefined];

const blanks =
  "a tab is a blank like any other around a value (RFC 9110, section 5.5), and the line does not go on";
const same = "the same length twice is no doubt (RFC 9110, section 8.6), and one of them goes on";

function post(fields: string, rest = ""): string {
  return `POST / HTTP/1.1\r\n${host}${fields}\r\n\r\n${rest}`;
}

function get(fields: string, rest = ""): string {
  return `GET / HTTP/1.1\r\n${host}${fields}\r\n\r\n${rest}`;
}

function chunks(rest: string): string {
  return post("Transfer-Encoding: chunked", rest);
}

/** A chunk that holds the smuggled request, and the last one. */
const smuggledChunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;

const bothFramings = family("CL.TE and TE.CL", [
  [
    "length first",
    post("Content-Length: 6\r\nTransfer-Encoding: chunked", `0\r\n\r\n${smuggled}`),
    "length-beside-coding",
  ],
  [
    "coding first",
    post("Transfer-Encoding: chunked\r\nContent-Length: 4", smuggledChunk),
    "length-beside-coding",
  ],
  [
    "a length of zero",
    post("Content-Length: 0\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
    "length-beside-coding",
  ],
  [
    "a length that fits",
    post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
    "length-beside-coding",
  ],
  [
    "in lower case",
    post("content-length: 6\r\ntransfer-encoding: chunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "fields between them",
    post("Content-Length: 6\r\nA: b\r\nTransfer-Encoding: chunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "a length twice",
    post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "a broken length",
    post("Content-Length: +6\r\nTransfer-Encoding: chunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "a broken coding",
    post("Content-Length: 6\r\nTransfer-Encoding: xchunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  ["an empty coding", post("Content-Length: 6\r\nTransfer-Encoding:", "0\r\n\r\nG"), "length-beside-coding"],
  [
    "an identity coding",
    post("Content-Length: 6\r\nTransfer-Encoding: identity", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "in HTTP/1.0",
    `POST / HTTP/1.0\r\n${host}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
    "coding-in-http10",
  ],
  [
    "the coding stripped by Connection",
    post("Connection: transfer-encoding\r\nContent-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
  [
    "the length stripped by Connection",
    post("Connection: content-length\r\nContent-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\nG"),
    "length-beside-coding",
  ],
]);

/** Values of Transfer-Encoding. Blanks around a value are not part of it; everything else must be `chunked`. */
const codings: readonly Spelling[] = [
  ["chunked", once],
  ["CHUNKED", once],
  ["cHuNkEd", once],
  ["   chunked", once],
  ["\tchunked", once],
  ["chunked ", once],
  ["chunked\t \t", once, blanks],
  ["", "coding-unknown"],
  ["xchunked", "coding-unknown"],
  ["chunkedx", "coding-unknown"],
  ["x-chunked", "coding-unknown"],
  ["chunke", "coding-unknown"],
  ["chunk", "coding-unknown"],
  ["chunk ed", "coding-unknown"],
  ["chunked chunked", "coding-unknown"],
  ["chunked, chunked", "coding-unknown"],
  ["chunked,chunked", "coding-unknown"],
  ["chunked,", "coding-unknown"],
  [",chunked", "coding-unknown"],
  [", chunked", "coding-unknown"],
  ["chunked, identity", "coding-unknown"],
  ["identity, chunked", "coding-unknown"],
  ["identity", "coding-unknown"],
  ["gzip, chunked", "coding-unknown"],
  ["chunked, gzip", "coding-unknown"],
  ["chunked;q=1", "coding-unknown"],
  ["chunked; ", "coding-unknown"],
  ['"chunked"', "coding-unknown"],
  ["'chunked'", "coding-unknown"],
  ["[chunked]", "coding-unknown"],
  [":chunked", "coding-unknown"],
  ["=chunked", "coding-unknown"],
  ["chunked\\", "coding-unknown"],
  ["chunked#", "coding-unknown"],
  ["c%68unked", "coding-unknown"],
  ["\u000bchunked", "control-character"],
  ["chunked\u000b", "control-character"],
  ["\u000cchunked", "control-character"],
  ["chunked\u000c", "control-character"],
  ["chunked\u0000", "control-character"],
  ["\u0000chunked", "control-character"],
  ["chunked\u001f", "control-character"],
  ["chunked\u007f", "control-character"],
  ["chunked\u00a0", "text-not-utf8"],
  ["\u00a0chunked", "text-not-utf8"],
  ["\u00ffchunked", "text-not-utf8"],
  // NO-BREAK SPACE, BYTE ORDER MARK, KELVIN SIGN and FULLWIDTH C, in UTF-8.
  ["\u00c2\u00a0chunked", "coding-unknown"],
  ["\u00ef\u00bb\u00bfchunked", "coding-unknown"],
  ["chun\u00e2\u0084\u00aaed", "coding-unknown"],
  ["\u00ef\u00bd\u0083hunked", "coding-unknown"],
  ["\r\n chunked", "line-folded"],
  ["\r\n\tchunked", "line-folded"],
  ["chunked\r\n ", "line-folded"],
  ["chunked\r\n , identity", "line-folded"],
  ["\rchunked", "bare-cr"],
  ["chunked\r", "bare-cr"],
  ["\nchunked", "bare-lf"],
  ["chunked\n", "bare-lf"],
];

const codingValues = family(
  "TE.TE: the value",
  codings.map(([value, verdict, unlikeNode]) => [
    JSON.stringify(value),
    post(`Transfer-Encoding:${value}`, `0\r\n\r\n`),
    verdict,
    unlikeNode,
  ]),
);

/** Lines that one server may take for Transfer-Encoding: chunked and another may not. All stand beside a length. */
const codingLines: readonly Spelling[] = [
  ["Transfer-Encoding : chunked", "space-before-colon"],
  ["Transfer-Encoding\t: chunked", "space-before-colon"],
  ["Transfer-Encoding\u000b: chunked", "field-name-malformed"],
  ["Transfer-Encoding\u0000: chunked", "field-name-malformed"],
  ["Transfer-Encoding\r: chunked", "field-name-malformed"],
  ["Transfer-Encoding\n: chunked", "field-name-malformed"],
  ["Transfer-Encoding\r\n: chunked", "field-name-malformed"],
  ["Transfer-Encoding\r\n : chunked", "field-name-malformed"],
  ["Transfer-Encoding", "field-name-malformed"],
  ["Transfer-Encoding chunked", "field-name-malformed"],
  ["Transfer-Encoding= chunked", "field-name-malformed"],
  ["Transfer Encoding: chunked", "field-name-malformed"],
  ["Transfer_Encoding: chunked", "field-name-confusing"],
  ["transfer_encoding: chunked", "field-name-confusing"],
  ["TRANSFER_ENCODING: CHUNKED", "field-name-confusing"],
  ["Transfer\u00ad-Encoding: chunked", "field-name-malformed"],
  ["\u00efTransfer-Encoding: chunked", "field-name-malformed"],
  ["\u0000Transfer-Encoding: chunked", "field-name-malformed"],
  ['"Transfer-Encoding": chunked', "field-name-malformed"],
  ["(Transfer-Encoding: chunked", "field-name-malformed"],
  [" Transfer-Encoding: chunked", "line-folded"],
  ["\tTransfer-Encoding: chunked", "line-folded"],
  [": Transfer-Encoding: chunked", "field-name-malformed"],
  ["A: b\rTransfer-Encoding: chunked", "bare-cr"],
  ["A: b\nTransfer-Encoding: chunked", "bare-lf"],
  ["A: b\r\n\rTransfer-Encoding: chunked", "bare-cr"],
  ["A: b\r\r\nTransfer-Encoding: chunked", "bare-cr"],
  ["A: b\n\rTransfer-Encoding: chunked", "bare-lf"],
  ["A: b\u0000\r\nTransfer-Encoding: chunked", "control-character"],
  ["\r Transfer-Encoding: chunked", "bare-cr"],
  // These are other fields, and everybody agrees that they are.
  ["X-Transfer-Encoding: chunked", once],
  ["Transfer--Encoding: chunked", once],
  ["Transfer-Encoding-: chunked", once],
  ["Transfer.Encoding: chunked", once],
  ["TransferEncoding: chunked", once],
  ["Content-Encoding: chunked", once],
  ["TE: chunked", once],
  ["TE: trailers, chunked", once],
  ["Trailer: Transfer-Encoding", once],
  ["A: b, Transfer-Encoding: chunked", once],
  ["A: Transfer-Encoding: chunked", once],
];

const codingNames = family(
  "TE.TE: the name",
  codingLines.map(([line, verdict, unlikeNode]) => [
    JSON.stringify(line),
    post(`Content-Length: 5\r\n${line}`, "0\r\n\r\n"),
    verdict,
    unlikeNode,
  ]),
);

const codingRepeated = family(
  "TE.TE: repeated",
  [
    ["chunked", "chunked"],
    ["chunked", "identity"],
    ["identity", "chunked"],
    ["chunked", "x"],
    ["x", "chunked"],
    ["", "chunked"],
    ["chunked", ""],
    ["chunked", "CHUNKED"],
    ["gzip", "chunked"],
  ].map(([first, second]) => [
    `${first} and ${second}`,
    post(`Transfer-Encoding: ${first}\r\ntransfer-encoding: ${second}`, "0\r\n\r\n"),
    "coding-unknown",
  ]),
);

/** Values of Content-Length, with five bytes of a body behind it. */
const lengths: readonly Spelling[] = [
  ["5", once],
  [" 5", once],
  ["\t5\t", once, blanks],
  ["5 ", once],
  ["05", once],
  ["000000000000005", once],
  ["0000000000000005", "length-malformed"],
  ["", "length-malformed"],
  [" ", "length-malformed"],
  ["+5", "length-malformed"],
  ["-5", "length-malformed"],
  ["-0", "length-malformed"],
  ["+0", "length-malformed"],
  ["5.0", "length-malformed"],
  ["5.", "length-malformed"],
  [".5", "length-malformed"],
  ["5e0", "length-malformed"],
  ["5E0", "length-malformed"],
  ["0x5", "length-malformed"],
  ["0b101", "length-malformed"],
  ["0o5", "length-malformed"],
  ["5h", "length-malformed"],
  ["a", "length-malformed"],
  ["5 5", "length-malformed"],
  ["5,5", "length-malformed"],
  ["5, 5", "length-malformed"],
  ["5,", "length-malformed"],
  [",5", "length-malformed"],
  ["5, 6", "length-malformed"],
  ["5;", "length-malformed"],
  ["5;q=1", "length-malformed"],
  ['"5"', "length-malformed"],
  ["'5'", "length-malformed"],
  ["1_0", "length-malformed"],
  ["1,000", "length-malformed"],
  ["1 000", "length-malformed"],
  ["NaN", "length-malformed"],
  ["Infinity", "length-malformed"],
  ["null", "length-malformed"],
  ["chunked", "length-malformed"],
  [":5", "length-malformed"],
  ["5\\", "length-malformed"],
  // Arabic-Indic, Devanagari, fullwidth and superscript five.
  ["\u00d9\u00a5", "length-malformed"],
  ["\u00e0\u00a5\u00ab", "length-malformed"],
  ["\u00ef\u00bc\u0095", "length-malformed"],
  ["\u00e2\u0081\u00b5", "length-malformed"],
  ["\u00c2\u00a05", "length-malformed"],
  ["\u00b2", "text-not-utf8"],
  ["5\u00a0", "text-not-utf8"],
  ["5\u0000", "control-character"],
  ["\u00005", "control-character"],
  ["\u000b5", "control-character"],
  ["5\u000b", "control-character"],
  ["\u000c5", "control-character"],
  ["5\u007f", "control-character"],
  ["5\r\n ", "line-folded"],
  ["\r\n 5", "line-folded"],
  ["5\r\n\t5", "line-folded"],
  ["\r5", "bare-cr"],
  ["5\r", "bare-cr"],
  ["5\n", "bare-lf"],
  ["\n5", "bare-lf"],
  // Behind 2^31, 2^32, 2^53, 2^63 and 2^64: five again where a counter overflows.
  ["2147483653", waits],
  ["4294967301", waits],
  ["999999999999999", waits],
  ["1000000000000000", "length-malformed"],
  ["9007199254740997", "length-malformed"],
  ["9223372036854775813", "length-malformed"],
  ["18446744073709551621", "length-malformed"],
  ["340282366920938463463374607431768211461", "length-malformed"],
  ["5".repeat(400), "length-malformed"],
];

const lengthValues = family(
  "CL: the value",
  lengths.map(([value, verdict, unlikeNode]) => [
    JSON.stringify(value).slice(0, 60),
    post(`Content-Length:${value}`, "hello"),
    verdict,
    unlikeNode,
  ]),
);

const lengthLines: readonly Spelling[] = [
  ["Content-Length : 5", "space-before-colon"],
  ["Content-Length\t: 5", "space-before-colon"],
  ["Content-Length\u000b: 5", "field-name-malformed"],
  ["Content-Length\u0000: 5", "field-name-malformed"],
  ["Content-Length\r: 5", "field-name-malformed"],
  ["Content-Length\n: 5", "field-name-malformed"],
  ["Content Length: 5", "field-name-malformed"],
  ["Content_Length: 5", "field-name-confusing"],
  ["CONTENT_LENGTH: 5", "field-name-confusing"],
  ["\u0000Content-Length: 5", "field-name-malformed"],
  ["\u00ef\u00bb\u00bfContent-Length: 5", "field-name-malformed"],
  [" Content-Length: 5", "line-folded"],
  ["A: b\r\n Content-Length: 5", "line-folded"],
  ["A: b\rContent-Length: 5", "bare-cr"],
  ["A: b\nContent-Length: 5", "bare-lf"],
  ["Content-Length: 5\r\nContent-Length: 6", "length-conflict"],
  ["Content-Length: 6\r\ncontent-length: 5", "length-conflict"],
  ["Content-Length: 0\r\nContent-Length: 5", "length-conflict"],
  ["Content-Length: 5\r\nContent-Length:", "length-malformed"],
  ["Content-Length: 5\r\nContent-Length: +5", "length-malformed"],
  ["Content-Length: 5\r\nContent-Length: 5, 6", "length-malformed"],
  ["Content-Length: 5\r\nContent-Length: 5\r\nContent-Length: 6", "length-conflict"],
  ["Content-Length: 5\r\nContent-Length: 5", once, same],
  ["Content-Length: 5\r\nContent-Length: 05", once, same],
  ["Content-Length: 5\r\nX-Content-Length: 6", once],
  ["CONTENT-LENGTH: 5", once],
];

const lengthNames = family(
  "CL: the line",
  lengthLines.map(([line, verdict, unlikeNode]) => [
    JSON.stringify(line),
    post(line, "hello"),
    verdict,
    unlikeNode,
  ]),
);

const counted = `Content-Length: ${smuggled.length}`;

const ignoredBodies = family("CL.0, 0.CL and TE.0", [
  ["a request as the body of POST", post(counted, smuggled), once],
  ["a request as the body of GET", get(counted, smuggled), once],
  ["a request as the body of HEAD", `HEAD / HTTP/1.1\r\n${host}${counted}\r\n\r\n${smuggled}`, once],
  ["a request as the body of OPTIONS *", `OPTIONS * HTTP/1.1\r\n${host}${counted}\r\n\r\n${smuggled}`, once],
  ["a request as the body of TRACE", `TRACE / HTTP/1.1\r\n${host}${counted}\r\n\r\n${smuggled}`, once],
  ["a request as the body of DELETE", `DELETE / HTTP/1.1\r\n${host}${counted}\r\n\r\n${smuggled}`, once],
  ["a request in a chunk of POST", chunks(smuggledChunk), once],
  ["a request in a chunk of GET", get("Transfer-Encoding: chunked", smuggledChunk), once],
  [
    "a request in a chunk of OPTIONS",
    `OPTIONS / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${smuggledChunk}`,
    once,
  ],
  ["a request behind a length of zero is a request", post("Content-Length: 0", smuggled), twice],
  ["a request behind no length is a request", post("A: b", smuggled), twice],
  ["a request behind the last chunk is a request", chunks(`0\r\n\r\n${smuggled}`), twice],
  [
    "a body behind no length is no request",
    post("A: b", "a=1&b=2\r\n"),
    { passes: 1, ending: "request-line-malformed" },
  ],
  [
    "chunks behind no coding are no request",
    get("A: b", "0\r\n\r\n"),
    { passes: 1, ending: "request-line-malformed" },
  ],
  [
    "a body longer than its length is no request",
    post("Content-Length: 2", "hello\r\n"),
    { passes: 1, ending: "request-line-malformed" },
  ],
  [
    "a length that closes the connection",
    post(`Connection: close\r\n${counted}`, `${smuggled}${smuggled}`),
    once,
  ],
  ["HTTP/1.0 closes the connection", `POST / HTTP/1.0\r\n${counted}\r\n\r\n${smuggled}${smuggled}`, once],
]);

/** Chunk sections: the bytes behind a head that says `chunked`. */
const sections: readonly Row[] = [
  ["a plain chunk", "5\r\nhello\r\n0\r\n\r\n", once],
  ["zeros before a size", "0005\r\nhello\r\n000\r\n\r\n", once],
  ["a size in capitals", "A\r\n0123456789\r\n0\r\n\r\n", once],
  ["an extension", "5;a=b\r\nhello\r\n0;c\r\n\r\n", once],
  [
    "an empty extension",
    "5;\r\nhello\r\n0\r\n\r\n",
    once,
    "it is not in doubt where the line ends, and no extension goes on",
  ],
  ["a quoted extension", '5;a="0;b"\r\nhello\r\n0\r\n\r\n', once],
  ["a size ended by a line feed", "5\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a size ended by a carriage return", "5\rhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a size ended by two carriage returns", "5\r\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a size ended by a carriage return and any byte", "5\rXhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["an extension ended by a line feed", "5;\nhello\r\n0\r\n\r\n", "chunk-extension-malformed"],
  ["an extension ended by a carriage return", "5;a\rhello\r\n0\r\n\r\n", "chunk-extension-malformed"],
  ["an extension with a line feed inside", "5;a\nb\r\nhello\r\n0\r\n\r\n", "chunk-extension-malformed"],
  ["an extension with a carriage return inside", "5;a\rb\r\nhello\r\n0\r\n\r\n", "chunk-extension-malformed"],
  ["an extension with a null inside", "5;a\u0000b\r\nhello\r\n0\r\n\r\n", "chunk-extension-malformed"],
  [
    "an extension with a vertical tab inside",
    "5;a\u000bb\r\nhello\r\n0\r\n\r\n",
    "chunk-extension-malformed",
  ],
  ["a line end in quotes", '5;a="\r\nhello\r\n0\r\n\r\n"\r\n', "chunk-extension-malformed"],
  [
    "a line end behind a backslash in quotes",
    '5;a="\\\r\nhello\r\n0\r\n\r\n"\r\n',
    "chunk-extension-malformed",
  ],
  ["an escaped quote", '5;a="\\"";b\r\nhello\r\n0\r\n\r\n', once],
  ["a quote behind an escaped quote", '5;a="\\""";b\r\nhello\r\n0\r\n\r\n', "chunk-extension-malformed"],
  ["an extension without a semicolon", "5 a=b\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a comma for a semicolon", "5,a\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a space behind a size", "5 \r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a tab behind a size", "5\t\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a space before an extension", "5 ;a\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a space before a size", " 5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a tab before a size", "\t5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["an empty line before a size", "\r\n5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["no size", ";a\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["0x", "0x5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["0X", "0X5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["x", "x5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a plus", "+5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a minus", "-5\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["minus zero", "-0\r\n\r\n", "chunk-size-malformed"],
  ["an underscore", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a decimal point", "5.0\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a quoted size", '"5"\r\nhello\r\n0\r\n\r\n', "chunk-size-malformed"],
  ["a letter that is no digit", "5g\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a null behind a size", "5\u0000\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a vertical tab behind a size", "5\u000b\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a form feed behind a size", "5\u000c\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a no-break space behind a size", "5\u00c2\u00a0\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["a fullwidth digit", "\u00ef\u00bc\u0095\r\nhello\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["twelve digits", "ffffffffffff\r\nhello", waits],
  ["thirteen digits", "0000000000005\r\nhello\r\n0\r\n\r\n", "chunk-size-too-large"],
  ["five behind 2^64", "10000000000000005\r\nhello\r\n0\r\n\r\n", "chunk-size-too-large"],
  ["minus one in 64 bits", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", "chunk-size-too-large"],
  ["five behind 2^32", "100000005\r\nhello\r\n0\r\n\r\n", waits],
  ["zeros without end", `${"0".repeat(500)}5\r\nhello\r\n0\r\n\r\n`, "chunk-size-too-large"],
  ["nothing behind the data", "5\r\nhello0\r\n\r\n", "chunk-end-malformed"],
  ["a line feed behind the data", "5\r\nhello\n0\r\n\r\n", "chunk-end-malformed"],
  ["a carriage return behind the data", "5\r\nhello\r0\r\n\r\n", "chunk-end-malformed"],
  ["two carriage returns behind the data", "5\r\nhello\r\r\n0\r\n\r\n", "chunk-end-malformed"],
  ["any two bytes behind the data", "5\r\nhelloXX0\r\n\r\n", "chunk-end-malformed"],
  ["a space behind the data", "5\r\nhello \r\n0\r\n\r\n", "chunk-end-malformed"],
  ["an empty line behind the data", "5\r\nhello\r\n\r\n0\r\n\r\n", "chunk-size-malformed"],
  ["data that is longer than its size", "5\r\nhello!\r\n0\r\n\r\n", "chunk-end-malformed"],
  ["data that is shorter than its size", "6\r\nhello\r\n0\r\n\r\n", "chunk-end-malformed"],
  // Names of the attacks of 2025: which of two parsers ends a size line, or a chunk, where the other goes on.
  [
    "TERM.EXT",
    `2;\nxx\r\n${smuggled.length.toString(16)}\r\n0\r\n\r\n${smuggled}\r\n0\r\n\r\n`,
    "chunk-extension-malformed",
  ],
  ["EXT.TERM", `${smuggled.length.toString(16)};\nx\r\n0\r\n\r\n${smuggled}`, "chunk-extension-malformed"],
  ["TERM.SPILL", `5\r\nAAAAAXX2\r\n45\r\n0\r\n\r\n${smuggled}`, "chunk-end-malformed"],
  ["SPILL.TERM", `5\r\nAAAAA\r\rX2\r\n0\r\n\r\n${smuggled}`, "chunk-end-malformed"],
  ["ONE.TWO", `2\r\nxx\n45\r\n0\r\n\r\n${smuggled}`, "chunk-end-malformed"],
  ["TWO.ONE", `2\nxx\r\n45\r\n0\r\n\r\n${smuggled}`, "chunk-size-malformed"],
  ["ZERO.TWO", `2\r\nxx45\r\n0\r\n\r\n${smuggled}`, "chunk-end-malformed"],
  ["a last size ended by a line feed", "0\n\r\n", "chunk-size-malformed"],
  ["a last size ended by a carriage return", "0\r\r\n", "chunk-size-malformed"],
  ["a last size with a space", "0 \r\n\r\n", "chunk-size-malformed"],
  ["a last extension ended by a line feed", "0;\n\r\n", "chunk-extension-malformed"],
  ["a last empty line of a line feed", `0\r\n\n${smuggled}`, "bare-lf"],
  ["a last empty line of a carriage return", `0\r\n\rX\r\n${smuggled}`, "bare-cr"],
  ["a last empty line with a space", `0\r\n \r\n${smuggled}`, "line-folded"],
  ["a last empty line that never comes", "0\r\n", waits],
];

const chunkLines = family(
  "chunk lines",
  sections.map(([spelling, bytes, verdict, unlikeNode]) => [spelling, chunks(bytes), verdict, unlikeNode]),
);

/** Trailer sections behind the last chunk's size line. */
const trailers: readonly Row[] = [
  ["a harmless field", "X-Sum: 1\r\n\r\n", once],
  ["a length", `Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`, "trailer-forbidden"],
  ["a length of zero", "content-length: 0\r\n\r\n", "trailer-forbidden"],
  ["a coding", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "trailer-forbidden"],
  ["an imitated length", "Content_Length: 5\r\n\r\nhello", "field-name-confusing"],
  ["a host", "Host: b.test\r\n\r\n", "trailer-forbidden"],
  ["a credential", "Authorization: Bearer x\r\n\r\n", "trailer-forbidden"],
  ["a key", "x-api-key: k\r\n\r\n", "trailer-forbidden"],
  ["a cookie", "Cookie: a=b\r\n\r\n", "trailer-forbidden"],
  ["a connection option", "Connection: close\r\n\r\n", "trailer-forbidden"],
  ["an expectation", "Expect: 100-continue\r\n\r\n", "trailer-forbidden"],
  ["a content type", "Content-Type: text/html\r\n\r\n", "trailer-forbidden"],
  ["a harmless field first", "X-Sum: 1\r\nContent-Length: 5\r\n\r\nhello", "trailer-forbidden"],
  ["a request", smuggled, "field-name-malformed"],
  ["a request behind a field", `X: y\r\n${smuggled}`, "field-name-malformed"],
  ["a request behind the trailer is a request", `X-Sum: 1\r\n\r\n${smuggled}`, twice],
  ["a folded line", "X: y\r\n z\r\n\r\n", "line-folded"],
  ["a line feed", "X: y\n\r\n", "bare-lf"],
  ["a carriage return", "X: y\rz\r\n\r\n", "bare-cr"],
  ["a null", "X: \u0000\r\n\r\n", "control-character"],
  ["a space before the colon", "X : y\r\n\r\n", "space-before-colon"],
  ["no colon", "X\r\n\r\n", "field-name-malformed"],
  ["no name", ": y\r\n\r\n", "field-name-malformed"],
  ["not UTF-8", "X: \u00e9\r\n\r\n", "text-not-utf8"],
  ["sixty-five fields", `${"a: b\r\n".repeat(65)}\r\n`, "too-many-fields"],
];

const trailerLines = family(
  "trailers",
  trailers.map(([spelling, bytes, verdict, unlikeNode]) => [
    spelling,
    post("Trailer: Content-Length\r\nTransfer-Encoding: chunked", `1\r\nx\r\n0\r\n${bytes}`),
    verdict,
    unlikeNode,
  ]),
);

const expectations = family("Expect", [
  ["100-continue", post("Expect: 100-continue\r\nContent-Length: 5", "hello"), once],
  ["in capitals", post("EXPECT: 100-CONTINUE\r\nContent-Length: 5", "hello"), once],
  ["with chunks", post("Expect: 100-continue\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), once],
  ["a request as the body", post(`Expect: 100-continue\r\n${counted}`, smuggled), once],
  ["a request behind no body is a request", get("Expect: 100-continue", smuggled), twice],
  [
    "a request behind a length of zero is a request",
    post("Expect: 100-continue\r\nContent-Length: 0", smuggled),
    twice,
  ],
  ["words before it", post(`Expect: y 100-continue\r\n${counted}`, smuggled), "expectation-unsupported"],
  ["words behind it", post(`Expect: 100-continue y\r\n${counted}`, smuggled), "expectation-unsupported"],
  [
    "another one beside it",
    post(`Expect: 100-continue, x\r\n${counted}`, smuggled),
    "expectation-unsupported",
  ],
  [
    "another one in a line of its own",
    post(`Expect: 100-continue\r\nExpect: x\r\n${counted}`, smuggled),
    "expectation-unsupported",
  ],
  ["cut short", post(`Expect: 100-continu\r\n${counted}`, smuggled), "expectation-unsupported"],
  ["another number", post(`Expect: 200-ok\r\n${counted}`, smuggled), "expectation-unsupported"],
  ["a quoted one", post(`Expect: "100-continue"\r\n${counted}`, smuggled), "expectation-unsupported"],
  ["nothing", post(`Expect:\r\n${counted}`, smuggled), "expectation-unsupported"],
  ["a line feed before it", post(`Expect:\n100-continue\r\n${counted}`, smuggled), "bare-lf"],
  ["folded", post(`Expect:\r\n 100-continue\r\n${counted}`, smuggled), "line-folded"],
  [
    "a vertical tab behind it",
    post(`Expect: 100-continue\u000b\r\n${counted}`, smuggled),
    "control-character",
  ],
  ["a space before the colon", post(`Expect : 100-continue\r\n${counted}`, smuggled), "space-before-colon"],
  [
    "both framings",
    post("Expect: 100-continue\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
    "length-beside-coding",
  ],
  [
    "in HTTP/1.0 it is ignored",
    `POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello`,
    once,
  ],
]);

const settings = "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA";
const upgrades = family("h2c and other upgrades", [
  ["h2c", get(`Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n${settings}`), once],
  ["h2c without its settings", get("Connection: Upgrade\r\nUpgrade: h2c"), once],
  ["h2c that Connection does not name", get(`Upgrade: h2c\r\n${settings}`), once],
  [
    "h2c with a body",
    post(`Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n${settings}\r\n${counted}`, smuggled),
    once,
  ],
  [
    "h2c and a request behind it is a request",
    get("Connection: Upgrade\r\nUpgrade: h2c", smuggled),
    twice,
    "Node drops what follows; an upgrade that was not accepted changes nothing (RFC 9110, section 7.8)",
  ],
  ["websocket", get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"), once],
  ["a tunnel", `CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\n\r\n${smuggled}`, "method-unsupported"],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "target-malformed"],
  [
    "the preface of HTTP/2 behind a request",
    get("A: b", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    { passes: 1, ending: "target-malformed" },
  ],
]);

/** Lines behind the request line, the first of them where a name or a host could be taken for another. */
const names: readonly Row[] = [
  ["a space before Host's colon", "Host : b.test\r\nHost: a.test\r\n\r\n", "space-before-colon"],
  ["a first line with a space before it", " Host: b.test\r\nHost: a.test\r\n\r\n", "line-folded"],
  ["a first line with a tab before it", "\tA: b\r\nHost: a.test\r\n\r\n", "line-folded"],
  ["a null in Host", "Ho\u0000st: b.test\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a null behind Host", "Host\u0000: b.test\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a byte above ASCII", "H\u00f6st: b.test\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a line feed in Host", "Host\n: b.test\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["an at sign", "A@b: c\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a slash", "A/b: c\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a quote", 'A"b: c\r\nHost: a.test\r\n\r\n', "field-name-malformed"],
  ["a delete", "A\u007fb: c\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["no name", ": c\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["no colon", "A\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["a request line", "GET /admin HTTP/1.1\r\nHost: a.test\r\n\r\n", "field-name-malformed"],
  ["two Hosts", "Host: a.test\r\nHost: b.test\r\n\r\n", "host-repeated"],
  ["the same Host twice", "Host: a.test\r\nhost: a.test\r\n\r\n", "host-repeated"],
  ["no Host", "A: b\r\n\r\n", "host-missing"],
  ["no field", "\r\n", "host-missing"],
  ["a Host of two names", "Host: a.test, b.test\r\n\r\n", "host-malformed"],
  ["a Host with a space", "Host: a.test b.test\r\n\r\n", "host-malformed"],
  ["a Host with a path", "Host: a.test/admin\r\n\r\n", "host-malformed"],
  ["a Host with a query", "Host: a.test?x\r\n\r\n", "host-malformed"],
  ["a Host with a fragment", "Host: a.test#x\r\n\r\n", "host-malformed"],
  ["a Host with a backslash", "Host: a.test\\b.test\r\n\r\n", "host-malformed"],
  ["a Host with user information", "Host: b.test@a.test\r\n\r\n", "host-malformed"],
  ["a Host with a scheme", "Host: http://a.test\r\n\r\n", "host-malformed"],
  ["a Host of nothing", "Host:\r\n\r\n", "host-malformed"],
  ["a folded Host", "Host: a.test\r\n b.test\r\n\r\n", "line-folded"],
  ["a name that imitates Host", "Host_: b.test\r\nHost: a.test\r\n\r\n", once],
  ["a forwarded host", "X-Forwarded-Host: b.test\r\nHost: a.test\r\n\r\n", once],
  ["Host named by Connection", "Host: a.test\r\nConnection: host\r\n\r\n", once],
  [
    "a length named by Connection",
    `Host: a.test\r\nConnection: content-length\r\n${counted}\r\n\r\n${smuggled}`,
    once,
  ],
  [
    "a coding named by Connection",
    `Host: a.test\r\nConnection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n\r\n${smuggledChunk}`,
    once,
  ],
  [
    "a key named by Connection",
    "Host: a.test\r\nConnection: x-api-key, authorization\r\nX-Api-Key: theirs\r\n\r\n",
    once,
  ],
  ["a key of their own", "Host: a.test\r\nX-Api-Key: theirs\r\nx-api-key: theirs\r\n\r\n", once],
];

const fieldNames = family(
  "names and Host",
  names.map(([spelling, lines, verdict, unlikeNode]) => [
    spelling,
    `POST / HTTP/1.1\r\n${lines}`,
    verdict,
    unlikeNode,
  ]),
);

/** Request lines, with a good Host behind them. */
const lines: readonly Spelling[] = [
  ["GET http://a.test/ HTTP/1.1\r\n", once],
  ["GET http://A.TEST/x?y HTTP/1.1\r\n", once],
  ["GET http://a.test HTTP/1.1\r\n", once],
  ["GET http://b.test/ HTTP/1.1\r\n", "host-mismatch"],
  ["GET http://a.test:80/ HTTP/1.1\r\n", "host-mismatch"],
  ["GET http://a.test./ HTTP/1.1\r\n", "host-mismatch"],
  ["GET http://a.test\\b.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET http://b.test@a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET http://a.test@b.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET http://a.test?x HTTP/1.1\r\n", "target-malformed"],
  ["GET http://a.test#x HTTP/1.1\r\n", "target-malformed"],
  ["GET http://a.test/#x HTTP/1.1\r\n", "target-malformed"],
  ["GET http:///admin HTTP/1.1\r\n", "target-malformed"],
  ["GET http:/a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET http:a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET file:///etc/passwd HTTP/1.1\r\n", "target-malformed"],
  ["GET javascript:1 HTTP/1.1\r\n", "target-malformed"],
  ["GET ws://a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET @a.test/ HTTP/1.1\r\n", "target-malformed"],
  ["GET ?x HTTP/1.1\r\n", "target-malformed"],
  ["GET \\ HTTP/1.1\r\n", "target-malformed"],
  ["GET * HTTP/1.1\r\n", "target-malformed"],
  ["GET /#x HTTP/1.1\r\n", "target-malformed"],
  ["GET /a b HTTP/1.1\r\n", "request-line-malformed"],
  ["GET / HTTP/1.1 HTTP/1.1\r\n", "request-line-malformed"],
  ["GET / HTTP/1.1\u0000\r\n", "request-line-malformed"],
  ["GET / HTTP/1.1\t\r\n", "request-line-malformed"],
  ["GET / HTTP/1.1 \r\n", "request-line-malformed"],
  ["GET / HTTP/1.10\r\n", "request-line-malformed"],
  ["GET / HTTP/11\r\n", "request-line-malformed"],
  ["GET / HTTP/01.1\r\n", "request-line-malformed"],
  ["GET / HTTP/1,1\r\n", "request-line-malformed"],
  ["GET / HTTP/1.\r\n", "request-line-malformed"],
  ["GET / HTTP/\r\n", "request-line-malformed"],
  ["GET / HTP/1.1\r\n", "request-line-malformed"],
  ["GET / HTTP /1.1\r\n", "request-line-malformed"],
  ["GET / http/1.1\r\n", "request-line-malformed"],
  ["GET / HTTP/1.1\r\r\n", "bare-cr"],
  ["GET / HTTP/1.1\rA: b\r\n", "bare-cr"],
  ["GET / HTTP/1.1\n", "bare-lf"],
  ["GET / HTTP/0.9\r\n", "version-unsupported"],
  ["GET / HTTP/1.2\r\n", "version-unsupported"],
  ["GET / HTTP/2.0\r\n", "version-unsupported"],
  ["GET / HTTP/3\r\n", "version-unsupported"],
  ["GET /\r\n", "request-line-malformed"],
  ["GET / \r\n", "request-line-malformed"],
  ["GET\r\n", "request-line-malformed"],
  ["GET  / HTTP/1.1\r\n", "request-line-malformed"],
  ["GET /  HTTP/1.1\r\n", "request-line-malformed"],
  ["GET\t/\tHTTP/1.1\r\n", "request-line-malformed"],
  ["GET\u000b/ HTTP/1.1\r\n", "request-line-malformed"],
  ["GET /\tHTTP/1.1\r\n", "target-malformed"],
  ["GET /\u000bHTTP/1.1\r\n", "target-malformed"],
  ["GET /\u0000 HTTP/1.1\r\n", "target-malformed"],
  ["GET /\u007f HTTP/1.1\r\n", "target-malformed"],
  ["GET /\u00e9 HTTP/1.1\r\n", "target-malformed"],
  ["GET /\u00c3\u00a9 HTTP/1.1\r\n", "target-malformed"],
  ["GET /\rHTTP/1.1\r\n", "request-line-malformed"],
  ["GET /\nHTTP/1.1\r\n", "request-line-malformed"],
  ["G\u00c3\u00a9T / HTTP/1.1\r\n", "request-line-malformed"],
  ["GET, / HTTP/1.1\r\n", "request-line-malformed"],
  ['"GET" / HTTP/1.1\r\n', "request-line-malformed"],
  ["\u0000GET / HTTP/1.1\r\n", "request-line-malformed"],
  ["\u00ef\u00bb\u00bfGET / HTTP/1.1\r\n", "request-line-malformed"],
  [" GET / HTTP/1.1\r\n", "request-line-malformed"],
  ["\tGET / HTTP/1.1\r\n", "request-line-malformed"],
  ["\nGET / HTTP/1.1\r\n", "request-line-malformed"],
  ["\rGET / HTTP/1.1\r\n", "request-line-malformed"],
  ["\r\nGET / HTTP/1.1\r\n", once],
  ["\r\n\nGET / HTTP/1.1\r\n", "request-line-malformed"],
  [`${"\r\n".repeat(5)}GET / HTTP/1.1\r\n`, "request-line-malformed"],
  // These are passed on as they are: what routing compares is what is forwarded.
  ["GET /%0d%0aHost:%20b.test HTTP/1.1\r\n", once],
  ["GET /%00 HTTP/1.1\r\n", once],
  ["GET //b.test/ HTTP/1.1\r\n", once],
  ["GET /..;/\\../admin HTTP/1.1\r\n", once],
  ["GET /?x=HTTP/1.1 HTTP/1.1\r\n", once],
  ["GET /http://b.test/ HTTP/1.1\r\n", once],
];

const requestLines = family(
  "request lines",
  lines.map(([line, verdict, unlikeNode]) => [
    JSON.stringify(line),
    `${line}${host}\r\n`,
    verdict,
    unlikeNode,
  ]),
);

const withoutHost = family("request lines without a Host", [
  ["a URL", "GET http://a.test/x HTTP/1.0\r\n\r\n", once],
  ["a URL with a host that is none", "GET http://[::1]<80/ HTTP/1.0\r\n\r\n", "target-malformed"],
  ["a URL with a comma in its host", "GET http://a.test,b.test/ HTTP/1.0\r\n\r\n", "target-malformed"],
  ["a path", "GET /x HTTP/1.0\r\n\r\n", once],
]);

export const attacks: readonly Attack[] = [
  ...bothFramings,
  ...codingValues,
  ...codingNames,
  ...codingRepeated,
  ...lengthValues,
  ...lengthNames,
  ...ignoredBodies,
  ...chunkLines,
  ...trailerLines,
  ...expectations,
  ...upgrades,
  ...fieldNames,
  ...requestLines,
  ...withoutHost,
];
