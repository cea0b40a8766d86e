// `${VAR}` and `${VAR:-default}` inside one string; `$${` is a literal `${`.

export type Environment = Readonly<Record<string, string | undefined>>;

export type Substituted = {
  readonly text: string;
  /** What the environment put in: to be kept out of anything printed. */
  readonly inserted: readonly string[];
  readonly faults: readonly string[];
};

const expression = /\$\$\{|\$\{([^}]*)(\}?)/g;
const supported = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/** A variable that is set but empty counts as unset, as it does in a shell's `${VAR:-default}`: an empty key or URL is never meant. */
export function substitute(text: string, env: Environment): Substituted {
  const inserted: string[] = [];
  const faults: string[] = [];
  const result = text.replace(expression, (whole, inside: string | undefined, close: string) => {
    if (inside === undefined) return "${";
    const [, name, otherwise] = supported.exec(inside) ?? [];
    const fault = close === "" ? "`${` has no closing `}`" : syntaxFault(inside, name);
    if (fault !== undefined || name === undefined) {
      faults.push(fault ?? "");
      return whole;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined && value !== "") {
      inserted.push(value);
      return value;
    }
    if (otherwise !== undefined) return otherwise;
    faults.push(unsetFault(name, value));
    return whole;
  });
  return { text: result, inserted, faults };
}

function syntaxFault(inside: string, name: string | undefined): string | undefined {
  if (inside.includes("${")) return "variables cannot be nested: a default is plain text";
  if (name !== undefined) return undefined;
  return "only `${NAME}` and `${NAME:-default}` are understood, where a name is letters, digits and `_`; write `$${` for a literal `${`";
}

function unsetFault(name: string, value: string | undefined): string {
  const state = value === undefined ? "not set" : "empty";
  return `the environment variable ${name} is ${state}: set it, or give a default with \`\${${name}:-default}\``;
}
