// Tools that the client runs and only their own dialect knows by type, as the functions they amount to.

import type { JsonObject } from "../json/value.ts";
import type { NativeTool } from "./tool-names.ts";

export interface TypedTool {
  readonly description: string;
  readonly schema: JsonObject;
}

const text = { type: "string" };
const count = { type: "integer" };
const paths = { type: "string", description: "Path to the file or directory." };

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/bash-tool */
const bash: TypedTool = {
  description: "Runs commands in a bash shell that keeps its state between calls.",
  schema: {
    type: "object",
    properties: {
      command: { ...text, description: "The command to run. Required unless the shell is restarted." },
      restart: { type: "boolean", description: "Restarts the shell instead of running a command." },
    },
  },
};

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/text-editor-tool */
const textEditor: TypedTool = {
  description: "Views and edits files.",
  schema: {
    type: "object",
    properties: {
      command: { ...text, enum: ["view", "create", "str_replace", "insert"] },
      path: paths,
      file_text: { ...text, description: "For `create`: the content of the file." },
      old_str: { ...text, description: "For `str_replace`: the text to replace, which occurs exactly once." },
      new_str: { ...text, description: "For `str_replace`: the text to put there." },
      insert_line: {
        ...count,
        description: "For `insert`: the line after which to insert; 0 is the beginning.",
      },
      insert_text: { ...text, description: "For `insert`: the text to insert." },
      view_range: {
        type: "array",
        items: count,
        description: "For `view`: the first and the last line; -1 is the last of the file.",
      },
    },
    required: ["command", "path"],
  },
};

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/memory-tool */
const memory: TypedTool = {
  description: "Keeps files in the directory /memories from one conversation to the next.",
  schema: {
    type: "object",
    properties: {
      command: { ...text, enum: ["view", "create", "str_replace", "insert", "delete", "rename"] },
      path: paths,
      view_range: { type: "array", items: count, description: "For `view`: the first and the last line." },
      file_text: { ...text, description: "For `create`: the content of the file." },
      old_str: { ...text, description: "For `str_replace`: the text to replace." },
      new_str: { ...text, description: "For `str_replace`: the text to put there." },
      insert_line: { ...count, description: "For `insert`: the line at which to insert." },
      insert_text: { ...text, description: "For `insert`: the text to insert." },
      old_path: { ...text, description: "For `rename`: the path as it is." },
      new_path: { ...text, description: "For `rename`: the path as it is to be." },
    },
    required: ["command"],
  },
};

/** By the type without its date. */
export const messagesTools: ReadonlyMap<string, TypedTool> = new Map([
  ["bash", bash],
  ["text_editor", textEditor],
  ["memory", memory],
]);

export const responsesTools: Readonly<Record<NativeTool, TypedTool>> = {
  /** https://platform.openai.com/docs/guides/tools-apply-patch */
  apply_patch: {
    description: "Creates, changes or deletes a file by a patch in the V4A diff format.",
    schema: {
      type: "object",
      properties: {
        operation: {
          type: "object",
          properties: {
            type: { ...text, enum: ["create_file", "update_file", "delete_file"] },
            path: { ...text, description: "Path of the file, relative to the workspace." },
            diff: { ...text, description: "The diff; not for `delete_file`." },
          },
          required: ["type", "path"],
        },
      },
      required: ["operation"],
    },
  },
  /** https://platform.openai.com/docs/guides/tools-shell */
  shell: {
    description: "Runs shell commands, each in a shell of its own.",
    schema: {
      type: "object",
      properties: {
        commands: { type: "array", items: text, description: "The commands to run." },
        timeout_ms: { ...count, description: "How long they may take altogether." },
        max_output_length: { ...count, description: "How many characters of output to give." },
      },
      required: ["commands"],
    },
  },
  /** https://platform.openai.com/docs/guides/tools-local-shell */
  local_shell: {
    description: "Runs a command on the user's machine.",
    schema: {
      type: "object",
      properties: {
        command: { type: "array", items: text, description: "The program and its arguments." },
        env: { type: "object", additionalProperties: text, description: "Environment variables." },
        timeout_ms: { ...count, description: "How long it may take." },
        working_directory: { ...text, description: "Where to run it." },
      },
      required: ["command"],
    },
  },
};
