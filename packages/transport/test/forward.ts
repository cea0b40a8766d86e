// What goes on to the next server when a message is passed on, as the data plane does it.

import { HeadWriter, writeForwarded, writeFraming, writeRequestLine } from "../src/codec/head-writer.ts";
import type { DeclaredFraming } from "../src/codec/head-writer.ts";
import { FieldSet } from "../src/codec/fields.ts";
import { prepareFields } from "../src/codec/prepared-fields.ts";
import type { RequestHead } from "../src/codec/request-head.ts";
import { concat, latin1 } from "./latin1.ts";
import type { ReadMessage } from "./read-stream.ts";

const ours = prepareFields([["x-api-key", "ours"]]) ?? new Uint8Array(0);
const credentials = new FieldSet(["x-api-key"]);
const lastChunk = latin1("0\r\n\r\n");

/** How a body travels on: counted, or in the chunks that it came in. */
export type Travel = "counted" | "chunked";

export function forwardRequest(message: ReadMessage<RequestHead>, travel: Travel): Uint8Array {
  const { head, payload, raw } = message;
  const isChunked = travel === "chunked" && head.framing.kind === "chunked";
  const framing: DeclaredFraming = isChunked
    ? { kind: "chunked" }
    : head.framing.kind === "none"
      ? { kind: "none" }
      : { kind: "length", length: payload.length };
  const writer = new HeadWriter(64);
  const target = { bytes: head.fields.bytes, start: head.targetStart, end: head.targetEnd };
  writeRequestLine(writer, { method: head.method, target, host: "upstream.test" });
  writeForwarded(writer, { fields: head.fields, without: credentials });
  writer.copy(ours, 0, ours.length);
  writeFraming(writer, framing);
  writer.lineEnd();
  const written = writer.bytes.slice(0, writer.length);
  return isChunked ? concat(written, raw, lastChunk) : concat(written, payload);
}

/**
 * What is wrong with a forwarded request in the eyes of somebody who knows only the grammar, or `undefined`: one head
 * of strict lines, one Host, our credentials and not more than one framing, then exactly the body.
 */
export function forwardingFault(forwarded: string, payload: string): string | undefined {
  const headEnd = forwarded.indexOf("\r\n\r\n") + 4;
  const head = forwarded.slice(0, headEnd);
  const body = forwarded.slice(headEnd);
  if (
    !/^[!#$%&'*+\-.^_`|~\w]+ (\/[!-~]*|\*) HTTP\/1\.1\r\n([!#$%&'*+\-.^_`|~\w]+:[\t -~\x80-\xff]*\r\n)*\r\n$/.test(
      head,
    )
  ) {
    return `not a strict head: ${JSON.stringify(head)}`;
  }
  const lines = (name: string): string[] => head.match(new RegExp(`^${name}:.*$`, "gim")) ?? [];
  if (lines("host").join() !== "host: upstream.test") return `Host is ${lines("host").join()}`;
  if (lines("x-api-key").join() !== "x-api-key: ours") return `the key is ${lines("x-api-key").join()}`;
  const hopByHop = lines("(connection|keep-alive|proxy-.*|te|trailer|upgrade|expect|http2-settings)");
  if (hopByHop.length > 0) return `passed on: ${hopByHop.join()}`;
  const framing = lines("(content[-_]length|transfer[-_]encoding)");
  if (framing.length > 1) return `framed by ${framing.join()}`;
  if (framing[0] === "transfer-encoding: chunked") {
    return isChunksOf(body, payload) ? undefined : "other chunks";
  }
  const length = framing.length === 0 ? 0 : Number(/^content-length: (\d+)$/.exec(framing[0] ?? "")?.[1]);
  if (length !== payload.length) return `the length is ${length}, not ${payload.length}`;
  return body === payload ? undefined : "another body";
}

/** Takes chunks off one by one, in their plain form only. */
function isChunksOf(framed: string, payload: string): boolean {
  let rest = framed;
  let taken = "";
  for (;;) {
    const line = /^([0-9a-f]{1,12})\r\n/i.exec(rest);
    if (line === null) return false;
    const size = Number.parseInt(line[1] ?? "", 16);
    const data = rest.slice(line[0].length, line[0].length + size);
    rest = rest.slice(line[0].length + size);
    taken += data;
    if (!rest.startsWith("\r\n")) return false;
    rest = rest.slice(2);
    if (size === 0) return rest === "" && taken === payload;
  }
}
