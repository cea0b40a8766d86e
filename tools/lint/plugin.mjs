// Our own rules for oxlint: what its built-in rules cannot say. tools/planted proves that each of them fires.

import { isBuiltin } from "node:module";
import { dirname, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rowFor, socketModules, socketPackages, within } from "./import-table.mjs";

/** @typedef {Parameters<import("oxlint/plugins-dev").RuleTester["run"]>[1]} Rule */
/** @typedef {ReturnType<NonNullable<Rule["create"]>>} Visitor */
/** @typedef {Parameters<NonNullable<Visitor["FunctionDeclaration"]>>[0]["params"][number]} Parameter */
/** @typedef {NonNullable<Parameters<Parameters<NonNullable<Rule["create"]>>[0]["report"]>[0]["node"]>} Place */
/** @typedef {import("./import-table.mjs").Row} Row */
/** @typedef {{ specifier: unknown, typesOnly: boolean }} Reference */

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** @type {Rule} */
const importTable = {
  create(context) {
    const path = relative(root, context.filename).split(sep).join("/");
    const row = rowFor(path);
    /** @param {Place} node @param {string | undefined} message */
    const report = (node, message) => {
      if (message !== undefined) context.report({ node, message });
    };
    if (row === undefined) {
      return {
        Program: (node) => report(node, "This folder has no row in tools/lint/import-table.mjs."),
      };
    }
    return {
      ImportDeclaration(node) {
        const typesOnly = node.importKind === "type";
        report(node, objection(row, path, { specifier: node.source.value, typesOnly }));
      },
      ExportNamedDeclaration(node) {
        if (node.source === null) return;
        const typesOnly = node.exportKind === "type";
        report(node, objection(row, path, { specifier: node.source.value, typesOnly }));
      },
      ExportAllDeclaration(node) {
        const typesOnly = node.exportKind === "type";
        report(node, objection(row, path, { specifier: node.source.value, typesOnly }));
      },
      TSImportType(node) {
        report(node, objection(row, path, { specifier: node.source.value, typesOnly: true }));
      },
      ImportExpression(node) {
        const specifier = node.source.type === "Literal" ? node.source.value : undefined;
        const whilePure = row.pure ? "Pure code loads nothing while it runs: no dynamic import." : undefined;
        report(node, whilePure ?? objection(row, path, { specifier, typesOnly: false }));
      },
      MetaProperty(node) {
        if (row.pure && node.meta.name === "import") {
          report(node, "Pure code does not know where it is: no import.meta.");
        }
      },
    };
  },
};

/** @param {Row} row @param {string} path @param {Reference} reference @returns {string | undefined} */
function objection(row, path, { specifier, typesOnly }) {
  if (typeof specifier !== "string") return "An import that is not a literal cannot be checked.";
  if (/^\.\.?(\/|$)/.test(specifier)) {
    const target = posix.join(posix.dirname(path), specifier);
    return within(target, row.reach) ? undefined : `${row.folder} may not reach ${target}.`;
  }
  if (/^(\/|[a-z]+:\/\/|file:|data:|#)/i.test(specifier)) return "Import by relative path or package name.";
  if (/^bun(:|$)/.test(specifier)) return row.bun ? undefined : `${row.folder} may not import ${specifier}.`;
  if (isBuiltin(specifier)) return builtinObjection(row, specifier.replace(/^node:/, ""));
  if (/^(@holdfast\/|holdfast($|\/))/.test(specifier)) return packageObjection(row, specifier, typesOnly);
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (row.node !== "all" && socketPackages.includes(name)) return socketsMessage(name);
  return row.npm ? undefined : `${row.folder} has no dependencies and may not import ${specifier}.`;
}

/** @param {Row} row @param {string} name @returns {string | undefined} */
function builtinObjection(row, name) {
  if (row.node === "all") return undefined;
  const opensSockets = socketModules.includes(name.split("/")[0] ?? name);
  if (row.node === "no-sockets") return opensSockets ? socketsMessage(`node:${name}`) : undefined;
  if (row.node.includes(name)) return undefined;
  return opensSockets ? socketsMessage(`node:${name}`) : `${row.folder} may not import node:${name}.`;
}

/** @param {Row} row @param {string} specifier @param {boolean} typesOnly @returns {string | undefined} */

function packageObjection(row, specifier, typesOnly) {
  const allowed = row.packages[specifier];
  if (allowed === undefined) return `${row.folder} may not import ${specifier}.`;
  if (allowed === "types" && !typesOnly) return `${row.folder} may import only types from ${specifier}.`;
  return undefined;
}

/** @param {string} what */
function socketsMessage(what) {
  return `Sockets are opened in packages/transport/src/sockets only: ${what} may not be imported here.`;
}

/** @type {Rule} */
const noExportStar = {
  create(context) {
    return {
      ExportAllDeclaration(node) {
        if (node.exported !== null) return;
        context.report({ node, message: "Export by name, so that the front door can be read." });
      },
    };
  },
};

/** @type {Rule} */
const noBooleanParameter = {
  create(context) {
    /** @param {Parameter} parameter */
    const check = (parameter) => {
      if (!isBoolean(parameter)) return;
      const message = "A bare `true` says nothing where it is passed: name two functions, or take an option.";
      context.report({ node: parameter, message });
    };
    return {
      FunctionDeclaration: (node) => node.params.forEach(check),
      FunctionExpression: (node) => node.params.forEach(check),
      ArrowFunctionExpression: (node) => node.params.forEach(check),
      TSDeclareFunction: (node) => node.params.forEach(check),
      TSMethodSignature: (node) => node.params.forEach(check),
    };
  },
};

/** @param {Parameter} parameter @returns {boolean} */
function isBoolean(parameter) {
  if (parameter.type === "TSParameterProperty") return isBoolean(parameter.parameter);
  if (parameter.type === "AssignmentPattern") {
    const { left, right } = parameter;
    return (right.type === "Literal" && typeof right.value === "boolean") || isBoolean(left);
  }
  return parameter.typeAnnotation?.typeAnnotation.type === "TSBooleanKeyword";
}

/** @type {Rule} */
const disableWithReason = {
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const directive = /^\s*(oxlint|eslint)-disable/.test(comment.value);
          if (directive && !/\s--\s+\S/.test(comment.value)) {
            context.report({ node: comment, message: "Say why: `oxlint-disable-next-line RULE -- reason`." });
          }
        }
      },
    };
  },
};

/** @type {Rule} */
const tests = {
  create(context) {
    if (!context.filename.endsWith(".test.ts")) return {};
    return {
      MemberExpression(node) {
        const { object, property } = node;
        const runner = object.type === "Identifier" && ["test", "it", "describe"].includes(object.name);
        if (runner && property.type === "Identifier" && property.name === "only") {
          context.report({ node, message: "A focused test switches all others off." });
        }
      },
      CallExpression(node) {
        const title = node.arguments[0];
        const runner = /^(test|it|describe)\b/.test(context.sourceCode.getText(node.callee));
        if (!runner || title?.type !== "Literal") return;
        const word = /\b(should|works)\b/i.exec(String(title.value))?.[0];
        if (word === undefined) return;
        context.report({ node, message: `Say what happens, in the present tense, without "${word}".` });
      },
    };
  },
};

export default {
  meta: { name: "holdfast" },
  rules: {
    "import-table": importTable,
    "no-export-star": noExportStar,
    "no-boolean-parameter": noBooleanParameter,
    "disable-with-reason": disableWithReason,
    tests,
  },
};
