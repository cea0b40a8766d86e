// What it costs to know that a body has no proof token of ours, beside parsing it. Prints, never asserts.
//
//   npx bun bench/src/wire/proof-marker.ts

import { hasProofMarker } from "@holdfast/wire";
import { bestNanoseconds } from "./best-rounds.ts";

const sizeBytes = 68 * 1024;
const passes = 20;
const decoder = new TextDecoder();

const sentence =
  "The provider's answer is handed on as it is, and nothing of it is kept.\n\nWhat is measured, and how, is said in " +
  'section 1 under "Rounds": every one of them is taken in turn, by all who take part.\n';
const code = '    const usage = readUsage(event, "output_tokens"); // 1 token a word\n';

const bodies: Readonly<Record<string, unknown>> = {
  prose: turns(sentence),
  code: turns(code),
  base64: turns(
    Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 2_654_435_761) >>> 24)).toString("base64"),
  ),
  numbers: turns("11.1 12.31 101 "),
};

for (const [name, value] of Object.entries(bodies)) {
  const body = new TextEncoder().encode(JSON.stringify(value));
  const [found = 0, parsed = 0] = bestNanoseconds([
    { name: "search", run: () => repeat(() => hasProofMarker(body)) },
    { name: "parse", run: () => repeat(() => JSON.parse(decoder.decode(body)) as unknown) },
  ]);
  console.log(
    `${name.padEnd(8)} ${body.length} bytes: hasProofMarker ${(found / 1000).toFixed(1)} us, ` +
      `JSON.parse ${(parsed / 1000).toFixed(1)} us`,
  );
}

function turns(text: string): unknown {
  const turn = { role: "user", content: [{ type: "text", text: text.repeat(Math.ceil(900 / text.length)) }] };
  const messages = Array.from({ length: Math.ceil(sizeBytes / JSON.stringify(turn).length) }, () => turn);
  return { model: "claude-opus-5", stream: true, messages };
}

function repeat(work: () => unknown): number {
  for (let pass = 0; pass < passes; pass++) work();
  return passes;
}
