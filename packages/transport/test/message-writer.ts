// Writes whole messages together with what must be read from them.

import { pick, rarely, times } from "./choose.ts";
import type { Choose } from "./choose.ts";
import { inAnyCase, lineEnd, spelled, writeChunked, writeField, writePayload } from "./field-writer.ts";
import type { Strictness, WrittenBody, WrittenField } from "./field-writer.ts";
import { concat, latin1 } from "./latin1.ts";

export interface WrittenMessage {
  readonly bytes: Uint8Array;
  /** Method and target, or status and reason; then the minor version. */
  readonly start: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly payload: Uint8Array;
  readonly trailers: readonly (readonly [name: string, value: string])[];
  readonly keepsAlive: boolean;
}

const methods = ["POST", "GET", "HEAD", "OPTIONS", "DELETE", "post", "M-SEARCH", "!"];
const targets = [
  "/",
  "/v1/messages",
  "/v1/messages?beta=true",
  "//a",
  "/%00/..;/\\?a?b",
  '/"<>{}|^`',
  "/\u007e",
];
const hosts = ["a.test", "A.Test:8080", "[::1]:4141", "127.0.0.1"];
const nothing: WrittenBody = { bytes: new Uint8Array(0), payload: new Uint8Array(0), trailers: [] };

export function writeRequest(choose: Choose): WrittenMessage {
  const minor = rarely(choose, 6) ? 0 : 1;
  const method = pick(choose, methods);
  const host = pick(choose, hosts);
  const [target, read] = writeTarget(choose, method, host);
  const framing = writeFraming(choose, { minor, strictness: "strict", mayEndByClose: false });
  const connection = writeConnection(choose, "strict");
  const fields = [
    ...(minor === 1 || rarely(choose, 2)
      ? [spelled(choose, [inAnyCase(choose, "Host"), host], "strict")]
      : []),
    ...framing.fields,
    ...connection.fields,
    ...(rarely(choose, 8) ? [spelled(choose, ["Expect", inAnyCase(choose, "100-continue")], "strict")] : []),
    ...times(choose(6), () => writeField(choose, "strict")),
  ];
  const shuffled = shuffle(choose, fields);
  const empty = rarely(choose, 5) ? "\r\n".repeat(choose(5)) : "";
  const head = `${empty}${method} ${target} HTTP/1.${minor}\r\n${linesOf(shuffled)}\r\n`;
  return {
    bytes: concat(latin1(head), framing.body.bytes),
    start: `${method} ${read} ${minor}`,
    fields: shuffled.map(({ entry }) => entry),
    payload: framing.body.payload,
    trailers: framing.body.trailers,
    keepsAlive: connection.asks === "close" ? false : minor === 1 || connection.asks === "keep-alive",
  };
}

/** The target as it is written, and as it is read. */
function writeTarget(choose: Choose, method: string, host: string): [string, string] {
  if (method === "OPTIONS" && rarely(choose, 2)) return ["*", "*"];
  const path = pick(choose, targets);
  // Without a Host (HTTP/1.0) there is nothing to agree with; with one it is the same in any case.
  if (rarely(choose, 5)) return [`${inAnyCase(choose, "http")}://${inAnyCase(choose, host)}${path}`, path];
  if (rarely(choose, 10)) return [`https://${host}`, "/"];
  return [path, path];
}

export interface WrittenResponse extends WrittenMessage {
  readonly method: string;
  readonly endsByClose: boolean;
}

const statuses = [200, 200, 404, 529, 999, 204, 304, 100, 103];
const reasons = ["OK", "", "Not Found", "caf\u00e9 \t!", "HTTP/1.1"];

