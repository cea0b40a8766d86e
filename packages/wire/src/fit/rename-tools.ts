// Gives tools names that the provider takes, and says freeform ones as functions where it knows no others. All of it is
// put back on the way (`restore-tools.ts`), so names are no loss; a grammar is.

import type { Loss, Lossy } from "../loss.ts";
import { noteOf } from "../model/extras.ts";
import type { ToolCallPart, ToolResultPart } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { FreeformTool, FunctionTool, Tool, ToolChoice } from "../model/tool.ts";
import { textOf } from "../json/value.ts";
import { mapList, mapParts } from "./map-parts.ts";
import { goneTool } from "./gone-tool.ts";
import type { FitTarget } from "./target.ts";
import { createToolNaming, nativeTools, takesNamespaces } from "./tool-names.ts";
import type { NativeTool, OriginalTool, ToolNames, ToolNaming } from "./tool-names.ts";

export function renameTools(
  request: NeutralRequest,
  target: FitTarget,
): Lossy<{ readonly request: NeutralRequest; readonly tools: ToolNames }> {
  const losses: Loss[] = [];
  const naming = createToolNaming(target);
  const tools =
    request.tools &&
    mapList(request.tools, (tool, index) => renamed(tool, index, { naming, target, losses }));
  const callNames = new Map<string, string>();
  const renamedRequest = mapParts(request, (part) => {
    if (part.kind === "tool-result") return renamedResult(part, callNames.get(part.callId), target);
    if (part.kind !== "tool-call") return part;
    const call = renamedCall(part, naming, target);
    callNames.set(call.id, call.name);
    return call;
  });
  const toolChoice =
    request.toolChoice && renamedChoice(request.toolChoice, request.tools ?? [], { naming, target, losses });
  return {
    request: {
      ...renamedRequest,
      ...(tools === undefined ? {} : { tools }),
      ...(toolChoice === undefined ? {} : { toolChoice }),
    },
    tools: naming.names(),
    losses,
  };
}

interface Renaming {
  readonly naming: ToolNaming;
  readonly target: FitTarget;
  readonly losses: Loss[];
}

function takesFreeform({ dialect, capabilities }: FitTarget): boolean {
  return (dialect === "responses" || dialect === "chat") && capabilities.freeformTools;
}

function renamed(tool: Tool, index: number, { naming, target, losses }: Renaming): Tool {
  if (tool.kind === "server") return tool;
  const path = `tools[${index}]`;
  if (naming.known(tool) !== undefined) {
    losses.push({ path, action: "dropped", why: `a tool called \`${tool.name}\` is there already` });
    return goneTool;
  }
  const name = naming.wireName(originalOf(tool, target));
  const flat = flattened(tool, name, target);
  if (flat.kind === "function" || takesFreeform(target)) return flat;
  losses.push({
    path,
    action: "approximated",
    why: "the provider has no freeform tools: it is a function of one text, and a grammar is only described",
  });
  return functionFrom(flat);
}

function originalOf(tool: FunctionTool | FreeformTool, target: FitTarget): OriginalTool {
  const native = nativeOf(tool);
  return {
    name: tool.name,
    ...(tool.namespace === undefined ? {} : { namespace: tool.namespace }),
    inputKind: tool.kind === "freeform" && !takesFreeform(target) ? "freeform" : "json",
    ...(native === undefined ? {} : { native }),
  };
}

/** How `server-tools.ts` notes what a function stands for. */
function nativeOf(tool: Tool): NativeTool | undefined {
  const noted = textOf(noteOf(tool, "responses", "$native"));
  return nativeTools.find((name) => name === noted);
}

function flattened<Named extends { readonly name: string; readonly namespace?: string }>(
  named: Named,
  name: string,
  target: FitTarget,
): Named {
  const isSame = named.name === name && (named.namespace === undefined || takesNamespaces(target));
  if (isSame) return named;
  if (takesNamespaces(target)) return { ...named, name };
  const { namespace: _namespace, ...rest } = named;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: a namespace is optional in everything that has one
  return { ...rest, name } as Named;
}

function functionFrom(tool: FreeformTool): FunctionTool {
  const { format, kind: _kind, description = "", ...rest } = tool;
  const grammar = textOf(format?.["definition"]);
  const syntax = textOf(format?.["syntax"]) ?? "";
  const texts = [
    description,
    "Give the whole input as one text, in `input`.",
    grammar === undefined ? "" : `The input must follow this ${syntax} grammar:\n${grammar}`,
  ];
  return {
    ...rest,
    kind: "function",
    description: texts.filter((text) => text !== "").join("\n\n"),
    schema: {
      type: "object",
      properties: { input: { type: "string" } },
      required: ["input"],
      additionalProperties: false,
    },
  };
}

/** A result's name is that of its call. Results without one stay without. */
function renamedResult(
  result: ToolResultPart,
  callName: string | undefined,
  target: FitTarget,
): ToolResultPart {
  const isWrapped = result.inputKind === "freeform" && !takesFreeform(target);
  const isRenamed = result.name !== undefined && callName !== undefined && result.name !== callName;
  if (!isWrapped && !isRenamed) return result;
  return {
    ...result,
    ...(isWrapped ? { inputKind: "json" } : {}),
    ...(isRenamed ? { name: callName } : {}),
  };
}

function renamedCall(call: ToolCallPart, naming: ToolNaming, target: FitTarget): ToolCallPart {
  const isWrapped = call.inputKind === "freeform" && !takesFreeform(target);
  const { name, namespace } = call;
  const original: OriginalTool = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    inputKind: isWrapped ? "freeform" : "json",
  };
  const flat = flattened(call, naming.wireName(original), target);
  return isWrapped ? { ...flat, inputKind: "json", input: JSON.stringify({ input: call.input }) } : flat;
}

function renamedChoice(choice: ToolChoice, tools: readonly Tool[], { naming, target }: Renaming): ToolChoice {
  if (choice.kind === "tool") return flattened(choice, naming.known(choice) ?? choice.name, target);
  if (choice.kind !== "allowed") return choice;
  const names = choice.names.map((said) => {
    const tool = tools.find(({ name }) => name === said);
    return (tool && naming.known(tool)) ?? said;
  });
  return { ...choice, names };
}
