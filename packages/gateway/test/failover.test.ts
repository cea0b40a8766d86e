// Requests are answered through outages: two providers, one of them broken, real sockets.

import { afterEach, describe, expect, test } from "bun:test";
import type { Fault, Script, SimulatedProvider } from "@holdfast/simulator";
import { createStage } from "./stage.ts";
import type { Standing } from "./stage.ts";

const stage = createStage();
afterEach(stage.clear);

const truth = "It is Paris, the capital of France.";
const said: Script = { rules: [{ answer: { kind: "said", text: truth, pieces: 4 } }] };

function broken(fault: Fault): Script {
  return { rules: [...(said.rules ?? []), { fault }] };
}

interface Pair {
  readonly primary: SimulatedProvider;
  readonly fallback: SimulatedProvider;
  readonly gateway: Standing;
}

/** `speaks`: the fallback's dialect. Clocks run a hundred times faster. */
async function pair(primary: Script, speaks: "messages" | "chat" = "messages"): Promise<Pair> {
  const [one, two] = [await stage.provider(primary), await stage.provider(said)];
  const gateway = await stage.gateway(
    `
providers:
  one: { kind: anthropic, base_url: "${one.baseUrl}", keys: [k] }
  two: { kind: openai-compatible, base_url: "${two.baseUrl}/v1", speaks: [${speaks}] }
routes: [{ match: "*", chain: ["one/*", "two/*"] }]
`,
    { HOLDFAST_CLOCK_SPEED: "100" },
  );
  return { primary: one, fallback: two, gateway };
}

interface Heard {
  readonly status: number;
  readonly servedBy: string | null;
  readonly attempts: string | null;
  readonly text: string;
  readonly body: string;
}

