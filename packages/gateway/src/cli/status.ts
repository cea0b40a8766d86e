// holdfast status: how a running gateway and the providers behind it stand.

import { Command } from "commander";
import type { StatusReport } from "../contract/status.ts";
import { exitCodes } from "./exit-codes.ts";
import { readPlaces } from "./read-config.ts";
import type { World } from "./world.ts";

type Options = { readonly config?: string; readonly json?: true };

export function statusCommand(world: World, exitWith: (code: number) => void): Command {
  return new Command("status")
    .description("tell how the running gateway and its providers stand")
    .option("-c, --config <file>", "the configuration file, for the address of the console")
    .option("--json", "print the report as JSON")
    .addHelpText("after", help)
    .action(async (options: Options) => exitWith(await status(options, world)));
}

const help = `
Exit codes: ${exitCodes.done} all well, 1 something is not well, ${exitCodes.unavailable} no gateway answers,
            ${exitCodes.config} the configuration cannot be read`;

async function status({ config: file, json }: Options, world: World): Promise<number> {
  const { console } = await readPlaces(file, world);
  const url = `http://${console}/api/status`;
  const report = await world.getJson(url).catch(() => undefined);
  if (!isStatusReport(report)) {
    world.err(`No gateway answers at ${url}.\n`);
    return exitCodes.unavailable;
  }
  world.out(json === true ? `${JSON.stringify(report, undefined, 2)}\n` : words(report));
  const isWell = report.ready && report.unwell.length === 0 && report.config_error === null;
  return isWell ? exitCodes.done : 1;
}

/** Our own console answers, or something else does. */
export function isStatusReport(value: unknown): value is StatusReport {
  return (
    typeof value === "object" &&
    value !== null &&
    "unwell" in value &&
    "providers" in value &&
    "config_error" in value &&
    "ledger" in value
  );
}

function words(report: StatusReport): string {
  const { ready, providers, unwell, ledger, config_version: version } = report;
  const lines = [
    ready ? `Ready, with configuration ${version}.` : "Stopping: open requests still finish.",
    ...configLines(report),
    `Providers: ${providers.map(({ name, kind, simulated }) => `${name} (${simulated ? "simulated " : ""}${kind})`).join(", ")}.`,
    ...(unwell.length === 0 ? ["All are well."] : unwell.flatMap(unwellLines)),
    `Ledger: ${ledger.written} written, ${ledger.waiting} waiting, ${ledger.lost} lost.`,
  ];
  return `${lines.join("\n")}\n`;
}

function configLines({ config_error: error, needs_restart: waiting }: StatusReport): string[] {
  return [
    ...(error === null
      ? []
      : [
          `A newer configuration was refused at ${error.at}, so the one before is in force:`,
          `  ${error.message} [${error.code}]`,
        ]),
    ...(waiting.length === 0 ? [] : [`Changed, and taken up only by a restart: ${waiting.join(", ")}.`]),
  ];
}

function unwellLines({
  level,
  name,
  standing,
  retest_in_ms: retest,
  evidence,
}: StatusReport["unwell"][number]): string[] {
  const when = retest === null ? "" : `, tested again in ${Math.ceil(retest / 1000)} s`;
  return [`${level} ${name}: ${standing}${when}.`, ...evidence.map((why) => `  ${why}`)];
}
