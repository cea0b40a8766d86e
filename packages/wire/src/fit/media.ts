// Pictures, documents, sound and film: in a form that the provider takes, or the road is refused.

import { decodeBase64 } from "../json/base64.ts";
import type { Loss } from "../loss.ts";
import type { DocumentPart, ImagePart, MediaPart, MediaSource, Part, TextPart } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitMedia(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const fitted = mapParts(request, (part, { path, turn }) => {
    if (!isMedia(part)) return part;
    const note = (action: Loss["action"], why: string): void => void losses.push({ path, action, why });
    const isOwn =
      turn.role === "assistant" && target.dialect !== "gemini" && request.origin !== target.dialect;
    if (isOwn) {
      note("dropped", "only users can show pictures and files here");
      return placeholder(part);
    }
    return part.kind === "document" ? document(part, target, note) : medium(part, target, note);
  });
  return { request: fitted, losses };
}

function isMedia(part: Part): part is ImagePart | DocumentPart | MediaPart {
  return part.kind === "image" || part.kind === "document" || part.kind === "audio" || part.kind === "video";
}

type Note = (action: Loss["action"], why: string) => void;
type Sources = "none" | "base64" | "url";

/** So that the model knows that there was something. */
function placeholder({ kind }: Part): TextPart {
  return { kind: "text", text: `[${kind} left out]` };
}

function medium(part: ImagePart | MediaPart, target: FitTarget, note: Note): Part {
  const { capabilities } = target;
  const kinds = {
    image: capabilities.images,
    // Sound and film go as data wherever they go, and as what the provider holds itself.
    audio: capabilities.audio ? "base64" : "none",
    video: capabilities.video ? "base64" : "none",
  } as const;
  const why = objection(part.kind, part.source, kinds[part.kind], target);
  if (why === undefined) return part;
  note("refused", why);
  return placeholder(part);
}

/** Why a source cannot be sent; undefined where it can. */
function objection(
  kind: string,
  source: MediaSource,
  sources: Sources,
  { dialect }: FitTarget,
): string | undefined {
  if (sources === "none") return `the model takes no ${kind}`;
  if (source.kind === "file" && source.origin !== dialect) {
    return `the ${kind} is a file that another provider holds (${source.origin})`;
  }
  if (source.kind === "url" && sources === "base64") {
    return `the provider fetches no addresses: the ${kind} has to be sent as data`;
  }
  return undefined;
}

function document(part: DocumentPart, target: FitTarget, note: Note): Part {
  const readable = readableText(part);
  if (readable !== undefined) {
    const hasTextDocuments = target.dialect === "messages" && target.capabilities.documents !== "none";
    if (hasTextDocuments) return asTextDocument(part, readable);
    note("approximated", "text documents are said as text here");
    return asText(part, readable);
  }
  if (part.source.kind === "text") return part;
  const why = objection("document", part.source, target.capabilities.documents, target);
  if (why === undefined) return part;
  note("refused", why);
  return placeholder(part);
}

function readableText({ source }: DocumentPart): string | undefined {
  if (source.kind === "text") return source.text;
  if (source.kind !== "base64" || !isText(source.mediaType)) return undefined;
  const bytes = decodeBase64(source.data);
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isText(mediaType: string): boolean {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || type === "application/json" || type === "application/xml";
}

function asTextDocument(part: DocumentPart, text: string): DocumentPart {
  return part.source.kind === "text" ? part : { ...part, source: { kind: "text", text } };
}

function asText({ title, context, cache, extras }: DocumentPart, text: string): TextPart {
  const header = `Document: ${title ?? "untitled"}${context === undefined ? "" : ` (${context})`}`;
  return {
    kind: "text",
    text: `${header}\n\n${text}`,
    ...(cache === undefined ? {} : { cache }),
    ...(extras === undefined ? {} : { extras }),
  };
}
