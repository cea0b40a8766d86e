// Reads well-formed messages off a bare socket, independently of the package under test.

export interface MessageSink {
  /** The head, one byte a character, without the empty line. */
  head?(text: string): void;
  data?(bytes: Buffer): void;
  /** The message is whole; `trailers` as they stand on the wire. */
  end?(trailers: string): void;
}

type State = "head" | "length" | "size" | "payload" | "trailer";

export class MessageReader {
  readonly #sink: MessageSink;
  #state: State = "head";
  #line = Buffer.alloc(0);
  #remaining = 0;
  #trailers = "";

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  readonly push = (bytes: Buffer): void => {
    let at = 0;
    while (at < bytes.length) at = this.#step(bytes, at);
  };

  #step(bytes: Buffer, at: number): number {
    if (this.#state === "length" || this.#state === "payload") return this.#payload(bytes, at);
    const end = this.#state === "head" ? "\r\n\r\n" : "\r\n";
    const held = this.#line.length;
    const line = Buffer.concat([this.#line, bytes.subarray(at)]);
    const found = line.indexOf(end);
    if (found === -1) {
      this.#line = line;
      return bytes.length;
    }
    this.#line = Buffer.alloc(0);
    this.#take(line.toString("latin1", 0, found));
    return at + found + end.length - held;
  }

  #take(line: string): void {
    if (this.#state === "head") this.#head(line);
    else if (this.#state === "size") this.#size(line);
    else if (line === "") this.#end();
    else this.#trailers += `${line}\r\n`;
  }

  #head(text: string): void {
    this.#sink.head?.(text);
    const length = /^content-length: *(\d+)/im.exec(text)?.[1];
    const isChunked = /^transfer-encoding: *chunked/im.test(text);
    this.#remaining = Number(length ?? 0);
    this.#state = isChunked ? "size" : "length";
    if (!isChunked && this.#remaining === 0) this.#end();
  }

  #size(line: string): void {
    if (!/^[0-9a-f]+/i.test(line)) throw new Error(`not the size of a chunk: ${JSON.stringify(line)}`);
    this.#remaining = Number.parseInt(line, 16);
    // A chunk's data ends with a line end of its own.
    if (this.#remaining > 0) this.#remaining += 2;
    this.#state = this.#remaining > 0 ? "payload" : "trailer";
  }

  #payload(bytes: Buffer, at: number): number {
    const count = Math.min(this.#remaining, bytes.length - at);
    const extra = this.#state === "payload" ? 2 : 0;
    const wanted = Math.min(count, Math.max(0, this.#remaining - extra));
    if (wanted > 0) this.#sink.data?.(bytes.subarray(at, at + wanted));
    this.#remaining -= count;
    if (this.#remaining > 0) return at + count;
    if (this.#state === "length") this.#end();
    else this.#state = "size";
    return at + count;
  }

  #end(): void {
    const trailers = this.#trailers;
    this.#state = "head";
    this.#trailers = "";
    this.#sink.end?.(trailers);
  }
}
