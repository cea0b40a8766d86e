// Looks for a body that breaks a law of reading or splicing. Runs until `--documents` are checked or `--seconds`
// are over, whichever is given and comes first. The same seed gives the same documents.
//
//   npx bun packages/wire/fuzz/routing-fields.fuzz.ts --documents 1000000 --seed 7

import { parseArgs } from "node:util";
import { chooseBySeed, writeBody } from "../test/json-writer.ts";
import { brokenLaw } from "../test/laws.ts";
import { mutate } from "../test/mutation.ts";

const { values } = parseArgs({
  options: { documents: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" } },
});
const seconds = numberFrom(values.seconds);
const documents =
  numberFrom(values.documents) ?? (seconds === undefined ? 100_000 : Number.POSITIVE_INFINITY);
const seed = numberFrom(values.seed) ?? Date.now() % 1_000_000;
const endsAt = performance.now() + (seconds ?? Number.POSITIVE_INFINITY) * 1000;

const choose = chooseBySeed(seed);
const encoder = new TextEncoder();
print(`routing-fields: seed ${seed}`);
let checked = 0;
while (checked < documents && performance.now() < endsAt) {
  const whole = encoder.encode(writeBody(choose));
  for (const body of [whole, mutate(whole, choose), mutate(whole, choose)]) {
    if (checked >= documents) break;
    const law = lawBrokenBy(body);
    if (law !== undefined) report(body, law);
    checked++;
  }
}
print(`routing-fields: ${checked} documents, no law broken`);

/** A crash is a broken law as well. */
function lawBrokenBy(body: Uint8Array): string | undefined {
  try {
    return brokenLaw(body);
  } catch (error) {
    return `it throws: ${String(error)}`;
  }
}

function report(body: Uint8Array, law: string): never {
  print(`routing-fields: document ${checked} of seed ${seed} breaks a law: ${law}`);
  print(`as text:  ${JSON.stringify(new TextDecoder().decode(body))}`);
  print(`as bytes: ${body.toHex()}`);
  process.exit(1);
}

function numberFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number >= 0)) {
    print(`not a number: ${text}`);
    process.exit(2);
  }
  return number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
