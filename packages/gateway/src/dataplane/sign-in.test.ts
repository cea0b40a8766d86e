import { describe, expect, test } from "bun:test";
import { headOf } from "../../test/head-of.ts";
import type { ClientKey } from "../contract/client-key.ts";
import type { Dialect } from "../contract/config.ts";
import { clientsFrom, hashOf, signIn } from "./sign-in.ts";
import type { Client, Clients, Purses, SignIn } from "./sign-in.ts";

function clientKey(key: string, more: Partial<ClientKey> = {}): ClientKey {
  return {
    id: `id of ${key}`,
    name: `name of ${key}`,
    hash: hashOf(key),
    models: undefined,
    workflow: undefined,
    requestsPerMinute: undefined,
    createdAt: 0,
    revokedAt: undefined,
    ...more,
  };
}

interface Asked {
  readonly fields?: readonly string[];
  readonly query?: string;
  readonly dialect?: Dialect;
}

async function signedIn(
  clients: Clients,
  { fields = [], query = "", dialect = "messages" }: Asked,
): Promise<SignIn> {
  const head = await headOf(["POST / HTTP/1.1", ...fields].join("\r\n"));
  return signIn(head, { clients, dialect, query });
}

function nameIn(result: SignIn): string | undefined {
  return result.kind === "client" ? result.client?.name : "(refused)";
}

function clientOf(key: Partial<ClientKey>, purses: Purses = new Map()): Client {
  const client = clientsFrom([clientKey("k", key)], purses).find?.("k");
  if (client === undefined) throw new Error("The key is not known.");
  return client;
}

describe("signing in", () => {
  test("is asked of nobody while there are no keys, whatever is sent", async () => {
    const clients = clientsFrom([], new Map());
    expect(await signedIn(clients, { fields: ["x-api-key: whatever"] })).toEqual({
      kind: "client",
      client: undefined,
    });
  });

  test.each<[string, Asked]>([
    ["Anthropic's field", { fields: ["x-api-key: k"] }],
    ["OpenAI's field", { fields: ["Authorization: Bearer k"] }],
    ["the same in another case", { fields: ["authorization: bearer  k"] }],
    ["Google's field", { fields: ["X-Goog-Api-Key: k"], dialect: "gemini" }],
    ["Azure's field", { fields: ["api-key: k"] }],
    ["Google's query", { query: "?key=k", dialect: "gemini" }],
    ["Google's query among others", { query: "?alt=sse&key=k&x=1", dialect: "gemini" }],
    ["one of two fields", { fields: ["x-api-key: placeholder", "authorization: Bearer k"] }],
    ["a field of another dialect", { fields: ["x-api-key: k"], dialect: "chat" }],
  ])("takes the key in %s", async (_, asked) => {
    const clients = clientsFrom([clientKey("k"), clientKey("other")], new Map());
    expect(nameIn(await signedIn(clients, asked))).toBe("name of k");
  });

  test.each<[string, Asked]>([
    ["no key", {}],
    ["an empty one", { fields: ["x-api-key: "] }],
    ["no scheme", { fields: ["authorization: k"] }],
    ["another scheme", { fields: ["authorization: Basic k"] }],
    ["a query where no client puts it", { query: "?key=k" }],
    ["a query of another name", { query: "?monkey=k", dialect: "gemini" }],
  ])("finds none in %s", async (_, asked) => {
    const result = await signedIn(clientsFrom([clientKey("k")], new Map()), asked);
    expect(result).toMatchObject({
      refusal: { kind: "bad-key", dialect: asked.dialect ?? "messages" },
    });
    expect(result.kind === "refused" ? result.refusal.message : "").toContain("needs a key of its own");
  });

  test.each(["K", "k ", "kk", hashOf("k")])("does not take %p for the key", async (key) => {
    const result = await signedIn(clientsFrom([clientKey("k")], new Map()), {
      fields: [`x-api-key: "${key}"`],
    });
    expect(result.kind === "refused" ? result.refusal.message : "").toContain("does not know the key");
  });

  test("is refused with a revoked key, and the door stays closed when all are", async () => {
    const clients = clientsFrom([clientKey("k", { revokedAt: 1 })], new Map());
    expect(nameIn(await signedIn(clients, { fields: ["x-api-key: k"] }))).toBe("(refused)");
    expect(nameIn(await signedIn(clients, {}))).toBe("(refused)");
  });

  test("asks SDKs not to try again, and says nothing of the key that was sent", async () => {
    const result = await signedIn(clientsFrom([clientKey("k")], new Map()), {
      fields: ["x-api-key: sk-theirs"],
    });
    expect(result).toMatchObject({ refusal: { fields: [["x-should-retry", "false"]] } });
    expect(JSON.stringify(result)).not.toContain("sk-theirs");
  });
});

describe("a key", () => {
  test("carries its workflow, and may ask for what its globs name", () => {
    const client = clientOf({ models: ["claude-*", "gpt-5.5"], workflow: "support" });
    expect(client.workflow).toBe("support");
    expect(["claude-x", "gpt-5.5", "gpt-5.5-mini", "Claude-x"].map(client.mayAskFor)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(clientOf({}).mayAskFor("anything")).toBe(true);
  });

  test("without a limit takes any number of requests", () => {
    const client = clientOf({});
    expect(Array.from({ length: 1_000 }, () => client.take(0)).every((taken) => taken === "taken")).toBe(
      true,
    );
  });

  test("with a limit has a minute's requests at once, then says how long the next one takes to come", () => {
    const client = clientOf({ requestsPerMinute: 3 });
    expect([0, 0, 0, 0].map((now) => client.take(now))).toEqual(["taken", "taken", "taken", 20_000]);
    expect(client.take(19_999)).toBe(1);
    expect(client.take(20_000)).toBe("taken");
    expect(client.take(20_000)).toBe(20_000);
  });

  test("saves no more than a minute's requests up", () => {
    const client = clientOf({ requestsPerMinute: 2 });
    expect([0, 0].map((now) => client.take(now))).toEqual(["taken", "taken"]);
    const later = 3_600_000;
    expect([later, later, later].map((now) => client.take(now))).toEqual(["taken", "taken", 30_000]);
  });

  test("keeps its count when the keys are read anew, and takes a new limit up", () => {
    const purses: Purses = new Map();
    const before = clientOf({ requestsPerMinute: 1 }, purses);
    expect(before.take(0)).toBe("taken");
    expect(clientOf({ requestsPerMinute: 1 }, purses).take(0)).toBe(60_000);
    expect(clientOf({ requestsPerMinute: 60 }, purses).take(1_000)).toBe("taken");
  });
});
