// Writes docs/configuration.md: every field of the configuration, from the schema that `holdfast check --schema` prints.
// A test holds the page against what this makes. `node scripts/configuration-reference.mjs` after a field has changed.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./setup.mjs";
import { capture } from "./step.mjs";

/**
 * @typedef {object} Schema
 * @property {string} [type]
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {unknown[]} [enum]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minItems]
 * @property {Schema[]} [anyOf]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema} [additionalProperties]
 * @property {Schema} [items]
 */

export const page = join(root, "docs/configuration.md");

const introduction = `# Configuration

Every field of the configuration, generated from the schema that validates it. \`holdfast up --config FILE\` reads the file,
\`holdfast check --config FILE\` reports everything that is wrong with it, each problem with its line and column, and
\`holdfast check --schema\` prints the JSON Schema for editors.

\`\${VARIABLE}\` anywhere in a value is replaced by the environment's, \`\${VARIABLE:-default}\` by the default where the variable
is unset or empty, and \`$\${\` is a literal \`\${\`. In YAML a \`*\` that begins a value has to stand in quotes.

A file that changes is taken up while the gateway runs, and SIGHUP makes it read again. One that has errors changes nothing: the
log, \`holdfast status\` and the metric \`holdfast_config_last_reload_successful\` tell of it. \`listen\`, \`console\` and \`data\`
need a restart, and keep their values until then.
`;

/** @returns {Promise<string>} */
export async function configurationReference() {
  const launcher = join(root, "packages/gateway/bin/holdfast.mjs");
  const { code, output } = await capture(process.execPath, [launcher, "check", "--schema"]);
  if (code !== 0) throw new Error(`The schema cannot be had:\n${output}`);
  return referenceFrom(/** @type {Schema} */ (JSON.parse(output)));
}

/** @param {Schema} schema */
export function referenceFrom(schema) {
  const sections = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `## \`${name}\`\n\n${section(name, field, isRequired(schema, name))}`,
  );
  return [introduction, ...sections].join("\n");
}

/** @param {string} path @param {Schema} field @param {string} need @returns {string} */
function section(path, field, need) {
  const inner = innerFields(path, field);
  return [
    `${facts(field, need)}\n`,
    `${field.description ?? ""}\n`,
    ...inner.map(({ path: name, field: one, need: its }) => `### \`${name}\`\n\n${section(name, one, its)}`),
  ].join("\n");
}

/**
 * The fields below this one, at any depth that has no heading of its own.
 * @param {string} path @param {Schema} field
 * @returns {{ path: string, field: Schema, need: string }[]}
 */
function innerFields(path, field) {
  if (field.properties !== undefined) {
    return Object.entries(field.properties).map(([name, one]) => ({
      path: `${path}.${name}`,
      field: one,
      need: isRequired(field, name),
    }));
  }
  const items = field.items?.properties === undefined ? undefined : field.items;
  if (items !== undefined) return innerFields(`${path}[]`, items);
  const values =
    field.additionalProperties?.properties === undefined ? undefined : field.additionalProperties;
  return values === undefined ? [] : innerFields(`${path}.NAME`, values);
}

/** @param {Schema} field @param {string} need */
function facts(field, need) {
  const usual = field.default;
  const isPlain = usual !== undefined && JSON.stringify(usual) !== "{}";
  const written = isPlain
    ? `Default: \`${typeof usual === "string" ? usual : JSON.stringify(usual)}\`.`
    : need;
  return `${sentence(typeOf(field))} ${written}`.trim();
}

/** @param {Schema} schema @param {string} name */
function isRequired(schema, name) {
  return schema.required?.includes(name) === true ? "Required." : "";
}

/** @param {string} words */
function sentence(words) {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** @param {Schema} field @returns {string} */
function typeOf(field) {
  const [rule] = field.anyOf ?? [field];
  if (rule?.enum !== undefined) {
    return `one of ${rule.enum.map((value) => `\`${String(value)}\``).join(", ")}`;
  }
  switch (rule?.type) {
    case "number":
    case "integer":
      return `a number${range(rule)}`;
    case "boolean":
      return "`true` or `false`";
    case "array":
      return `a list: ${itemOf(rule.items ?? {})}${rule.minItems === undefined ? "" : `; at least ${rule.minItems}`}`;
    case "object":
      if (rule.properties !== undefined) return "a group of fields";
      return `by name: ${itemOf(rule.additionalProperties ?? {})}`;
    default:
      return "text";
  }
}

/** What a list holds, or what stands behind a name. @param {Schema} item */
function itemOf(item) {
  if (item.properties !== undefined) return "a group of fields";
  const type = typeOf(item);
  const { description = "" } = item;
  return description === "" ? type : `${type} (${lowered(description)})`;
}

/** @param {string} text */
function lowered(text) {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}

/** @param {Schema} rule */
function range({ minimum, maximum }) {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return maximum === undefined ? "" : `, at most ${maximum}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(page, await configurationReference());
}
