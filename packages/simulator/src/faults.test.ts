import { afterEach, describe, expect, test } from "bun:test";
import { ask, questions } from "../test/http-client.ts";
import { chunksIn, connectRaw, exchangeRaw, requestText } from "../test/raw-client.ts";
import { parse, understand } from "../test/understood.ts";
import { until } from "../test/until.ts";
import { startProvider } from "./index.ts";
import type { Rule, SimulatedProvider } from "./index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

async function playing(...rules: readonly Rule[]): Promise<SimulatedProvider> {
  provider = await startProvider({ script: { rules } });
  return provider;
}

const body = JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "Hello" }] });
const request = requestText("/v1/chat/completions", body);
const said = { kind: "said", text: "one two three" } as const;

test("reset-before-head resets the connection without a byte", async () => {
  const { port } = await playing({ fault: { kind: "reset-before-head" } });
  const { received, ending } = await exchangeRaw(port, request);
  expect({ received, ending }).toEqual({ received: "", ending: "ECONNRESET" });
});

test("reset-before-head comes after the whole request was read", async () => {
  const resetting = await playing({ fault: { kind: "reset-before-head" } });
  await exchangeRaw(resetting.port, request);
  const [recorded] = resetting.requests;
  expect(recorded?.isWhole).toBe(true);
  expect(recorded?.end).toBe("aborted");
});

test("silence takes the request, answers nothing, and holds the connection until the client leaves", async () => {
  const silent = await playing({ when: { nth: 1 }, fault: { kind: "silence" } });
  const client = connectRaw(silent.port);
  client.send(request);
  await until("the request was read", () => silent.requests[0]?.isWhole === true);
  // Another exchange comes and goes meanwhile.
  expect((await ask(silent.port, questions.chat())).status).toBe(200);
  expect(client.received).toBe("");
  expect(client.ending).toBeUndefined();
  expect(silent.requests[0]?.end).toBeUndefined();
  client.leave();
  await until("the provider sees it leave", () => silent.requests[0]?.end === "client-left");
});

describe("close-early", () => {
  test.each([0, 1, 100, 301])("cuts a stream after %d bytes of its body", async (afterBytes) => {
    const whole = await exchangeWhole();
    const { port } = await playing({ answer: said, fault: { kind: "close-early", afterBytes } });
    const { received, ending } = await exchangeRaw(port, request);
    const chunks = chunksIn(received);
    expect(received).toStartWith("HTTP/1.1 200 OK\r\n");
    expect(chunks).toMatchObject({ body: whole.slice(0, afterBytes), isWhole: false });
    expect(ending).toBe("ECONNRESET");
  });

  test("cuts a whole answer short of its length", async () => {
    const { port } = await playing({ answer: said, fault: { kind: "close-early", afterBytes: 10 } });
    const { received, ending } = await exchangeRaw(port, request.replace('"stream":true', '"stream":null'));
    const [head = "", rest = ""] = received.split("\r\n\r\n");
    expect(Number(/content-length: (\d+)/.exec(head)?.[1])).toBeGreaterThan(100);
    expect(rest).toHaveLength(10);
    expect(ending).toBe("ECONNRESET");
  });

  test("cuts beyond the end instead of ending", async () => {
    const { port } = await playing({ answer: said, fault: { kind: "close-early", afterBytes: 1_000_000 } });
    const { received } = await exchangeRaw(port, request);
    expect(chunksIn(received)).toMatchObject({ isWhole: false });
    expect(chunksIn(received).body).toEndWith("[DONE]\n\n");
  });
});

describe("close-early, by a close", () => {
  test.each([0, 1, 300])(
    "ends a stream in order within a chunk, after %d bytes and a line end",
    async (afterBytes) => {
      const whole = await exchangeWhole();
      const { port } = await playing({
        answer: said,
        fault: { kind: "close-early", afterBytes, how: "close" },
      });
      const { received, ending } = await exchangeRaw(port, request);
      expect(ending).toBe("closed");
      expect(received).toStartWith("HTTP/1.1 200 OK\r\n");
      expect(received).toEndWith("10\r\n\r\n");
      expect(chunksIn(received.slice(0, -6))).toMatchObject({
        body: whole.slice(0, afterBytes),
        isWhole: false,
      });
    },
  );

  test("resets where the request's length was not known before its end", async () => {
    const { port } = await playing({ fault: { kind: "close-early", afterBytes: 10, how: "close" } });
    const client = connectRaw(port);
    const head = "POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(`${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    await until("the connection ends", () => client.ending !== undefined);
    expect(client.ending).toBe("ECONNRESET");
  });
});

