// Faults of what is said under a 200.

import type { Refusal } from "../encoder.ts";
import { hashOf } from "../hash.ts";
import { count, oneOf, status, text } from "../reading/values.ts";
import { bodyOf, bytesOf } from "../response.ts";
import type { Piece, Response } from "../response.ts";
import type { HeaderEntry } from "../said.ts";
import type { Dialect } from "../script.ts";
import type { FaultEntry } from "./entry.ts";
import type { ContentFault, ErrorEventFault, Plain } from "./fault.ts";
import { splitPieces } from "./split.ts";

type Of<Kind extends ContentFault["kind"]> = Extract<ContentFault, { readonly kind: Kind }>;

export const malformedEvent: FaultEntry<Of<"malformed-event">> = {
  what: "one event cannot be read",
  fields: { afterEvents: count(0) },
  response(response, { afterEvents }) {
    const { pieces } = response;
    const first = pieces.findIndex(({ phase }) => phase !== "start") + 1;
    const at = Math.min(afterEvents ?? first, pieces.length - 1);
    return {
      ...response,
      pieces: pieces.map((piece, index) => (index === at ? broken(piece, response) : piece)),
    };
  },
};

/** Half of it, closed by the wrong bracket: no reader of JSON takes that. */
function broken(piece: Piece, { form }: Response): Piece {
  const half = new TextDecoder().decode(piece.bytes.subarray(0, Math.ceil(piece.bytes.length / 2)));
  return { ...piece, bytes: bytesOf(form === "events" ? `${half}]\n\n` : `${half}]`) };
}

export const splitCharacters: FaultEntry<Plain<"split-characters">> = {
  what: "characters are spread over packets",
  fields: {},
  response: (response) => ({ ...response, pieces: splitPieces(response.pieces) }),
};

/** What an overloaded vendor says inside a 200. */
const overloads: Readonly<Record<Dialect, number>> = {
  messages: 529,
  chat: 503,
  responses: 500,
  gemini: 503,
};

const USUAL_CONTENT = 2;

export const errorEvent: FaultEntry<ErrorEventFault> = {
  what: "an error inside a 200",
  fields: { position: oneOf(["before-content", "after-content"]), status, afterEvents: count(1) },
  required: ["position"],
  response(response, { position, afterEvents = USUAL_CONTENT, ...fault }, struck) {
    const refusal: Refusal = { status: fault.status ?? overloads[struck.asked.dialect] };
    if (response.form !== "events") {
      const error = bytesOf(JSON.stringify(struck.encoder.error(refusal, struck.stamp)));
      return { ...response, pieces: [{ phase: "content", bytes: error }] };
    }
    const start = response.pieces.filter(({ phase }) => phase === "start");
    const content = response.pieces.filter(({ phase }) => phase === "content");
    const told = position === "before-content" ? start : [...start, ...content.slice(0, afterEvents)];
    const bytes = bytesOf(struck.encoder.errorEvent(refusal, struck, told.length));
    return { ...response, pieces: [...told, { phase: "terminal", bytes }] };
  },
};

export const empty: FaultEntry<Plain<"empty">> = {
  what: "an empty body under a 200",
  fields: {},
  response: (response) => ({ ...response, pieces: [] }),
};

const PAGE_TYPE = "text/html; charset=utf-8";

export const wrongContentType: FaultEntry<Of<"wrong-content-type">> = {
  what: "the wrong content type",
  fields: { contentType: text },
  response: (response, { contentType = PAGE_TYPE }) => ({
    ...response,
    headers: response.headers.map(([name, value]): HeaderEntry => [
      name,
      name.toLowerCase() === "content-type" ? contentType : value,
    ]),
  }),
};

const titles: Readonly<Record<number, string>> = {
  200: "Welcome",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

export const htmlPage: FaultEntry<Of<"html-page">> = {
  what: "a page of HTML",
  fields: { status },
  response(response, { status: code = 502 }) {
    const title = titles[code] ?? String(code);
    const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
    return {
      ...response,
      status: code,
      headers: [
        ["server", "nginx"],
        ["content-type", "text/html"],
      ],
      framing: "length",
      form: "bytes",
      pieces: [{ phase: "content", bytes: bytesOf(page) }],
    };
  },
};

export const garbage: FaultEntry<Plain<"garbage">> = {
  what: "bytes without sense",
  fields: {},
  response(response, _fault, { stamp }) {
    const size = Math.max(64, Math.min(bodyOf(response).length, 512));
    const bytes = Uint8Array.from({ length: size }, (_, at) => hashOf(String(at), stamp.serial) & 0xff);
    return { ...response, pieces: [{ phase: "content", bytes }] };
  },
};

export const wrongModel: FaultEntry<Of<"wrong-model">> = {
  what: "the answer names another model",
  fields: { model: text },
  required: ["model"],
  message: (message, { model }) => ({ ...message, model }),
};
