// Reads HTTP messages of which every byte of the body is known beforehand, as cheaply as that allows: load and upstream
// share one core, and what they spend there is what they cannot offer.

export interface ExpectedMessage {
  /** How the head begins: the status line's first words, or the request line's. */
  readonly start: string;
  readonly body: Buffer;
}

/** The last head seen, shared by all connections of one side: the next one is nearly always the same. */
export class HeadMemory {
  head: Buffer = Buffer.alloc(0);
  isChunked = false;
}

/** A message that is not, byte for byte, the one that was expected. */
class WrongMessage extends Error {}

const headEnd = Buffer.from("\r\n\r\n");
const [CR, LF] = [13, 10];

type Phase = "head" | "length" | "size" | "size-lf" | "data" | "data-cr" | "data-lf" | "end-cr" | "end-lf";

export class MessageReader {
  /** Bytes of the body that have come and were right. */
  bodyBytes = 0;
  /** The head of the message that is being read, or was read last. */
  head: Buffer = headEnd;
  readonly #expected: ExpectedMessage;
  readonly #memory: HeadMemory;
  #phase: Phase = "head";
  #partialHead: Buffer | undefined;
  #chunkLeft = 0;

  constructor(expected: ExpectedMessage, memory: HeadMemory) {
    this.#expected = expected;
    this.#memory = memory;
  }

  /** Takes the next bytes; `true` when they complete the message. Throws `WrongMessage`. */
  feed(received: Buffer): boolean {
    if (this.#phase !== "head") return this.#readBody(received, 0);
    this.bodyBytes = 0;
    const bytes = this.#partialHead === undefined ? received : Buffer.concat([this.#partialHead, received]);
    const { head } = this.#memory;
    if (head.length > 0 && bytes.length >= head.length && head.compare(bytes, 0, head.length) === 0) {
      this.head = head;
    } else {
      const end = bytes.indexOf(headEnd);
      if (end < 0) {
        this.#partialHead = bytes;
        return false;
      }
      this.#learn(Buffer.from(bytes.subarray(0, end + headEnd.length)));
    }
    this.#partialHead = undefined;
    this.#phase = this.#memory.isChunked ? "size" : "length";
    return this.#readBody(bytes, this.head.length);
  }

  #learn(head: Buffer): void {
    const text = head.toString("latin1");
    if (!text.startsWith(this.#expected.start)) throw wrong("the head", this.#expected.start, text);
    const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text)?.[1];
    const isChunked = /\r\ntransfer-encoding: *chunked\r\n/i.test(text);
    if (!isChunked && Number(length) !== this.#expected.body.length) {
      throw wrong("the framing", `chunked or content-length: ${this.#expected.body.length}`, text);
    }
    this.head = head;
    this.#memory.head = head;
    this.#memory.isChunked = isChunked;
  }

  #readBody(bytes: Buffer, from: number): boolean {
    if (this.#phase === "length") {
      this.#compare(bytes, from, bytes.length);
      if (this.bodyBytes < this.#expected.body.length) return false;
      this.#phase = "head";
      return true;
    }
    let at = from;
    while (at < bytes.length) {
      if (this.#phase === "data") {
        const end = Math.min(bytes.length, at + this.#chunkLeft);
        this.#compare(bytes, at, end);
        this.#chunkLeft -= end - at;
        at = end;
        if (this.#chunkLeft === 0) this.#phase = "data-cr";
      } else if (this.#step(bytes[at++] ?? 0)) {
        if (at < bytes.length) throw wrong("what follows the end", "nothing", bytes.toString("latin1", at));
        return true;
      }
    }
    return false;
  }

  /** One byte of the chunked framing; `true` at the end of the message. */
  #step(byte: number): boolean {
    switch (this.#phase) {
      case "size":
        if (byte === CR) this.#phase = "size-lf";
        else this.#chunkLeft = this.#chunkLeft * 16 + hexDigit(byte);
        return false;
      case "size-lf":
        this.#expect(byte, LF, this.#chunkLeft === 0 ? "end-cr" : "data");
        return false;
      case "data-cr":
        this.#expect(byte, CR, "data-lf");
        return false;
      case "data-lf":
        this.#expect(byte, LF, "size");
        return false;
      case "end-cr":
        this.#expect(byte, CR, "end-lf");
        return false;
      case "end-lf":
        this.#expect(byte, LF, "head");
        this.#checkWhole();
        return true;
      case "head":
      case "length":
      case "data":
        throw new Error(`no framing in phase ${this.#phase}`);
    }
  }

  #expect(byte: number, wanted: number, next: Phase): void {
    if (byte !== wanted) throw wrong(`the chunked framing after byte ${this.bodyBytes}`, wanted, byte);
    this.#phase = next;
  }

  #checkWhole(): void {
    const { length } = this.#expected.body;
    if (this.bodyBytes !== length) throw wrong("the end of the body", length, this.bodyBytes);
  }

  #compare(bytes: Buffer, from: number, to: number): void {
    const { body } = this.#expected;
    const end = this.bodyBytes + to - from;
    if (end > body.length || body.compare(bytes, from, to, this.bodyBytes, end) !== 0) {
      const wanted = body.toString("latin1", this.bodyBytes, end);
      throw wrong(`the body from byte ${this.bodyBytes}`, wanted, bytes.toString("latin1", from, to));
    }
    this.bodyBytes = end;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  if (letter >= 97 && letter <= 102) return letter - 87;
  throw wrong("a chunk's size", "a hexadecimal digit", byte);
}

function wrong(what: string, wanted: string | number, got: string | number): WrongMessage {
  const [a, b] = [String(wanted).slice(0, 400), String(got).slice(0, 400)];
  return new WrongMessage(
    `${what} is wrong.\n  expected: ${JSON.stringify(a)}\n  received: ${JSON.stringify(b)}`,
  );
}
