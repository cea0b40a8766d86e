// Requests that are proper HTTP and that Holdfast does not pass on: a clear answer in the client's dialect.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { SimulatedProvider } from "@holdfast/simulator";
import { like } from "./like.ts";
import { paths, post, versionField } from "./post.ts";
import type { Dialect } from "./post.ts";
import { valuesOf } from "./read-answer.ts";
import { createStage } from "./stage.ts";
import type { Standing } from "./stage.ts";
import { until } from "./until.ts";

const stage = createStage();
let provider: SimulatedProvider;
let gateway: Standing;

beforeAll(async () => {
  provider = await stage.provider();
  gateway = await stage.gateway(`
providers: { p: { kind: openai-compatible, base_url: "${provider.baseUrl}/v1", speaks: [messages, chat] } }
routes: [{ match: "m*", chain: ["p/*"] }]
`);
});
afterAll(stage.clear);

/** An error with this message, as each vendor's SDK reads it. */
function errorWith(message: string, dialect: Dialect): unknown {
  const says = like(new RegExp(message));
  const type = like(/_error$/);
  return dialect === "messages"
    ? { type: "error", error: { type, message: says } }
    : { error: { message: says, type, param: null, code: like(/^[a-z_]+$|^none$/) } };
}

const { messages, chat } = paths;
const nowhere = "GET /nowhere HTTP/1.1\r\nhost: g\r\n\r\n";

interface Refused {
  readonly request: string;
  readonly status: number;
  readonly dialect: Dialect;
  readonly says: string;
}

const refusals: readonly (readonly [string, Refused])[] = [
  [
    "an unknown path",
    {
      request: nowhere,
      status: 404,
      dialect: "chat",
      says: "Nothing is served at `/nowhere`. Holdfast serves /v1/messages",
    },
  ],
  [
    "a path that leads elsewhere",
    { request: post({ path: "/v1/../admin" }), status: 404, dialect: "chat", says: "Nothing is served" },
  ],
  [
    "an unknown path of Anthropic's",
    {
      request: post({ path: "/x", fields: [versionField] }),
      status: 404,
      dialect: "messages",
      says: "Nothing",
    },
  ],
  [
    "OPTIONS for everything",
    {
      request: "OPTIONS * HTTP/1.1\r\nhost: g\r\n\r\n",
      status: 404,
      dialect: "chat",
      says: "Nothing is served",
    },
  ],
  [
    "GET",
    {
      request: `GET ${messages} HTTP/1.1\r\nhost: g\r\n\r\n`,
      status: 405,
      dialect: "messages",
      says: "/v1/messages takes POST only",
    },
  ],
  [
    "DELETE",
    {
      request: `DELETE ${chat} HTTP/1.1\r\nhost: g\r\n\r\n`,
      status: 405,
      dialect: "chat",
      says: "completions takes POST only",
    },
  ],
  [
    "a body that is not what its encoding says",
    {
      request: post({ path: messages, fields: ["content-encoding: gzip"] }),
      status: 400,
      dialect: "messages",
      says: "not valid gzip",
    },
  ],
  [
    "a body encoded twice",
    {
      request: post({ fields: ["content-encoding: gzip", "content-encoding: br"] }),
      status: 415,
      dialect: "chat",
      says: "gzip, br",
    },
  ],
  [
    "no body",
    {
      request: `POST ${messages} HTTP/1.1\r\nhost: g\r\n\r\n`,
      status: 400,
      dialect: "messages",
      says: "expected a JSON object",
    },
  ],
  [
    "a body that is no JSON",
    {
      request: post({ body: "hello" }),
      status: 400,
      dialect: "chat",
      says: "byte 0.: expected a JSON object",
    },
  ],
  [
    "a body that breaks off",
    {
      request: post({ path: messages, body: '{"model":"m","x":[' }),
      status: 400,
      dialect: "messages",
      says: "byte 18",
    },
  ],
  [
    "no model",
    { request: post({ body: '{"messages":[]}' }), status: 400, dialect: "chat", says: "names no model" },
  ],
  [
    "a model that is a number",
    {
      request: post({ path: messages, body: '{"model":1}' }),
      status: 400,
      dialect: "messages",
      says: "`model` .byte 9.: expected a string",
    },
  ],
  [
    "an unknown model",
    {
      request: post({ path: messages, body: '{"model":"x"}' }),
      status: 404,
      dialect: "messages",
      says: "No route matches the model `x`",
    },
  ],
  [
    "an unknown model in chat",
    {
      request: post({ body: '{"model":"x"}' }),
      status: 404,
      dialect: "chat",
      says: "No route matches the model `x`",
    },
  ],
];

test.each(refusals)(
  "%s is refused in the client's dialect",
  async (_, { request, status, dialect, says }) => {
    const client = await stage.client(gateway);
    client.send(request);
    const answer = await client.answer();
    const error: unknown = JSON.parse(answer.body.toString(), (key, value: unknown) =>
      key === "code" ? (value ?? "none") : value,
    );
    expect([answer.status, error]).toEqual([status, errorWith(says, dialect)]);
    expect(valuesOf(answer, "content-type")).toEqual(["application/json"]);
    expect(valuesOf(answer, "x-holdfast-request-id").join()).toMatch(/^hf_[0-9a-z]{18}$/);
    expect(valuesOf(answer, "x-holdfast-attempts")).toEqual(["0"]);
    expect(valuesOf(answer, "allow")).toEqual(status === 405 ? ["POST"] : []);
    expect(provider.requests).toEqual([]);
  },
);

describe("a refused request", () => {
  test("leaves its connection to the next one", async () => {
    const client = await stage.client(gateway);
    for (const request of [nowhere, post({ body: '{"model":"x"}' }), nowhere, post({ body: "" })]) {
      client.send(request);
      expect((await client.answer()).status).toBeWithin(400, 500);
    }
    expect(client.ending).toBe("open");
  });

  test("with HEAD gets the head of its refusal, and no body", async () => {
    const client = await stage.client(gateway);
    client.send(`HEAD ${messages} HTTP/1.1\r\nhost: g\r\n\r\n${nowhere}`);
    await until("both answers", () => client.received.includes("unknown_url"));
    expect(client.received.toString()).toMatch(/^HTTP\/1.1 405 [^{]*\r\n\r\nHTTP\/1.1 404 /s);
  });
});