async function ask({ gateway }: Pair, more: Readonly<Record<string, unknown>> = {}): Promise<Heard> {
  const response = await fetch(`${gateway.baseUrl}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({
      model: "claude-x",
      max_tokens: 99,
      messages: [{ role: "user", content: "Where?" }],
      ...more,
    }),
  });
  const body = await response.text();
  return {
    status: response.status,
    servedBy: response.headers.get("x-holdfast-served-by"),
    attempts: response.headers.get("x-holdfast-attempts"),
    text: more["stream"] === true ? streamedText(body) : wholeText(body),
    body,
  };
}

function streamedText(body: string): string {
  return [...body.matchAll(/^data: (.*text_delta.*)$/gm)]
    .map(([, data = ""]) => {
      const event: { readonly delta: { readonly text: string } } = JSON.parse(data);
      return event.delta.text;
    })
    .join("");
}

function wholeText(body: string): string {
  const value: { readonly content?: readonly { readonly text?: string }[] } = JSON.parse(body);
  return (value.content ?? []).map(({ text = "" }) => text).join("");
}

const faults: readonly (readonly [string, Fault])[] = [
  ["500", { kind: "status", status: 500 }],
  ["503", { kind: "status", status: 503 }],
  ["529", { kind: "status", status: 529 }],
  ["429 without headers", { kind: "status", status: 429 }],
  ["401 on a new key", { kind: "status", status: 401 }],
  ["403", { kind: "status", status: 403 }],
  ["402", { kind: "status", status: 402 }],
  ["a retired model", { kind: "status", status: 404, type: "not_found_error", message: "model: claude-x" }],
  ["a reset before the head", { kind: "reset-before-head" }],
  ["silence", { kind: "silence" }],
  ["a cut before content", { kind: "close-early", afterBytes: 20 }],
  ["a stall before content", { kind: "stall", afterEvents: 1 }],
];

describe.each([["messages"] as const, ["chat"] as const])("with a fallback that speaks %s", (speaks) => {
  describe.each([["stream", true] as const, ["whole", false] as const])("%s", (_, stream) => {
    test.each(faults)("%s is survived, unseen", async (_name, fault) => {
      const both = await pair(broken(fault), speaks);
      const heard = await ask(both, { stream });
      expect(heard).toMatchObject({ status: 200, servedBy: "two/claude-x", text: truth });
      expect(both.primary.requests.length).toBeLessThanOrEqual(2);
      expect(both.fallback.requests).toHaveLength(1);
      if (stream) expect(heard.body.match(/event: message_stop/g)).toHaveLength(1);
    });
  });
});

describe("a healthy primary", () => {
  test.each([true, false])("answers alone, streamed %p", async (stream) => {
    const both = await pair(said);
    expect(await ask(both, { stream })).toMatchObject({
      status: 200,
      servedBy: "one/claude-x",
      attempts: "1",
      text: truth,
    });
    expect(both.fallback.requests).toHaveLength(0);
  });

  test("that hiccups once is asked once more, and nobody else is", async () => {
    const both = await pair({
      rules: [...(said.rules ?? []), { when: { nth: 1 }, fault: { kind: "status", status: 500 } }],
    });
    expect(await ask(both, { stream: true })).toMatchObject({
      servedBy: "one/claude-x",
      attempts: "2",
      text: truth,
    });
    expect(both.fallback.requests).toHaveLength(0);
  });
});

describe("a sick primary", () => {
  test("is not asked by every request once it is known to be sick", async () => {
    const both = await pair(broken({ kind: "status", status: 500 }));
    for (let i = 0; i < 6; i++) expect((await ask(both)).text).toBe(truth);
    expect(both.primary.requests.length).toBeLessThanOrEqual(4);
  });
});

describe("after content", () => {
  test("a cut stream ends with an error in the client's dialect, and no terminal", async () => {
    const both = await pair(broken({ kind: "close-early", afterBytes: 900 }));
    const heard = await ask(both, { stream: true });
    expect(heard.status).toBe(200);
    expect(truth.startsWith(heard.text) && heard.text !== "").toBe(true);
    expect(heard.body).toContain("event: error");
    expect(heard.body).not.toContain("message_stop");
    expect(both.fallback.requests).toHaveLength(0);
  });

  test("a stalled stream does too, within its progress clock", async () => {
    const both = await pair(broken({ kind: "stall", afterEvents: 5 }));
    const heard = await ask(both, { stream: true });
    expect(heard.body).toContain("event: error");
    expect(heard.body).not.toContain("message_stop");
  });

  test("a whole answer whose stream is cut is had elsewhere: nothing had gone out", async () => {
    const both = await pair(broken({ kind: "close-early", afterBytes: 900 }));
    expect(await ask(both)).toMatchObject({ status: 200, servedBy: "two/claude-x", text: truth });
  });
});

describe("what is the caller's own", () => {
  test("goes nowhere else, and comes back in the provider's words", async () => {
    const both = await pair(broken({ kind: "status", status: 400, message: "messages: too many spoons" }));
    const heard = await ask(both);
    expect(heard.status).toBe(400);
    expect(heard.body).toContain("messages: too many spoons");
    expect(both.fallback.requests).toHaveLength(0);
  });
});

describe("with all roads down", () => {
  test("the client gets a real status and one sentence about what was tried", async () => {
    const [one, two] = [
      await stage.provider(broken({ kind: "status", status: 529 })),
      await stage.provider(broken({ kind: "status", status: 503 })),
    ];
    const gateway = await stage.gateway(`
providers:
  one: { kind: anthropic, base_url: "${one.baseUrl}", keys: [k] }
  two: { kind: openai-compatible, base_url: "${two.baseUrl}/v1", speaks: [chat] }
routes: [{ match: "*", chain: ["one/*", "two/*"] }]
`);
    const heard = await ask({ primary: one, fallback: two, gateway }, { stream: true });
    expect([heard.status, heard.servedBy]).toEqual([529, null]);
    expect(heard.body).toContain("No road could answer. one/claude-x: ");
    expect(heard.body).toContain("two/claude-x: ");
  });
});
