// holdfast up: runs the gateway until it is asked to stop.

import { Command } from "commander";
import type { RunningGateway } from "../compose.ts";
import { formatAddress } from "../config/address.ts";
import type { ConfigSource } from "../config/live-config.ts";
import type { LoadedConfig } from "../config/load.ts";
import { exampleCall, placeholder } from "./example-call.ts";
import { exitCodes } from "./exit-codes.ts";
import { formatProblems } from "./format-problems.ts";
import { readConfig } from "./read-config.ts";
import type { StopSignal, World } from "./world.ts";

export function upCommand(world: World, exitWith: (code: number) => void): Command {
  return new Command("up")
    .description("start the gateway and run it until it is asked to stop")
    .option(
      "-c, --config <file>",
      "the configuration file; without one, provider keys in the environment make a default",
    )
    .addHelpText("after", help)
    .action(async ({ config }: { config?: string }) => exitWith(await up(config, world)));
}

const help = `
With neither a file nor ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY in the environment, simulated providers answer.
With --config, a changed file is taken up while the gateway runs, and SIGHUP reads it again. One that has errors changes
nothing: the log, \`holdfast status\` and the metrics say so. \`listen\`, \`console\` and \`data\` need a restart.

SIGTERM or SIGINT lets open requests finish (drain_seconds); a second one stops at once.

Exit codes: ${exitCodes.done} stopped as asked, ${exitCodes.usage} wrong usage, ${exitCodes.unavailable} an address cannot be listened on,
            ${exitCodes.internal} a defect, ${exitCodes.config} the configuration has errors, 128 + signal stopped at once`;

async function up(file: string | undefined, world: World): Promise<number> {
  const result = await readConfig(file, world);
  const problems = result.ok ? result.loaded.warnings : result.problems;
  if (problems.length > 0) world.err(formatProblems(file ?? "environment", problems));
  if (!result.ok) return exitCodes.config;
  const source = file === undefined ? undefined : sourceOf(file, world);
  const gateway = await world.startGateway({ config: result.loaded, source });
  world.out(greeting(result.loaded, gateway));
  return untilStopped(gateway, world);
}

function sourceOf(file: string, world: World): ConfigSource {
  return {
    reload: () => readConfig(file, world),
    onChange(listener) {
      const ends = [world.watchFile(file, () => listener("seen")), world.onHangup(() => listener("asked"))];
      return () => ends.forEach((end) => end());
    },
  };
}

async function untilStopped(gateway: RunningGateway, world: World): Promise<number> {
  const first = Promise.withResolvers<StopSignal>();
  const second = Promise.withResolvers<StopSignal>();
  let pending = first;
  const end = world.onSignal((signal) => {
    pending.resolve(signal);
    pending = second;
  });
  try {
    const signal = await first.promise;
    const seconds = gateway.drainMs() / 1_000;
    world.err(`${signal}: open requests may take up to ${seconds} s more. Once again stops at once.\n`);
    const drained = gateway.stop().then(() => exitCodes.done);
    const cut = second.promise.then(async (again) => {
      await gateway.cut();
      return exitCodeAfter(again);
    });
    return await Promise.race([drained, cut]);
  } finally {
    end();
  }
}

/** What a shell reports for a process that the signal ended. */
function exitCodeAfter(signal: StopSignal): number {
  return 128 + { SIGINT: 2, SIGTERM: 15 }[signal];
}

function greeting(loaded: LoadedConfig, gateway: RunningGateway): string {
  const { command, isComplete } = exampleCall(loaded.config, gateway.listenAddress);
  const lines = [
    `Holdfast listens on http://${formatAddress(gateway.listenAddress)}`,
    `Console and health: http://${formatAddress(gateway.consoleAddress)}`,
    origin(loaded),
    "",
    isComplete ? "Try it:" : `Try it, with the name of a model in place of ${placeholder}:`,
    `  ${command}`,
    ...(loaded.source === "simulated" ? survival(command) : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The simulated providers break for whoever asks them to. */
function survival(command: string): string[] {
  return [
    "",
    "Break the first provider, and see another one answer (`x-holdfast-served-by` says which):",
    `  ${command} -i -H 'x-simulate-outage: 1'`,
  ];
}

function origin({ source, config }: LoadedConfig): string {
  const names = Object.keys(config.providers).join(", ");
  if (source === "file") return `Providers: ${names}`;
  if (source === "environment") return `Providers: ${names} (their keys are in the environment)`;
  return (
    `SIMULATED: there are no provider keys, so made-up providers answer (${names}).\n` +
    "For real answers set ANTHROPIC_API_KEY or OPENAI_API_KEY, or give --config FILE."
  );
}
