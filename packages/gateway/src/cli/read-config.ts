// --config FILE, or nothing -> a configuration, or an error that says what to do.

import { loadConfig, type LoadResult } from "../config/load.ts";
import { defaultConfig } from "../config/default-config.ts";
import { placesIn, usualPlaces } from "../config/places.ts";
import type { Places } from "../config/places.ts";
import { HoldfastError } from "../errors.ts";
import type { World } from "./world.ts";

type Reading = Pick<World, "env" | "readFile">;

/** Without a file, what the environment gives. Problems in the file are a result, since they are many; the rest is thrown. */
export async function readConfig(file: string | undefined, world: Reading): Promise<LoadResult> {
  if (file === undefined) return { ok: true, loaded: defaultConfig(world.env) };
  return loadConfig(await textOf(file, world), world.env);
}

/** Where the gateway of this configuration keeps and tells things. The rest of the file may have errors. */
export async function readPlaces(file: string | undefined, world: Reading): Promise<Places> {
  if (file === undefined) return usualPlaces();
  const places = placesIn(await textOf(file, world), world.env);
  if (places !== undefined) return places;
  throw new HoldfastError(
    "config-invalid",
    `\`console\` and \`data\` cannot be made out in ${file}: \`holdfast check\` says why.`,
    { details: { file } },
  );
}

async function textOf(file: string, world: Reading): Promise<string> {
  const details = { file };
  const bytes = await world.readFile(file).catch((cause: unknown) => {
    const code = systemCode(cause);
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new HoldfastError("config-not-found", `There is no configuration file at ${file}.`, {
        details,
        cause,
      });
    }
    const why = code === "EISDIR" ? "it is a folder" : `the system says ${code ?? "no more than that"}`;
    throw new HoldfastError("config-unreadable", `${file} cannot be read: ${why}.`, { details, cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HoldfastError("config-unreadable", `${file} is not text in UTF-8.`, { details, cause });
  }
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
