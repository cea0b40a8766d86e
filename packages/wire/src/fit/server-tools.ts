// Tools that run at the provider, or that only one dialect knows.

import { objectOf } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { ServerTool, Tool } from "../model/tool.ts";
import { goneTool } from "./gone-tool.ts";
import { mapList, mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";
import { functionFrom, functionPartFrom } from "./typed-tools.ts";
import { webSearchFor } from "./web-search.ts";

export function fitServerTools(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const { tools } = request;
  const fitted =
    tools &&
    mapList(tools, (tool, index) =>
      fittedTool(tool, tools, target, (action, why) => losses.push({ path: `tools[${index}]`, action, why })),
    );
  const restated =
    target.dialect === "responses"
      ? request
      : mapParts(request, (part) => (part.kind === "unknown" ? (functionPartFrom(part) ?? part) : part));
  return {
    request: fitted === tools || fitted === undefined ? restated : { ...restated, tools: fitted },
    losses,
  };
}

type Note = (action: Loss["action"], why: string) => void;

function fittedTool(tool: Tool, all: readonly Tool[], target: FitTarget, note: Note): Tool {
  if (tool.kind !== "server" || tool === goneTool) return tool;
  if (tool.does === "web-search") return search(tool, all, target, note);
  if (tool.origin === target.dialect) return tool;
  const restated = functionFrom(tool);
  if (restated !== undefined) {
    note(
      "approximated",
      `the provider does not know this type of tool: it is a function called \`${restated.name}\``,
    );
    return restated;
  }
  note("dropped", `tools of this type exist in ${tool.origin} only`);
  return goneTool;
}

function search(tool: ServerTool, all: readonly Tool[], target: FitTarget, note: Note): Tool {
  if (target.capabilities.webSearch !== true) {
    note("dropped", "the provider runs no web search");
    return goneTool;
  }
  if (tool.origin === target.dialect) return tool;
  if (target.dialect === "gemini" && all.some(({ kind }) => kind !== "server")) {
    // https://ai.google.dev/gemini-api/docs/tool-combination: only some models take both, and only when asked to.
    note("dropped", "Gemini does not search beside functions");
    return goneTool;
  }
  const found = webSearchFor(target.dialect, objectOf(tool.value["googleSearch"]) ?? tool.value);
  if (found === undefined) {
    note("dropped", `${target.dialect} has no web search tool`);
    return goneTool;
  }
  note(
    "approximated",
    found.isWhole
      ? "the provider has a web search of its own"
      : "the provider's own web search has fewer settings",
  );
  return { ...tool, origin: target.dialect, name: found.name, value: found.value };
}
