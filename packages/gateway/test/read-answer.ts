// A reader of HTTP responses for tests, written apart from the codec so that both cannot be wrong in the same way.

export interface Answer {
  /** How many 1xx came before it. */
  readonly interim: number;
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  /** The header lines, exactly as they came. */
  readonly lines: readonly string[];
  /** The same, without the white space around values. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Without chunk framing. */
  readonly body: Buffer;
  /** Whether its framing says that this is all of it; never true of a body that only the connection's end ends. */
  readonly isWhole: boolean;
  /** The lines behind a chunked body, as they came. */
  readonly trailers: string;
  /** Bytes of the input that belong to it. */
  readonly sizeBytes: number;
}

/** The first response in these bytes, as far as it has come; `undefined` before the end of its head. Skips 1xx. */
export function readAnswer(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const [, version = "", status = "", reason = ""] = /^(HTTP\/1\.[01]) (\d{3}) (.*)$/.exec(statusLine) ?? [];
  const rest = bytes.subarray(headEnd + 4);
  if (status.startsWith("1")) {
    const next = readAnswer(rest);
    return next === undefined
      ? undefined
      : { ...next, interim: next.interim + 1, sizeBytes: next.sizeBytes + headEnd + 4 };
  }
  const fields = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "")];
  });
  const body = status === "204" ? { ...noBody, isWhole: true } : readBody(rest, fields);
  const sizeBytes = headEnd + 4 + body.sizeBytes;
  return { interim: 0, version, status: Number(status), reason, lines, fields, ...body, sizeBytes };
}

/** All values of a field, whatever its case. */
export function valuesOf({ fields }: Pick<Answer, "fields">, name: string): string[] {
  return fields.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

type Body = Pick<Answer, "body" | "isWhole" | "trailers" | "sizeBytes">;

const noBody: Body = { body: Buffer.alloc(0), isWhole: false, trailers: "", sizeBytes: 0 };

function readBody(rest: Buffer, fields: Answer["fields"]): Body {
  if (valuesOf({ fields }, "transfer-encoding").includes("chunked")) return readChunks(rest);
  const length = valuesOf({ fields }, "content-length")[0];
  if (length === undefined) return { ...noBody, body: rest, sizeBytes: rest.length };
  const body = rest.subarray(0, Number(length));
  return { ...noBody, body, sizeBytes: body.length, isWhole: body.length === Number(length) };
}

function readChunks(rest: Buffer): Body {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = rest.indexOf("\r\n", at);
    if (lineEnd === -1) break;
    const line = rest.subarray(at, lineEnd).toString("latin1");
    if (!/^[0-9a-f]+$/i.test(line)) throw new Error(`A client got the chunk size ${JSON.stringify(line)}`);
    const size = Number.parseInt(line, 16);
    const dataAt = lineEnd + 2;
    if (size === 0) return readTrailers(rest, dataAt, Buffer.concat(pieces));
    pieces.push(rest.subarray(dataAt, dataAt + size));
    at = dataAt + size + 2;
    const behind = rest.subarray(dataAt + size, at).toString("latin1");
    if (!"\r\n".startsWith(behind)) throw new Error(`A client got ${JSON.stringify(behind)} behind a chunk`);
  }
  return { ...noBody, body: Buffer.concat(pieces), sizeBytes: rest.length };
}

function readTrailers(rest: Buffer, at: number, body: Buffer): Body {
  const end = rest.subarray(at, at + 2).equals(Buffer.from("\r\n")) ? at : rest.indexOf("\r\n\r\n", at) + 2;
  if (end < at) return { ...noBody, body, sizeBytes: rest.length };
  return { body, isWhole: true, trailers: rest.subarray(at, end).toString("latin1"), sizeBytes: end + 2 };
}
