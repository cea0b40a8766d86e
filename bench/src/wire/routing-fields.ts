// What reading two fields costs, against parsing the whole body. Prints, never asserts.
//
//   npx bun bench/src/wire/routing-fields.ts
//
// The cost depends on the number of quotes, not of bytes: hence three kinds of body. Each is measured over 32
// different ones, because a single one, repeated, is learned by the branch predictor and flatters both sides.

import { readRoutingFields } from "@holdfast/wire";

const sizeBytes = 68 * 1024;
const bodiesPerKind = 32;
const rounds = 9;
const passesPerRound = 20;

const vocabulary = (
  "the of and to in is that for on with as are this be or from at by it an which provider request response stream " +
  "model tool file path error value returns when given content limit before after shell command session"
).split(" ");

let state = 7;
const decoder = new TextDecoder();

for (const kind of ["prose", "tools", "code"] as const) {
  const bodies = Array.from({ length: bodiesPerKind }, () =>
    new TextEncoder().encode(JSON.stringify(bodyOf(kind))),
  );
  const parsedUs = microsecondsOf(bodies, (body) => JSON.parse(decoder.decode(body)) as unknown);
  const readUs = microsecondsOf(bodies, readRoutingFields);
  const quotes = bodies[0]?.filter((byte) => byte === 0x22).length ?? 0;
  console.log(
    `${kind.padEnd(6)} ${String(bodies[0]?.length)} bytes, ${quotes} quotes: JSON.parse ${parsedUs.toFixed(1)} us, ` +
      `readRoutingFields ${readUs.toFixed(1)} us, ratio ${(parsedUs / readUs).toFixed(1)}`,
  );
}

/** The best round: what the machine can do when nobody else wants it. */
function microsecondsOf(bodies: readonly Uint8Array[], work: (body: Uint8Array) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    for (let pass = 0; pass < passesPerRound; pass++) for (const body of bodies) work(body);
    best = Math.min(best, ((performance.now() - startedAt) * 1000) / (passesPerRound * bodies.length));
  }
  return best;
}

/** `prose`: a chat of long plain texts. `tools`: 14 tool definitions and plain results. `code`: the results are source code. */
function bodyOf(kind: "prose" | "tools" | "code"): unknown {
  const system = [{ type: "text", text: prose(11_000), cache_control: { type: "ephemeral" } }];
  const tools = kind === "prose" ? [] : Array.from({ length: 14 }, toolDefinition);
  const messages: unknown[] = [];
  const body = {
    model: "claude-opus-5",
    max_tokens: 32_000,
    system,
    messages,
    tools,
    temperature: 1,
    stream: true,
  };
  while (JSON.stringify(body).length < sizeBytes) {
    const size = 500 + below(4000);
    const id = `toolu_01ABCDEFGH${messages.length}`;
    if (kind === "prose") messages.push({ role: "user", content: prose(size) });
    else messages.push(toolCall(id), toolResult(id, kind === "code" ? code(size) : prose(size)));
  }
  return body;
}

function toolCall(id: string): unknown {
  const use = { type: "tool_use", id, name: "Read", input: { path: `/repo/src/${word()}.ts` } };
  return { role: "assistant", content: [{ type: "text", text: prose(200) }, use] };
}

function toolResult(id: string, content: string): unknown {
  return { role: "user", content: [{ type: "tool_result", tool_use_id: id, content }] };
}

function toolDefinition(): unknown {
  const properties: Record<string, unknown> = {};
  for (let count = 2 + below(5); count > 0; count--) {
    properties[word()] = { type: "string", description: prose(40 + below(160)) };
  }
  const schema = { type: "object", properties, required: [word()], additionalProperties: false };
  return { name: word(), description: prose(300 + below(1200)), input_schema: schema };
}

function prose(size: number): string {
  let text = "";
  while (text.length < size) {
    text += word() + (below(10) === 0 ? ". " : " ") + (below(80) === 0 ? "\n- " : "");
  }
  return text;
}

function code(size: number): string {
  let text = "";
  while (text.length < size) {
    const argument = below(5) < 2 ? `"${word()}"` : "1";
    text += `\n${"  ".repeat(1 + below(3))}const ${word()} = ${word()}(${word()}, ${argument});`;
  }
  return text;
}

function word(): string {
  return vocabulary[below(vocabulary.length)] ?? "";
}

/** A repeatable number in 0..bound-1. */
function below(bound: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % bound;
}
