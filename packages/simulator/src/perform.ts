// Does the steps of a course on a real exchange.

import { prepareFields } from "@holdfast/transport";
import type { Exchange, Reply, ReplyFraming } from "@holdfast/transport";
import type { Clock } from "./clock.ts";
import type { HeadStep, Step } from "./course.ts";
import { reasonPhrases } from "./reason-phrases.ts";

export interface Playing {
  /** The client takes bytes again. */
  drained(): void;
  /** The exchange is over: nothing more is done. */
  stop(): void;
}

type Progress =
  | { readonly kind: "running" }
  | { readonly kind: "waiting"; readonly callOff: () => void }
  /** The client does not read. */
  | { readonly kind: "blocked" }
  | { readonly kind: "done" };

const running: Progress = { kind: "running" };
const done: Progress = { kind: "done" };

export function perform(steps: readonly Step[], exchange: Exchange, clock: Clock): Playing {
  let at = 0;
  let progress = running;
  let reply: OpenReply | undefined;

  const later = (ms: number, then: () => void): Progress => {
    return { kind: "waiting", callOff: clock.after(ms, then) };
  };
  const take = (step: Step): Progress => {
    switch (step.kind) {
      case "head":
        reply = openReply(exchange, step);
        return running;
      case "bytes":
        return reply?.write(step.bytes) === false ? { kind: "blocked" } : running;
      case "wait":
        return later(step.ms, run);
      case "end":
        reply?.end();
        return done;
      case "close":
        reply?.breakOff();
        return done;
      case "reset":
        // A reset drops what this turn has written: that goes out first.
        if (reply !== undefined) return later(0, () => exchange.abort());
        exchange.abort();
        return done;
      case "garbage":
        throw new Error(
          "The transport cannot send what is no HTTP; the check of the script lets it through.",
        );
      case "hold":
        return done;
    }
  };
  const run = (): void => {
    progress = running;
    while (progress.kind === "running") {
      const step = steps[at++];
      progress = step === undefined ? done : take(step);
    }
  };
  run();
  return {
    drained() {
      if (progress.kind === "blocked") run();
    },
    stop() {
      if (progress.kind === "waiting") progress.callOff();
    },
  };
}

/** Whether a course closes in order: it must then begin before the request has come to its end. */
export function closesInOrder(steps: readonly Step[]): boolean {
  return steps.some(({ kind }) => kind === "close");
}

interface OpenReply {
  /** False: the client does not read for now. */
  write(bytes: Uint8Array): boolean;
  end(): void;
  /** Closes the connection in order, though the body is not whole. */
  breakOff(): void;
}

function openReply(exchange: Exchange, { status, headers, framing }: HeadStep): OpenReply {
  const fields = prepareFields(headers);
  if (fields === undefined) throw new Error("A field that cannot be sent passed the check of the script.");
  const isFramed = framing.kind === "chunked" && exchange.head.minorVersion === 1;
  const declared: ReplyFraming = isFramed ? { kind: "chunked", isFramed } : framing;
  const reply: Reply = exchange.reply({
    status,
    reason: reasonPhrases[status] ?? "",
    fields,
    framing: declared,
  });
  return {
    write: (bytes) => reply.write(isFramed ? chunkOf(bytes) : bytes),
    end: () => reply.end(),
    breakOff() {
      // The last chunk that the transport adds becomes the size of one that never comes: `1` + `0\r\n\r\n` announces
      // sixteen bytes, of which the client gets the line end. The connection closes in order only because the reply
      // began before the request had come to its end.
      if (isFramed) reply.write(new TextEncoder().encode("1"));
      reply.end();
    },
  };
}

/** A chunk in one write, so that an event is not spread over several packets when it is written by a timer. */
function chunkOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  const size = new TextEncoder().encode(`${bytes.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(size.length + bytes.length + 2);
  chunk.set(size);
  chunk.set(bytes, size.length);
  chunk.set([0x0d, 0x0a], size.length + bytes.length);
  return chunk;
}
