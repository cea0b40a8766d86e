// holdfast keys: who may ask this gateway.

import { randomBytes } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import type { ClientKey } from "../contract/client-key.ts";
import { hashOf } from "../dataplane/sign-in.ts";
import { openKeyStore } from "../store/sqlite/key-store.ts";
import type { KeyStore } from "../store/key-store.ts";
import { storePath } from "../store/books.ts";
import type { Places } from "../config/places.ts";
import { exitCodes } from "./exit-codes.ts";
import { readPlaces } from "./read-config.ts";
import type { World } from "./world.ts";

type Common = { readonly config?: string; readonly json?: true };
type Create = Common & { readonly models?: string[]; readonly workflow?: string; readonly rpm?: number };

export function keysCommand(world: World, exitWith: (code: number) => void): Command {
  const keys = new Command("keys")
    .description("make, list and revoke the keys that clients sign in with")
    .addHelpText("after", help);
  common(keys.command("create").description("make a key and print it, once"))
    .argument("<name>", "what people call it")
    .option("-m, --models <globs...>", "the model names that it may ask for; left out, any")
    .option("-w, --workflow <name>", "the workflow that its requests belong to")
    .option("--rpm <requests>", "the requests that it may make in a minute", countFrom)
    .action(async (name: string, options: Create) => exitWith(await create(name, options, world)));
  common(keys.command("list").description("list the keys, revoked ones too")).action(
    async (options: Common) => exitWith(await list(options, world)),
  );
  common(keys.command("revoke").description("end a key"))
    .argument("<id>", "as `holdfast keys list` prints it")
    .action(async (id: string, options: Common) => exitWith(await revoke(id, options, world)));
  return keys;
}

const help = `
Without any key the gateway is open to this machine, and listens on loopback addresses only. From the first key on
every request needs one, in the field that the vendor's SDK uses. A running gateway knows of a change within seconds.

Exit codes: ${exitCodes.done} done, 1 no such key, ${exitCodes.usage} wrong usage, ${exitCodes.io} the store cannot be used, ${exitCodes.config} the configuration cannot be read`;

function common(command: Command): Command {
  return command
    .option("-c, --config <file>", "the configuration file, for the place of the store")
    .option("--json", "print JSON");
}

function countFrom(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("a whole number of requests is expected.");
}

async function create(name: string, options: Create, world: World): Promise<number> {
  return withStore(options, world, (store, { workflows }) => {
    const { workflow } = options;
    // A key of a workflow that nobody has described would be a typing error that nobody sees.
    if (workflow !== undefined && !workflows.includes(workflow)) {
      const known = workflows.length === 0 ? "there is none" : `there are ${workflows.join(", ")}`;
      world.err(`The configuration has no workflow \`${workflow}\`: ${known}.\n`);
      return exitCodes.usage;
    }
    const key = `hf_${randomBytes(24).toString("base64url")}`;
    const record: ClientKey = {
      id: randomBytes(6).toString("hex"),
      name,
      hash: hashOf(key),
      models: options.models,
      workflow,
      requestsPerMinute: options.rpm,
      createdAt: Date.now(),
      revokedAt: undefined,
    };
    store.add(record);
    const { hash: _hash, ...shown } = record;
    if (options.json === true) {
      world.out(`${JSON.stringify({ ...shown, key }, undefined, 2)}\n`);
      return exitCodes.done;
    }
    // The key alone, so that it can be piped to where it belongs.
    world.out(`${key}\n`);
    world.err(`This is the only time that the key is shown. Its id is ${record.id}.\n`);
    return exitCodes.done;
  });
}

async function list(options: Common, world: World): Promise<number> {
  return withStore(options, world, (store) => {
    const keys = store.list().map(({ hash: _hash, ...shown }) => shown);
    if (options.json === true) world.out(`${JSON.stringify(keys, undefined, 2)}\n`);
    else if (keys.length === 0) world.out("There are no keys: the gateway is open to this machine.\n");
    else world.out(keys.map(lineFor).join(""));
    return exitCodes.done;
  });
}

function lineFor(key: Omit<ClientKey, "hash">): string {
  const notes = [
    key.models === undefined ? "any model" : key.models.join(" "),
    ...(key.workflow === undefined ? [] : [`workflow ${key.workflow}`]),
    ...(key.requestsPerMinute === undefined ? [] : [`${key.requestsPerMinute} a minute`]),
    `made ${new Date(key.createdAt).toISOString()}`,
    ...(key.revokedAt === undefined ? [] : [`revoked ${new Date(key.revokedAt).toISOString()}`]),
  ];
  return `${key.id}  ${key.name}  (${notes.join(", ")})\n`;
}

async function revoke(id: string, options: Common, world: World): Promise<number> {
  return withStore(options, world, (store) => {
    const isRevoked = store.revoke(id, Date.now());
    if (!isRevoked) world.err(`There is no key \`${id}\` in force.\n`);
    else if (options.json === true) world.out(`${JSON.stringify({ revoked: id })}\n`);
    else world.out(`Revoked ${id}.\n`);
    return isRevoked ? exitCodes.done : 1;
  });
}

async function withStore(
  { config: file }: Common,
  world: World,
  run: (store: KeyStore, places: Places) => number,
): Promise<number> {
  const places = await readPlaces(file, world);
  const store = openKeyStore(storePath(places.data));
  try {
    return run(store, places);
  } finally {
    store.close();
  }
}
