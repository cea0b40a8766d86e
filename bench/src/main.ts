// npm run bench: reads the command line, measures, prints, and cleans up whatever happens.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseOptions, usage, UsageError } from "./options.ts";
import type { Options } from "./options.ts";
import { createReport } from "./report/report.ts";
import { makeCertificate } from "./run/certificate.ts";
import { createCleanup } from "./run/cleanup.ts";
import { machineLines, pinTo, unfitBecause } from "./run/machine.ts";
import { runAll } from "./run/run.ts";

const cleanup = createCleanup();
/** Set by the signal that ended the run early. */
let interruptedWith: number | undefined;
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const) {
  process.once(signal, () => {
    console.error(`\n${signal}: stopping what was started`);
    interruptedWith = 128 + number;
    cleanup
      .run()
      .finally(() => process.exit(128 + number))
      .catch(() => undefined);
  });
}
const code = await main(process.argv.slice(2));
await cleanup.run();
process.exit(code);

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === "help") {
      console.log(usage);
      return 0;
    }
    const unfit = unfitBecause(options);
    if (unfit !== undefined) throw new UsageError(unfit);
    return await bench(options);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nnpm run bench -- --help says more.`);
      return 2;
    }
    // What breaks because we are stopping is no news.
    if (interruptedWith === undefined) console.error(`\n${told(error)}`);
    return interruptedWith ?? 1;
  }
}

async function bench(options: Options): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  pinTo(options.loadCore);
  const report = createReport(machineLines(options));
  const certificate = await makeCertificate(folder);
  await runAll({ options, folder, certificate, cleanup }, report);
  // npm starts scripts in the root of the workspace; the file is meant from where the user stands.
  const startedIn = process.env["INIT_CWD"] ?? ".";
  if (options.jsonFile !== undefined) await report.writeJson(resolve(startedIn, options.jsonFile));
  return report.finish();
}

/** What went wrong, and what was behind it. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\nbecause: ${told(error.cause)}`;
}
