// The command line as a function: arguments in, exit code out.

import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { HoldfastError } from "../errors.ts";
import { checkCommand } from "./check.ts";
import { doctorCommand } from "./doctor.ts";
import { exitCodeFor, exitCodes } from "./exit-codes.ts";
import { explainCommand } from "./explain.ts";
import { statusCommand } from "./status.ts";
import { keysCommand } from "./keys.ts";
import { upCommand } from "./up.ts";
import type { World } from "./world.ts";

export async function run(args: readonly string[], world: World): Promise<number> {
  let code: number = exitCodes.done;
  const program = createProgram(world, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // commander has printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    world.err(formatError(error));
    return exitCodeFor(error);
  }
}

function createProgram(world: World, exitWith: (code: number) => void): Command {
  const program = new Command("holdfast")
    .description("An LLM gateway that keeps answering while providers fail.")
    .version(manifest.version, "-V, --version", "print the version")
    .configureOutput({ writeOut: world.out, writeErr: world.err })
    .exitOverride();
  for (const create of [upCommand, checkCommand, statusCommand, explainCommand, keysCommand, doctorCommand]) {
    program.addCommand(inheriting(create(world, exitWith), program));
  }
  return program;
}

/** Commands within commands too: one that is left out prints past the world and ends the process itself. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheriting(inner, command);
  return command;
}

function formatError(error: unknown): string {
  if (error instanceof HoldfastError) return `holdfast: ${error.message} [${error.code}]\n`;
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `holdfast: this is a defect of Holdfast:\n${story}\n`;
}
