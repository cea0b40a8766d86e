import type { ServerTool } from "../model/tool.ts";

/** Stands where a tool was that had to go. It is known by being this object. */
export const goneTool: ServerTool = { kind: "server", origin: "messages", name: "", value: {} };
