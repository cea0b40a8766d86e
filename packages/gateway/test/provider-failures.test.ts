// What a client is told when its provider cannot be had: the provider's name and what happened, and nothing else.

import { afterEach, describe, expect, test } from "bun:test";
import { createAuthority } from "@holdfast/simulator";
import type { Fault } from "@holdfast/simulator";
import { like } from "./like.ts";
import { bodyFor, paths, post, versionField } from "./post.ts";
import type { Dialect } from "./post.ts";
import { valuesOf } from "./read-answer.ts";
import type { Answer } from "./read-answer.ts";
import { createStage } from "./stage.ts";
import type { Standing } from "./stage.ts";

const stage = createStage();
afterEach(stage.clear);

/** With a key that nothing may show. */
function gatewayFor(baseUrl: string): Promise<Standing> {
  const yaml = `
providers: { shaky: { kind: openai-compatible, base_url: "${baseUrl}/v1", keys: ["\${KEY}"], speaks: [messages, chat] } }
routes: [{ match: "*", chain: ["shaky/*"] }]
`;
  return stage.gateway(yaml, { KEY: "sk-very-secret" });
}

async function ask(gateway: Standing, dialect: Dialect): Promise<Answer> {
  const client = await stage.client(gateway);
  const body = bodyFor("m", { user: "prompt-text" });
  client.send(post({ path: paths[dialect], body, fields: [versionField] }));
  return client.answer();
}

function nobody(): string {
  const peer = stage.peer();
  peer.stop();
  return `http://127.0.0.1:${peer.port}`;
}

async function broken(fault: Fault): Promise<string> {
  return (await stage.provider({ rules: [{ fault }] })).baseUrl;
}

async function distrusted(): Promise<string> {
  const authority = await createAuthority();
  const tls = await authority.issue({ hosts: ["127.0.0.1"] });
  return (await stage.provider({}, { tls })).baseUrl;
}

async function plain(): Promise<string> {
  return (await stage.provider()).baseUrl.replace("http:", "https:");
}

/** A provider that says this and closes. */
function saying(words: string): string {
  const peer = stage.peer({
    asked: (connection) => {
      connection.write(words);
      connection.end();
    },
  });
  return `http://127.0.0.1:${peer.port}`;
}