export function writeResponse(choose: Choose): WrittenResponse {
  const minor = rarely(choose, 6) ? 0 : 1;
  const method = rarely(choose, 6) ? "HEAD" : "POST";
  const status = pick(choose, statuses);
  const reason = pick(choose, reasons);
  const isBodiless = method === "HEAD" || status < 200 || status === 204 || status === 304;
  const framing = writeFraming(choose, { minor, strictness: "lenient", mayEndByClose: !isBodiless });
  const connection = writeConnection(choose, "lenient");
  const fields = shuffle(choose, [
    ...framing.fields,
    ...connection.fields,
    ...times(choose(6), () => writeField(choose, "lenient")),
  ]);
  const separator = reason === "" && rarely(choose, 2) ? "" : " ";
  const line = `HTTP/1.${minor} ${status}${separator}${reason}${lineEnd(choose, "lenient")}`;
  const head = latin1(`${line}${linesOf(fields)}${lineEnd(choose, "lenient")}`);
  const asked = connection.asks === "close" ? false : minor === 1 || connection.asks === "keep-alive";
  const body = isBodiless ? nothing : framing.body;
  return {
    method,
    bytes: concat(head, body.bytes),
    start: `${status} ${reason} ${minor}`,
    fields: fields.map(({ entry }) => entry),
    payload: body.payload,
    trailers: body.trailers,
    endsByClose: framing.kind === "until-close" && !isBodiless,
    keepsAlive: asked && !framing.isDoubtful && (framing.kind !== "until-close" || isBodiless),
  };
}

interface WrittenFraming {
  readonly kind: "none" | "length" | "chunked" | "until-close";
  readonly fields: readonly WrittenField[];
  readonly body: WrittenBody;
  /** Both a length and a coding. */
  readonly isDoubtful: boolean;
}

interface FramingChoice {
  readonly minor: 0 | 1;
  readonly strictness: Strictness;
  readonly mayEndByClose: boolean;
}

function writeFraming(choose: Choose, { minor, strictness, mayEndByClose }: FramingChoice): WrittenFraming {
  const kind = pick(
    choose,
    minor === 1 ? (["none", "length", "chunked"] as const) : (["none", "length"] as const),
  );
  const payload = writePayload(choose);
  if (kind === "none") {
    const body = mayEndByClose ? { bytes: payload, payload, trailers: [] } : nothing;
    return { kind: mayEndByClose ? "until-close" : "none", fields: [], body, isDoubtful: false };
  }
  if (kind === "length") {
    const fields = times(rarely(choose, 5) ? 2 : 1, () => writeLength(choose, payload.length, strictness));
    return { kind, fields, body: { bytes: payload, payload, trailers: [] }, isDoubtful: false };
  }
  const coding = spelled(
    choose,
    [inAnyCase(choose, "Transfer-Encoding"), inAnyCase(choose, "chunked")],
    strictness,
  );
  const isDoubtful = strictness === "lenient" && rarely(choose, 6);
  const fields = isDoubtful ? [coding, writeLength(choose, choose(100), strictness)] : [coding];
  return { kind, fields, body: writeChunked(choose, strictness), isDoubtful };
}

function writeLength(choose: Choose, length: number, strictness: Strictness): WrittenField {
  const digits = `${"0".repeat(rarely(choose, 6) ? 2 : 0)}${length}`;
  return spelled(choose, [inAnyCase(choose, "Content-Length"), digits], strictness);
}

interface WrittenConnection {
  readonly fields: readonly WrittenField[];
  readonly asks: "close" | "keep-alive" | undefined;
}

function writeConnection(choose: Choose, strictness: Strictness): WrittenConnection {
  if (!rarely(choose, 4)) return { fields: [], asks: undefined };
  const values = [
    "keep-alive",
    "x-request-id, keep-alive",
    "X-Request-Id",
    "close",
    "keep-alive,close",
    ",,TE ,",
  ];
  const value = pick(choose, values);
  const asks = value.includes("close") ? "close" : value.includes("keep-alive") ? "keep-alive" : undefined;
  return { fields: [spelled(choose, ["Connection", inAnyCase(choose, value)], strictness)], asks };
}

function linesOf(fields: readonly WrittenField[]): string {
  return fields.map(({ line }) => line).join("");
}

function shuffle<Item>(choose: Choose, items: readonly Item[]): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = choose(i + 1);
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a === undefined || b === undefined) continue;
    shuffled[i] = b;
    shuffled[j] = a;
  }
  return shuffled;
}
