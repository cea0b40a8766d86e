// One real gateway on free ports, with a folder of its own, in this process.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../src/compose.ts";
import type { RunningGateway } from "../src/compose.ts";
import { loadConfig } from "../src/config/load.ts";

export interface Standing {
  readonly port: number;
  readonly baseUrl: string;
  readonly consoleUrl: string;
  /** Every line so far. */
  readonly log: () => string;
  /** The folder of its store. */
  readonly data: string;
  readonly stop: () => Promise<void>;
}

/** `yaml` is all of the configuration but its addresses and its data folder, which `clear` removes after the stop. */
export async function startStanding(
  yaml: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Standing & { readonly clear: () => Promise<void> }> {
  const lines: string[] = [];
  const writeLog = (line: string): number => lines.push(line);
  const data = mkdtempSync(join(tmpdir(), "holdfast-stage-"));
  const remove = (): void => rmSync(data, { recursive: true, force: true });
  try {
    const gateway = await startGateway({ config: configFrom(yaml, data, env), env, writeLog });
    const standing = standingOf(gateway, lines, data);
    const clear = async (): Promise<void> => {
      await standing.stop();
      remove();
    };
    return { ...standing, clear };
  } catch (error) {
    remove();
    throw error;
  }
}

function configFrom(
  yaml: string,
  data: string,
  env: Readonly<Record<string, string>>,
): Parameters<typeof startGateway>[0]["config"] {
  const place = `listen: "127.0.0.1:0"\nconsole: "127.0.0.1:0"\ndrain_seconds: 0\ndata: "${data}"\n`;
  const result = loadConfig(place + yaml, env);
  if (result.ok) return result.loaded;
  throw new Error(`The test's configuration is wrong: ${JSON.stringify(result.problems)}`);
}

function standingOf(gateway: RunningGateway, lines: readonly string[], data: string): Standing {
  const { listenAddress, consoleAddress } = gateway;
  return {
    port: listenAddress.port,
    baseUrl: `http://127.0.0.1:${listenAddress.port}`,
    consoleUrl: `http://127.0.0.1:${consoleAddress.port}`,
    log: () => lines.join(""),
    data,
    stop: () => gateway.stop(),
  };
}
