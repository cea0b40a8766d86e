// Asking a proxy for a tunnel with CONNECT (RFC 9110, section 9.3.6).

import { HeadParser } from "../codec/head-parser.ts";
import { defaultCodecLimits } from "../codec/limits.ts";
import { createResponseFormat } from "../codec/response-head.ts";
import type { ResponseHead } from "../codec/response-head.ts";
import { violationReason } from "../codec/violation.ts";
import type { Proxy } from "./proxy.ts";

export class Tunnel {
  /** What to send to the proxy. */
  readonly request: string;
  /** Why the proxy refused. */
  reason = "";
  readonly #parser: HeadParser<ResponseHead> = new HeadParser(createResponseFormat(), defaultCodecLimits);

  #interimCount = 0;

  constructor(proxy: Proxy, target: { readonly host: string; readonly port: number }) {
    const authority = `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
    const authorization =
      proxy.authorization === undefined ? "" : `proxy-authorization: ${proxy.authorization}\r\n`;
    this.request = `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${authorization}\r\n`;
  }

  push(bytes: Uint8Array): "reading" | "open" | "refused" {
    let at = 0;
    while (at < bytes.length) {
      at = this.#parser.push(bytes, at);
      const { state } = this.#parser;
      if (state.kind === "reading") return "reading";
      if (state.kind === "refused") return this.#refuse(`malformed: ${violationReason(state.violation)}`);
      const { status } = state.head;
      if (status >= 200 && status < 300) {
        // The tunnel's other end has not been spoken to, so nothing can have come from it.
        return at < bytes.length ? this.#refuse("bytes came behind the answer to CONNECT") : "open";
      }
      if (status >= 300 || ++this.#interimCount > defaultCodecLimits.interimCount) {
        return this.#refuse(`CONNECT was answered with status ${status}`);
      }
      this.#parser.next();
    }
    return "reading";
  }

  #refuse(reason: string): "refused" {
    this.reason = reason;
    return "refused";
  }
}