test("accept-silence reads no more than the head, and takes no more of a large body than the system does", async () => {
  const silent = await playing({ fault: { kind: "accept-silence" } });
  const client = connectRaw(silent.port);
  client.send(requestText("/v1/chat/completions", "x".repeat(30 * 1024 * 1024)));
  await until("the head was read", () => silent.requests.length === 1);
  expect(client.received).toBe("");
  expect(silent.requests[0]).toMatchObject({ isWhole: false, end: undefined });
  // That the client leaves in order is behind what is not read.
  client.leave();
  await silent.stop();
  expect(silent.requests[0]?.end).toBe("stopped");
});

describe("stall", () => {
  test.each([0, 1, 3])("stops after %d events and leaves the connection open", async (afterEvents) => {
    const whole = await exchangeWhole();
    const stalled = await playing({ when: { nth: 1 }, answer: said, fault: { kind: "stall", afterEvents } });
    const client = connectRaw(stalled.port);
    client.send(request);
    const expected = whole.split(/(?<=\n\n)/).slice(0, afterEvents);
    await until("the events are here", () => chunksIn(client.received).sizes.length === afterEvents);
    await until("the head is here", () => client.received.includes("\r\n\r\n"));
    expect((await ask(stalled.port, questions.chat())).status).toBe(200);
    expect(chunksIn(client.received)).toMatchObject({ body: expected.join(""), isWhole: false });
    expect(client.ending).toBeUndefined();
    client.leave();
    await until("the provider sees it leave", () => stalled.requests[0]?.end === "client-left");
  });
});

describe("status", () => {
  test.each([
    [400, "invalid_request_error", "invalid_request_error", null],
    [401, "authentication_error", "invalid_request_error", "invalid_api_key"],
    [403, "permission_error", "invalid_request_error", "forbidden"],
    [404, "not_found_error", "invalid_request_error", null],
    [429, "rate_limit_error", "requests", "rate_limit_exceeded"],
    [500, "api_error", "server_error", null],
    [503, "api_error", "server_error", "service_unavailable"],
    [529, "overloaded_error", "server_error", null],
  ])("%d has each dialect's usual words", async (status, messagesType, chatType, chatCode) => {
    const { port } = await playing({ fault: { kind: "status", status } });
    const messages = await ask(port, questions.messages({ stream: true }));
    expect(messages.status).toBe(status);
    expect(messages.headers["content-type"]).toBe("application/json");
    expect(parse(messages.text)).toMatchObject({ type: "error", error: { type: messagesType } });
    const chat = await ask(port, questions.chat());
    expect(chat.status).toBe(status);
    expect(parse(chat.text)).toMatchObject({ error: { type: chatType, code: chatCode } });
  });

  test("takes the script's words and fields", async () => {
    const { port } = await playing({
      fault: {
        kind: "status",
        status: 429,
        type: "tokens",
        code: "insufficient_quota",
        message: "You exceeded your current quota.",
        headers: [["retry-after", "7"]],
      },
    });
    const { headers, text } = await ask(port, questions.chat());
    expect(headers["retry-after"]).toBe("7");
    expect(parse(text)).toEqual({
      error: {
        message: "You exceeded your current quota.",
        type: "tokens",
        param: null,
        code: "insufficient_quota",
      },
    });
  });

  test("comes before the look at the key, as in an outage of the whole vendor", async () => {
    provider = await startProvider({
      script: { keys: ["k"], rules: [{ when: { endpoint: "any" }, fault: { kind: "status", status: 503 } }] },
    });
    for (const question of [questions.chat(), questions.messages(), { method: "GET", path: "/v1/models" }]) {
      expect((await ask(provider.port, question)).status).toBe(503);
    }
  });
});

test("a fault hits the answer of another rule, and afterwards that answer is whole again", async () => {
  const { port } = await playing(
    { when: { nth: { to: 2 } }, fault: { kind: "status", status: 529 } },
    { answer: said },
  );
  const statuses = [await ask(port, questions.chat()), await ask(port, questions.chat())].map(
    ({ status }) => status,
  );
  expect(statuses).toEqual([529, 529]);
  const { text } = await ask(port, questions.chat());
  expect(understand.chat.whole(text).text).toBe(said.text);
});

/** The body of the stream that the faults above damage. */
async function exchangeWhole(): Promise<string> {
  const healthy = await startProvider({ script: { rules: [{ answer: said }] } });
  const client = connectRaw(healthy.port);
  client.send(request);
  await until("the stream is whole", () => chunksIn(client.received).isWhole);
  client.leave();
  await healthy.stop();
  return chunksIn(client.received).body;
}
