// A rough count of a prompt's tokens, for where no provider counts: it is labelled an estimate wherever it is shown.

import type { Part } from "./model/part.ts";
import type { NeutralRequest } from "./model/request.ts";
import type { Tool } from "./model/tool.ts";

const charsPerToken = 3.6;
const perTurn = 4;
const perTool = 8;
/** What a picture of usual size costs at most providers; none of them can be asked for its size here. */
const perImage = 1500;
/** A page of a document is a picture and its text; base64 of 60 KB is about a page. */
const base64CharsPerPage = 80_000;
const perPage = 2000;
const perMedia = 2000;

/** Never fails. At least 1. */
export function estimateTokens(request: NeutralRequest): number {
  const turns = request.turns.reduce((sum, { parts }) => sum + perTurn + sumOf(parts), 0);
  const tools = (request.tools ?? []).reduce((sum, tool) => sum + perTool + inTokens(toolText(tool)), 0);
  const format = request.output?.kind === "json-schema" ? inTokens(shown(request.output.schema)) : 0;
  return Math.max(1, Math.ceil(turns + tools + format));
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + tokensOf(part), 0);
}

function tokensOf(part: Part): number {
  switch (part.kind) {
    case "text":
    case "refusal":
    case "thinking":
      return inTokens(part.text);
    case "image":
      return perImage;
    case "document": {
      if (part.source.kind === "text") return inTokens(part.source.text);
      const size = part.source.kind === "base64" ? part.source.data.length : 0;
      return perPage * Math.max(1, Math.ceil(size / base64CharsPerPage));
    }
    case "audio":
    case "video":
      return perMedia;
    case "tool-call":
      return perTool + inTokens(part.name) + inTokens(part.input);
    case "tool-result":
      return perTool + sumOf(part.content);
    case "unknown":
      return inTokens(part.text ?? shown(part.value));
  }
}

function toolText(tool: Tool): string {
  const said = tool.kind === "function" ? tool.schema : tool.kind === "freeform" ? tool.format : tool.value;
  return `${tool.name}${tool.description ?? ""}${said === undefined ? "" : shown(said)}`;
}

/** A value nested too deeply to be written is not counted. */
function shown(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

/** In UTF-16 units; scripts without spaces, which have more tokens to a character, count each one as a token. */
function inTokens(text: string): number {
  let dense = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x2e80) dense += 1;
  return dense * 0.9 + (text.length - dense) / charsPerToken;
}