const failures: readonly (readonly [
  title: string,
  kind: string,
  words: string,
  where: () => Promise<string> | string,
])[] = [
  ["nobody listens", "refused", "it refused the connection", nobody],
  ["its name does not exist", "dns", "its name cannot be resolved", () => "http://nobody.invalid"],
  ["its certificate is not trusted", "tls", "no secure connection could be made", distrusted],
  ["it speaks no TLS", "tls", "no secure connection could be made", plain],
  [
    "it resets",
    "reset-before-head",
    "it closed the connection before answering",
    () => broken({ kind: "reset-before-head" }),
  ],
  ["it closes", "reset-before-head", "it closed the connection before answering", () => saying("")],
  [
    "it closes within its head",
    "reset-before-head",
    "it closed the connection before answering",
    () => saying("HTTP/1.1 200 OK\r\ncontent-le"),
  ],
  [
    "it speaks something else",
    "malformed",
    "its answer was not HTTP",
    () => saying("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
  ],
  ["it speaks another version", "malformed", "its answer was not HTTP", () => saying("HTTP/2 200\r\n\r\n")],
  [
    "it changes the protocol",
    "malformed",
    "its answer was not HTTP",
    () => saying("HTTP/1.1 101 Go\r\nupgrade: x\r\n\r\n"),
  ],
  [
    "it has two lengths",
    "malformed",
    "its answer was not HTTP",
    () => saying("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx"),
  ],
];

describe.each(["messages", "chat"] as const)("in %s, a provider that cannot be had is a 502", (dialect) => {
  test.each(failures)("where %s", async (_, kind, words, where) => {
    const baseUrl = await where();
    const gateway = await gatewayFor(baseUrl);
    const answer = await ask(gateway, dialect);
    const said = answer.body.toString();
    expect(answer.status).toBe(502);
    const message = new RegExp(
      `^The provider \`shaky\` gave no answer: ${words} \\(${kind}, after \\d+ ms\\)\\.$`,
    );
    const error =
      dialect === "messages"
        ? { type: "error", error: { type: "api_error", message: like(message) } }
        : {
            error: {
              message: like(message),
              type: "server_error",
              param: null,
              code: "bad_gateway",
            },
          };
    expect(JSON.parse(said)).toEqual(error);
    // There is no other road: it was worth a second try.
    expect(valuesOf(answer, "x-holdfast-attempts")).toEqual(["2"]);
    expect(valuesOf(answer, "x-holdfast-request-id")).toHaveLength(1);
    for (const secret of ["sk-very-secret", "127.0.0.1", "invalid", new URL(baseUrl).port]) {
      if (secret !== "") expect(said).not.toContain(secret);
    }
  });
});

test("what happened, and where, is logged for the operator, but neither key nor prompt", async () => {
  const gateway = await gatewayFor(nobody());
  const answer = await ask(gateway, "chat");
  const [line] = gateway
    .log()
    .split("\n")
    .filter((text) => text.includes('"transport"'));
  expect(JSON.parse(line ?? "null")).toMatchObject({
    level: "warn",
    event: "provider-failed",
    request_id: valuesOf(answer, "x-holdfast-request-id")[0],
    provider: "shaky",
    kind: "refused",
    reason: "ECONNREFUSED",
  });
  expect(gateway.log()).not.toContain("sk-very-secret");
  expect(gateway.log()).not.toContain("prompt-text");
});

describe("a provider's own error is the client's to see, unchanged", () => {
  test.each([
    [400, undefined],
    [429, "17"],
    [500, undefined],
    [503, "17"],
    [529, "17"],
  ] as const)("%d", async (status, wait) => {
    const headers = [
      ["x-odd", "yes"],
      ...(wait === undefined ? [] : ([["Retry-After", wait]] as const)),
    ] as const;
    const fault: Fault = { kind: "status", status, message: `odd "words" é of ${status}`, headers };
    const provider = await stage.provider({ rules: [{ fault }] });
    const gateway = await gatewayFor(provider.baseUrl);
    for (const dialect of ["messages", "chat"] as const) {
      const answer = await ask(gateway, dialect);
      expect(answer.status).toBe(status);
      expect(valuesOf(answer, "x-odd")).toEqual(["yes"]);
      expect(valuesOf(answer, "retry-after")).toEqual(wait === undefined ? [] : [wait]);
      expect(valuesOf(answer, "x-should-retry")).toEqual([String(status !== 400)]);
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        error: { message: `odd "words" é of ${status}` },
      });
      expect(valuesOf(answer, "x-holdfast-served-by")).toEqual(["shaky/m"]);
    }
  });

  test.each([401, 402, 403])("but for %d: it is about our account, not the client's", async (status) => {
    const provider = await stage.provider({ rules: [{ fault: { kind: "status", status } }] });
    const answer = await ask(await gatewayFor(provider.baseUrl), "messages");
    expect(answer.status).toBe(502);
    expect(answer.body.toString()).toContain("does not accept this gateway's account at the moment");
  });

  test("and a time to wait that is no time to wait is capped", async () => {
    const headers = [["retry-after", "600000"]] as const;
    const provider = await stage.provider({ rules: [{ fault: { kind: "status", status: 429, headers } }] });
    const answer = await ask(await gatewayFor(provider.baseUrl), "messages");
    expect(valuesOf(answer, "retry-after")).toEqual(["60"]);
  });

  test("also if it refuses a large request before it has read it", async () => {
    const provider = await stage.provider({}, { limits: { bodyBytes: 1_000 } });
    const gateway = await gatewayFor(provider.baseUrl);
    const client = await stage.client(gateway);
    client.send(post({ path: paths.messages, body: bodyFor("m", { user: "y".repeat(10_000_000) }) }));
    const answer = await client.answer();
    expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([
      413,
      { error: { type: "request_too_large" } },
    ]);
  });
});
