// holdfast doctor: is it me or them?

import { Command, InvalidArgumentError } from "commander";
import { nearest } from "../config/nearest.ts";
import type { LoadResult } from "../config/load.ts";
import { usualPlaces } from "../config/places.ts";
import { summarise } from "../config/summarise.ts";
import { HoldfastError } from "../errors.ts";
import { evidenceLines } from "./doctor/evidence.ts";
import { examine } from "./doctor/examine.ts";
import type { ConfigFinding, Findings } from "./doctor/findings.ts";
import { verdictOn } from "./doctor/verdict.ts";
import type { Verdict } from "./doctor/verdict.ts";
import { exitCodes } from "./exit-codes.ts";
import { readConfig, readPlaces } from "./read-config.ts";
import type { World } from "./world.ts";

interface Options {
  readonly config?: string;
  readonly neutral: URL;
  readonly offline?: true;
  readonly json?: true;
}

const codes: Readonly<Record<Verdict["whose"], number>> = {
  nobody: exitCodes.done,
  yours: 1,
  both: 1,
  theirs: 2,
  unclear: 3,
};

export function doctorCommand(world: World, exitWith: (code: number) => void): Command {
  return new Command("doctor")
    .description("find out whether it is you or a provider, and what to do")
    .argument("[provider]", "the provider to look at; left out, all of them")
    .option("-c, --config <file>", "the configuration file; without one, what the environment makes")
    .option(
      "--neutral <url>",
      "a host that has nothing to do with any provider, to tell them from this machine's network",
      urlFrom,
      new URL("https://www.example.com"),
    )
    .option("--offline", "ask no neutral host")
    .option("--json", "print the verdict and all findings as JSON")
    .addHelpText("after", help)
    .action(async (name: string | undefined, options: Options) =>
      exitWith(await doctor(name, options, world)),
    );
}

const help = `
Every provider is asked once for the list of its models with each of its keys, which costs nothing. It reads the same
file and the same environment as the gateway: start it where the gateway is started.

Exit codes: ${codes.nobody} nothing is wrong, ${codes.yours} it is you (alone or also), ${codes.theirs} it is them, ${codes.unclear} it cannot be told,
            ${exitCodes.usage} wrong usage`;

function urlFrom(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new InvalidArgumentError("a URL such as https://www.example.com is expected.");
}

async function doctor(name: string | undefined, options: Options, world: World): Promise<number> {
  const { config: file, json } = options;
  const { loaded, config } = await configFinding(file, world);
  const known = Object.keys(loaded?.config.providers ?? {});
  if (name !== undefined && loaded !== undefined && !known.includes(name)) {
    const hint = nearest(name, known);
    world.err(
      `There is no provider \`${name}\`: there are ${known.join(", ")}.` +
        `${hint === undefined ? "" : ` Did you mean ${hint}?`}\n`,
    );
    return exitCodes.usage;
  }
  const probes = world.probes();
  try {
    const findings = await examine({
      probes,
      loaded,
      config,
      places: await readPlaces(file, world).catch(() => usualPlaces()),
      provider: name,
      neutral: options.offline === true ? undefined : options.neutral,
      getJson: world.getJson,
      env: world.env,
    });
    const verdict = verdictOn(findings);
    world.out(
      json === true
        ? `${JSON.stringify({ ...verdict, findings }, undefined, 2)}\n`
        : words(verdict, findings),
    );
    return codes[verdict.whose];
  } finally {
    probes.close();
  }
}

type Read = {
  readonly config: ConfigFinding;
  readonly loaded: (LoadResult & { ok: true })["loaded"] | undefined;
};

async function configFinding(file: string | undefined, world: World): Promise<Read> {
  try {
    const result = await readConfig(file, world);
    if (result.ok) {
      const { loaded } = result;
      return { loaded, config: { kind: "sound", isSimulated: loaded.simulated.length > 0 } };
    }
    const why = `the configuration has ${summarise(result.problems)}`;
    return { loaded: undefined, config: { kind: "broken", why } };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return { loaded: undefined, config: { kind: "broken", why: error.message.replace(/\.$/, "") } };
  }
}

function words({ sentence, advice }: Verdict, findings: Findings): string {
  const lines = [
    sentence,
    "",
    "Seen:",
    ...evidenceLines(findings).map((line) => `  ${line}`),
    ...(advice.length === 0 ? [] : ["", "To do:", ...advice.map((line) => `  ${line}`)]),
  ];
  return `${lines.join("\n")}\n`;
}
