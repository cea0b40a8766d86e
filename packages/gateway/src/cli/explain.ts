// holdfast explain REQUEST_ID: the whole story of a request, in words.

import { Command } from "commander";
import type { AttemptRecord, RequestRecord } from "../dataplane/ledger.ts";
import { openLedgerStore } from "../store/sqlite/ledger-store.ts";
import { storePath } from "../store/books.ts";
import { exitCodes } from "./exit-codes.ts";
import { readPlaces } from "./read-config.ts";
import type { World } from "./world.ts";

type Options = { readonly config?: string; readonly json?: true };

export function explainCommand(world: World, exitWith: (code: number) => void): Command {
  return new Command("explain")
    .description("tell the story of a request: which roads it took, what came of each, and why")
    .argument("[request-id]", "as `x-holdfast-request-id` of the answer says it; left out, the last request")
    .option("-c, --config <file>", "the configuration file, for the place of the store")
    .option("--json", "print the record as JSON")
    .addHelpText("after", help)
    .action(async (id: string | undefined, options: Options) => exitWith(await explain(id, options, world)));
}

const help = `
It reads the embedded store, so no gateway has to run. The store never holds prompts or answers.

Exit codes: ${exitCodes.done} told, 1 no such request, ${exitCodes.io} the store cannot be read, ${exitCodes.config} the configuration cannot be read`;

async function explain(
  id: string | undefined,
  { config: file, json }: Options,
  world: World,
): Promise<number> {
  const { data } = await readPlaces(file, world);
  const store = openLedgerStore(storePath(data), "read");
  try {
    const record = id === undefined ? store.recent(1)[0] : store.find(id);
    if (record === undefined) {
      world.err(
        id === undefined ? "There is no request in the store yet.\n" : `There is no request \`${id}\`.\n`,
      );
      return 1;
    }
    world.out(json === true ? `${JSON.stringify(record, undefined, 2)}\n` : story(record));
    return exitCodes.done;
  } finally {
    store.close();
  }
}

/** @public for its test */
export function story(record: RequestRecord): string {
  const route = record.route === undefined ? "" : ` on the route \`${record.route}\``;
  const workflow = record.workflow === undefined ? "" : `, of the workflow \`${record.workflow}\``;
  const form = record.isStreamed ? "streamed" : "whole";
  const lines = [
    `${record.id}, ${new Date(record.startedAt).toISOString()}`,
    `A ${form} ${record.dialect} request for \`${record.model}\`${route}${workflow}.`,
    ...record.passedOver.map((why) => `Not tried: ${why}.`),
    ...record.attempts.flatMap(attemptLines),
    `${ending(record)} after ${span(record.tookMs)}.`,
    ...losses(record),
    ...bill(record),
  ];
  return `${lines.join("\n")}\n`;
}

function attemptLines(attempt: AttemptRecord, index: number): string[] {
  const key = attempt.key === undefined ? "" : `, key ${attempt.key + 1}`;
  const first =
    attempt.firstContentMs === undefined ? "" : `, first content after ${span(attempt.firstContentMs)}`;
  const status =
    attempt.status === undefined
      ? ""
      : ` (${attempt.status}${attempt.code === undefined ? "" : ` ${attempt.code}`})`;
  return [
    `${index + 1}. ${attempt.provider}/${attempt.model}${key}, in ${attempt.dialect}, at ${span(attempt.startedAfterMs)}:`,
    `   ${attempt.outcome}${status} after ${span(attempt.tookMs)}${first}; blame: ${attempt.blame}.`,
    ...attempt.why.map((why) => `   ${why}.`),
  ];
}

const endings: Readonly<Record<RequestRecord["end"], string>> = {
  answered: "Answered whole",
  failed: "No road could answer, and the client was told so",
  broken: "The answer broke off after content had gone out, and the client was told so",
  "client-left": "The client left",
  refused: "Refused",
};

function ending({ end, servedBy, failure }: RequestRecord): string {
  const who = servedBy === undefined ? "" : ` by ${servedBy}`;
  return `${endings[end]}${who}${failure === undefined ? "" : ` (${failure})`}`;
}

function losses(record: RequestRecord): string[] {
  return record.losses.length === 0 ? [] : [`Lost between dialects: ${record.losses.join(", ")}.`];
}

function bill({ usage, costUsd }: RequestRecord): string[] {
  if (usage === undefined) return [];
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0, outputTokens = 0 } = usage;
  const cost = costUsd === undefined ? "" : `, ${costUsd.toFixed(6)} USD by the catalogue's prices`;
  const cache =
    cacheReadTokens + cacheWriteTokens === 0
      ? ""
      : `, cache ${cacheReadTokens} read and ${cacheWriteTokens} written`;
  return [`Tokens: ${inputTokens} in${cache}, ${outputTokens} out${cost}.`];
}

function span(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
