// What is wrong with the YAML itself, in words of our own: the parser's messages quote the text, and the text may hold a key.

import type { YAMLError } from "yaml";

export const yamlFaults: Readonly<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS: "an alias (`*name`) cannot have a tag or an anchor",
  BAD_ALIAS: 'an unquoted `*` starts an alias: put a glob in quotes, as in "*"',
  BAD_COLLECTION_TYPE: "a tag does not fit what it stands before",
  BAD_DIRECTIVE: "a line that starts with `%` is not a valid directive",
  BAD_DQ_ESCAPE:
    "an unknown escape after `\\` in a double-quoted text: use single quotes to take it literally",
  BAD_INDENT: "the indentation is wrong, or a bracket opened before is not closed",
  BAD_PROP_ORDER: "an anchor or a tag must come after the `-`, `?` or `:`",
  BAD_SCALAR_START: "an unquoted text cannot start with this character: put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a second `:` on one line, or a value that is indented like a key: put text with `: ` in quotes",
  BLOCK_IN_FLOW: "a block cannot stand inside `[ ]` or `{ }`",
  DUPLICATE_KEY: "the same key appears twice",
  IMPOSSIBLE: "this is not YAML",
  KEY_OVER_1024_CHARS: "a key is longer than 1024 characters",
  MISSING_CHAR:
    "something is not closed or not finished here: a quote, a bracket, a comma, or the `:` after a key",
  MULTILINE_IMPLICIT_KEY: "a key must be on one line",
  MULTIPLE_ANCHORS: "one value cannot have two anchors",
  MULTIPLE_DOCS: "a second document starts here (`---`): a configuration is one document",
  MULTIPLE_TAGS: "one value cannot have two tags",
  NON_STRING_KEY: "a key must be a plain text",
  RESOURCE_EXHAUSTION: "the nesting is too deep",
  TAB_AS_INDENT: "a tab is used for indentation: YAML takes spaces only",
  TAG_RESOLVE_FAILED: "tags (`!name`) are not understood: remove it, or quote a text that starts with `!`",
  UNEXPECTED_TOKEN: "unexpected text: a value with `[ ] { } , # & * ! | > ' \" % @ :` in it needs quotes",
};
