// holdfast check: everything that is wrong with a configuration, without starting anything.

import { Command } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { formatProblems } from "./format-problems.ts";
import { readConfig } from "./read-config.ts";
import { publishedSchema } from "../config/published-schema.ts";
import { snapshotFrom } from "../config/snapshot.ts";
import type { Problem } from "../contract/problem.ts";
import type { World } from "./world.ts";

type Options = { readonly config?: string; readonly json?: true; readonly schema?: true };

export function checkCommand(world: World, exitWith: (code: number) => void): Command {
  return new Command("check")
    .description("report every problem of a configuration, with its place")
    .option("-c, --config <file>", "the configuration file; without one, what the environment makes")
    .option("--json", "print the problems as JSON")
    .option("--schema", "print the JSON Schema of the configuration, and check nothing")
    .addHelpText("after", help)
    .action(async (options: Options) => exitWith(await check(options, world)));
}

const help = `
Warnings leave the configuration usable. Among them are models that the catalogue does not know: they are sent as they are.

For an editor that knows YAML schemas (yaml-language-server): print the schema into a file beside the configuration, and
begin the configuration with \`# yaml-language-server: $schema=./holdfast.schema.json\`.

Exit codes: ${exitCodes.done} usable, ${exitCodes.usage} wrong usage, ${exitCodes.config} the configuration has errors`;

async function check({ config: file, json, schema }: Options, world: World): Promise<number> {
  if (schema === true) {
    world.out(`${JSON.stringify(publishedSchema(), undefined, 2)}\n`);
    return exitCodes.done;
  }
  const result = await readConfig(file, world);
  // What loads must also make a snapshot: better said here than by the gateway.
  if (result.ok && result.loaded.simulated.length === 0) snapshotFrom(result.loaded, { version: 1 });
  const problems: readonly Problem[] = result.ok
    ? [...result.loaded.warnings, ...result.loaded.advice]
    : result.problems;
  if (json === true) world.out(`${JSON.stringify({ ok: result.ok, problems }, undefined, 2)}\n`);
  else if (problems.length > 0) world.out(formatProblems(file ?? "environment", problems));
  if (!result.ok) return exitCodes.config;
  if (json !== true && problems.length === 0) world.out(`${file ?? "environment"}: no problems\n`);
  return exitCodes.done;
}
