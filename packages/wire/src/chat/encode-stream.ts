import type { ReplyContext, StreamEncoder } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import type { PartEnd, PartHead, StreamEvent } from "../model/event.ts";
import type { Citation, Part } from "../model/part.ts";
import type { Finish, Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { createCallWriter } from "./call-writer.ts";
import { createChunkWriter } from "./chunk-writer.ts";
import { encodeCitation } from "./citations.ts";
import { encodeError } from "./encode-error.ts";
import { encodePart } from "./encode-parts.ts";
import { encodeFinish } from "./finish.ts";
import { detailsFor } from "./thinking.ts";

/** For a client. Parts come one after the other; what a chunk belongs to is what was started last. */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const chunks = createChunkWriter(context);
  const calls = createCallWriter(chunks, context);
  let part: PartHead = { kind: "text" };
  let hasRefusal = false;
  let isFinished = false;
  let usage: Usage | undefined;
  /** Of all texts before this one, and of this one. */
  let textBefore = 0;
  let textLength = 0;
  let citations: Citation[] = [];

  const said = (fields: JsonObject): string => chunks.delta(JSON.stringify(fields));
  const text = (words: string): string => {
    if (part.kind === "refusal") {
      hasRefusal = true;
      return chunks.delta(`{"refusal":${JSON.stringify(words)}}`);
    }
    textLength += words.length;
    return chunks.delta(`{"content":${JSON.stringify(words)}}`);
  };
  const whole = (given: Part): string => {
    if (given.kind === "image") {
      const image = encodePart(given, "", []);
      return image === undefined ? "" : said({ images: [image] });
    }
    const words = given.kind === "unknown" ? (given.text ?? "") : "";
    return words === "" ? "" : text(words);
  };
  const start = (head: PartHead): string => {
    part = head;
    textBefore += textLength;
    textLength = 0;
    if (head.kind === "tool-call") return calls.start(head);
    return head.kind === "whole" ? whole(head.part) : "";
  };
  const annotations = (): string => {
    const range = { start: textBefore, length: textLength };
    const written = citations
      .map((citation) => encodeCitation(citation, range))
      .filter((one) => one !== undefined);
    citations = [];
    return written.length === 0 ? "" : said({ annotations: written });
  };
  const end = ({ proof }: PartEnd): string => {
    if (part.kind === "tool-call") return calls.end(proof);
    const cited = citations.length === 0 ? "" : annotations();
    if (proof === undefined) return cited;
    // Text has no field for a proof: it stands with the thinking, and says that it is the text's.
    const details = detailsFor(part.kind === "text" ? { ...proof, isForNext: true } : proof, context.seal);
    return details.length === 0 ? cited : cited + said({ reasoning_details: details });
  };
  const finish = (why: Finish): string => {
    isFinished = true;
    const { explanation } = why;
    const explained = hasRefusal || explanation === undefined ? "" : said({ refusal: explanation });
    return explained + chunks.finish(encodeFinish(why, { hasCalls: calls.count() > 0 }));
  };
  const close = (): string => {
    const last = isFinished ? "" : finish({ reason: "end" });
    return `${last}${usage === undefined ? "" : chunks.usage(usage)}data: [DONE]\n\n`;
  };

  return {
    encode(event: StreamEvent): string {
      switch (event.kind) {
        case "response-start":
          return chunks.begin(event);
        case "part-start":
          return start(event.part);
        case "text-delta":
          return text(event.text);
        case "thinking-delta":
          return chunks.delta(`{"reasoning_content":${JSON.stringify(event.text)}}`);
        case "input-delta":
          return calls.input(event.text);
        case "citation-add":
          citations.push(event.citation);
          return "";
        case "part-end":
          return end(event);
        case "usage-report":
          usage = mergeUsage(usage, event.usage);
          return "";
        case "response-finish":
          return finish(event.finish);
        case "failure":
          return `data: ${encodeError(event.failure).body}\n\n`;
        case "keep-alive":
          return ": keep-alive\n\n";
        case "end":
          // Anything but a whole answer has been told as a failure, and must not look like one.
          return event.reason === "complete" ? close() : "";
      }
    },
  };
}
