// Keys and prompts stay put, whatever goes wrong: nothing printed and no answer holds them.

import { afterEach, expect, test } from "bun:test";
import { createAuthority } from "@holdfast/simulator";
import type { Rule } from "@holdfast/simulator";
import { RawClient } from "./raw-client.ts";
import { createStage } from "./stage.ts";
import { startUp } from "./up.ts";
import type { Up } from "./up.ts";
import { until } from "./until.ts";

const stage = createStage();
let up: Up | undefined;
afterEach(async () => {
  await up?.clear();
  await stage.clear();
});

const secrets = {
  key: "sk-operators-key-5f3a",
  theirs: "sk-clients-key-77b2",
  prompt: "prompt-text-91c4",
  answer: "answer-text-02de",
};

const faults: readonly Rule[] = [
  { when: { model: "reset" }, fault: { kind: "reset-before-head" } },
  { when: { model: "cut" }, fault: { kind: "close-early", afterBytes: 400 } },
  { when: { model: "unauthorised" }, fault: { kind: "status", status: 401 } },
  { when: { model: "overloaded" }, fault: { kind: "status", status: 529 } },
  { answer: { kind: "said", text: `${secrets.answer} `.repeat(30), pieces: 17 } },
];

async function file(): Promise<string> {
  const authority = await createAuthority();
  const healthy = await stage.provider({ rules: faults });
  const distrusted = await stage.provider({}, { tls: await authority.issue({ hosts: ["127.0.0.1"] }) });
  const gone = stage.peer();
  gone.stop();
  const odd = stage.peer({ asked: (connection) => connection.write("what?\r\n\r\n") });
  const places = {
    healthy: healthy.baseUrl,
    distrusted: distrusted.baseUrl,
    gone: `http://127.0.0.1:${gone.port}`,
    odd: `http://127.0.0.1:${odd.port}`,
    nameless: "http://nobody.invalid",
  };
  const providers = Object.entries(places).map(
    ([name, url]) =>
      `  ${name}: { kind: openai-compatible, base_url: "${url}/v1", keys: ["\${KEY}"], speaks: [messages, chat] }`,
  );
  const routes = Object.keys(places).map((name) => `  - { match: "${name}", chain: ["${name}/*"] }`);
  return [
    'listen: "127.0.0.1:0"\nconsole: "127.0.0.1:0"\ndrain_seconds: 0\nlimits: { body_mb: 1 }\nproviders:',
    ...providers,
    "routes:",
    ...routes,
    '  - { match: "*", chain: ["healthy/*"] }\n',
  ].join("\n");
}

const models = [
  "gone",
  "distrusted",
  "odd",
  "nameless",
  "reset",
  "cut",
  "unauthorised",
  "overloaded",
  "fine",
];

function requests(): string[] {
  const credentials = `anthropic-version: 2023-06-01\r\nauthorization: Bearer ${secrets.theirs}\r\nx-api-key: ${secrets.theirs}`;
  const post = (path: string, body: string, more = ""): string =>
    `POST ${path} HTTP/1.1\r\nhost: g\r\n${credentials}\r\n${more}content-length: ${body.length}\r\n\r\n${body}`;
  const bodyFor = (model: string): string =>
    JSON.stringify({
      model,
      stream: true,
      max_tokens: 9,
      messages: [{ role: "user", content: secrets.prompt }],
    });
  const messages = "/v1/messages";
  return [
    ...models.flatMap((model) => [
      post(messages, bodyFor(model)),
      post("/v1/chat/completions", bodyFor(model)),
    ]),
    post("/nowhere", bodyFor("fine")),
    post(messages, `{"prompt":"${secrets.prompt}"}`),
    post(messages, `{"prompt":"${secrets.prompt}","model":7}`),
    post(messages, `not JSON, ${secrets.prompt}`),
    post(messages, bodyFor("fine"), "content-encoding: gzip\r\n"),
    post(messages, bodyFor("fine"), "transfer-encoding: chunked\r\n"),
    post(messages, bodyFor("fine"), "bad header\r\n"),
    post(messages, `"${secrets.prompt.repeat(100_000)}"`),
    `BREW /${secrets.theirs} HTTP/9.9\r\n${credentials}\r\n\r\n`,
  ];
}

test("neither keys nor prompts nor answers are printed, and keys are in no answer", async () => {
  up = startUp(await file(), { KEY: secrets.key });
  const { port } = await up.ports();
  let answers = "";
  for (const request of requests()) {
    const client = await RawClient.connect(port);
    client.send(request);
    const answer = await client.answer();
    answers += `${answer.status}: ${answer.fields.join("\n")}\n${answer.body.toString()}\n`;
    client.reset();
  }
  up.kill("SIGTERM");
  expect(await up.exited).toBe(0);
  const { output, errors } = up;
  const holds = (text: string, ...all: readonly string[]): string[] =>
    all.filter((secret) => text.includes(secret));
  await until("the log", () => errors().includes("open requests"));
  // What was looked for could have been there.
  expect([...answers.matchAll(/^\d+(?=: )/gm)].map(String)).toEqual(
    expect.arrayContaining(["200", "400", "404", "413", "502", "529"]),
  );
  expect(holds(answers, secrets.answer)).toEqual([secrets.answer]);
  expect(errors().match(/provider-failed/g)?.length).toBeGreaterThanOrEqual(12);

  expect(holds(output() + errors(), ...Object.values(secrets))).toEqual([]);
  expect(holds(answers, secrets.key, secrets.theirs, secrets.prompt)).toEqual([]);
});

test("a configuration with errors is told without its keys", async () => {
  up = startUp(
    `providers: { p: { kind: openai, keys: ["\${KEY}", "${secrets.theirs}"], odd: 1 } }\nroutes: [{ match: a, chain: [q/b] }]\n`,
    { KEY: secrets.key },
  );
  expect(await up.exited).toBe(78);
  expect(up.errors()).toContain("there is no provider `q`");
  for (const secret of Object.values(secrets)) expect(up.output() + up.errors()).not.toContain(secret);
});
