import { describe, expect, test } from "bun:test";
import { createPool } from "@holdfast/transport";
import type { Origin, ResponseHead } from "@holdfast/transport";
import { ask, bodyTextOf } from "../../test/heard.ts";
import { requestFor } from "../../test/questions.ts";
import { understand } from "../../test/understood.ts";
import { until } from "../../test/until.ts";
import { createVirtualClock, createVirtualProvider, startProvider } from "../index.ts";
import type { Fault, Rule, Script, VirtualClock, VirtualProvider } from "../index.ts";

interface Stage {
  readonly clock: VirtualClock;
  readonly provider: VirtualProvider;
}

function staging(script: Script): Stage {
  const clock = createVirtualClock();
  return { clock, provider: createVirtualProvider(script, clock) };
}

const said: Rule = { answer: { kind: "said", text: "one two three", paceMs: 100, delayMs: 1_000 } };
const breaking = (fault: Fault): Script => ({ rules: [said, { fault }] });

test("an answer takes the time that the script gives it, and no real time", () => {
  const { clock, provider } = staging({ rules: [said] });
  const began = performance.now();
  const heard = ask(provider.origin, requestFor("chat", "streamed"));
  clock.advance(900);
  expect(heard.status).toBeUndefined();
  clock.advance(150);
  expect(heard.status).toBe(200);
  expect(heard.end).toBeUndefined();
  clock.run();
  expect(heard.end).toBe("end");
  expect(understand.chat.streamed(bodyTextOf(heard)).text).toBe("one two three");
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(clock.pending).toBe(0);
});

test("a reader hears nothing before the call has returned", () => {
  const { provider } = staging(breaking({ kind: "refused" }));
  expect(ask(provider.origin, requestFor("chat")).end).toBeUndefined();
});

describe("a failure says what it is, and what may have come of the request", () => {
  test.each<[fault: Fault, kind: string, processed: string]>([
    [{ kind: "refused" }, "refused", "no"],
    [{ kind: "dns-failure" }, "dns", "no"],
    [{ kind: "tls-failure", certificate: "expired" }, "tls", "no"],
    [{ kind: "tls-alert" }, "tls", "no"],
    [{ kind: "connect-silence" }, "connect-timeout", "no"],
    [{ kind: "accept-silence" }, "head-timeout", "maybe"],
    [{ kind: "garbage-head" }, "malformed", "maybe"],
    [{ kind: "reset-before-head" }, "reset-before-head", "maybe"],
    [{ kind: "reset-after-head" }, "reset-in-body", "yes"],
    [{ kind: "silence" }, "head-timeout", "maybe"],
    [{ kind: "headers-then-silence" }, "idle-timeout", "yes"],
    [{ kind: "close-early", afterBytes: 10 }, "reset-in-body", "yes"],
    [{ kind: "close-early", afterBytes: 10, how: "close" }, "closed-early", "yes"],
  ])("%j is %s, processed: %s", (fault, kind, processed) => {
    const { clock, provider } = staging(breaking(fault));
    const heard = ask(provider.origin, requestFor("messages", "streamed"), { headMs: 20_000 });
    clock.run();
    expect(heard).toMatchObject({ end: kind, failure: { kind, processed, isReused: false } });
    expect(provider.origin.connectionCount).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test("each clock names itself, and runs out when it says", () => {
    const { clock, provider } = staging(breaking({ kind: "silence" }));
    const heard = ask(provider.origin, requestFor("chat"), { headMs: 20_000 });
    clock.advance(19_990);
    expect(heard.end).toBeUndefined();
    clock.advance(20);
    expect(heard.failure).toMatchObject({ kind: "head-timeout", reason: "no answer within 20000 ms" });
  });
});

describe("connections", () => {
  test("are used again after a whole answer, not after a cut one, and not when a fresh one is asked for", () => {
    const { clock, provider } = staging({
      rules: [{ when: { nth: 3 }, fault: { kind: "reset-before-head" } }],
    });
    const ends = [1, 2, 3, 4].map(() => {
      const heard = ask(provider.origin, requestFor("chat"));
      clock.run();
      return heard.failure?.kind ?? heard.end;
    });
    // The third reset came on a connection that had waited: that may be its own age.
    expect(ends).toEqual(["end", "end", "stale", "end"]);
    expect(provider.origin).toMatchObject({ connectionCount: 1, idleCount: 1 });
  });

  test("that waited too long are not", () => {
    const { clock, provider } = staging({});
    ask(provider.origin, requestFor("chat"));
    clock.run();
    clock.advance(61_000);
    ask(provider.origin, requestFor("chat"));
    clock.run();
    expect(provider.origin.connectionCount).toBe(1);
  });

  test("that waited while the port was closed are gone", () => {
    const { clock, provider } = staging({
      rules: [{ when: { during: { fromMs: 1_000, toMs: 2_000 } }, fault: { kind: "refused" } }],
    });
    ask(provider.origin, requestFor("chat"));
    clock.advance(3_000);
    const call = provider.origin.call(
      { method: "GET", target: "/v1/models", body: { kind: "none" } },
      { head: () => undefined, end: () => undefined, failed: () => undefined },
    );
    clock.run();
    expect(call.isReused).toBe(false);
    expect(provider.origin.connectionCount).toBe(1);
  });

  test("end with the pool, and then there are none", () => {
    const { clock, provider } = staging({ rules: [said] });
    const first = ask(provider.origin, requestFor("chat"));
    clock.advance(500);
    provider.stop();
    const second = ask(provider.origin, requestFor("chat"));
    clock.run();
    expect([first.end, second.end]).toEqual([undefined, "ours"]);
    expect(provider.origin).toMatchObject({ connectionCount: 0, idleCount: 0 });
  });

  test("are cut when the port closes, and had again when it opens", () => {
    const { clock, provider } = staging({
      rules: [{ when: { during: { fromMs: 1_000, toMs: 2_000 } }, fault: { kind: "refused" } }, said],
    });
    const first = ask(provider.origin, requestFor("chat", "streamed"));
    clock.advance(1_100);
    const second = ask(provider.origin, requestFor("chat"));
    clock.advance(1_000);
    const third = ask(provider.origin, requestFor("chat"));
    clock.run();
    expect([first, second, third].map(({ end }) => end)).toEqual(["reset-before-head", "refused", "end"]);
  });
});

describe("a caller", () => {
  test("that cancels hears nothing more, and the provider sees it leave", () => {
    const { clock, provider } = staging({ rules: [said] });
    const heard: string[] = [];
    const call = provider.origin.call(
      {
        method: "POST",
        target: "/v1/chat/completions",
        body: { kind: "whole", pieces: [requestFor("chat").body] },
      },
      { head: () => heard.push("head"), end: () => heard.push("end"), failed: () => heard.push("failed") },
    );
    clock.advance(500);
    call.cancel();
    clock.run();
    expect(heard).toEqual([]);
    expect(provider.requests[0]?.end).toBe("client-left");
    expect(provider.origin.connectionCount).toBe(0);
  });

  test("that pauses gets everything when it reads on, and its idle clock stands still", () => {
    const { clock, provider } = staging({ rules: [said] });
    const pieces: string[] = [];
    let end = "";
    const call = provider.origin.call(
      {
        method: "POST",
        target: "/v1/chat/completions",
        body: { kind: "whole", pieces: [requestFor("chat", "streamed").body] },
      },
      {
        head: () => call.pause(),
        data: (bytes) => pieces.push(new TextDecoder().decode(bytes)),
        end: () => (end = "end"),
        failed: ({ kind }) => (end = kind),
      },
      { clocks: { idleMs: 2_000 } },
    );
    clock.run();
    clock.advance(60_000);
    expect({ pieces, end }).toEqual({ pieces: [], end: "" });
    call.resume();
    expect(understand.chat.streamed(pieces.join("")).text).toBe("one two three");
    expect(end).toBe("end");
  });

  test("may stream its request", () => {
    const { clock, provider } = staging({});
    const { body } = requestFor("chat");
    let status = 0;
    const call = provider.origin.call(
      { method: "POST", target: "/v1/chat/completions", body: { kind: "stream" } },
      { head: (head) => (status = head.status), end: () => undefined, failed: () => undefined },
    );
    call.write(body.subarray(0, 10));
    clock.advance(100);
    call.write(body.subarray(10));
    call.end();
    clock.run();
    expect(status).toBe(200);
    expect(provider.requests[0]?.body).toEqual(body);
  });

  test("that reads whole chunks gets them as they would be framed", () => {
    const { clock, provider } = staging({ rules: [{ answer: { kind: "bytes", pieces: ["abc"] } }] });
    let raw = "";
    provider.origin.call(
      { method: "POST", target: "/v1/messages", body: { kind: "none" } },
      {
        head: () => undefined,
        raw: (bytes) => (raw += new TextDecoder().decode(bytes)),
        end: () => undefined,
        failed: () => undefined,
      },
    );
    clock.run();
    expect(raw).toBe("3\r\nabc\r\n");
  });
});

test("a head is what the transport's own parser would have made of it", async () => {
  const script: Script = {
    rules: [
      {
        answer: {
          kind: "echo",
          headers: [
            ["X-Odd", "é"],
            ["set-cookie", "a"],
            ["set-cookie", ""],
          ],
        },
      },
    ],
  };
  const real = await startProvider({ script });
  const pool = createPool();
  const { clock, provider } = staging(script);
  for (const form of ["whole", "streamed"] as const) {
    const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: real.port });
    const onSocket = await headFrom(origin, form, () => undefined);
    const virtual = await headFrom(provider.origin, form, () => clock.run());
    expect(shape(virtual)).toEqual(shape(onSocket));
  }
  pool.close();
  await real.stop();
});

async function headFrom(origin: Origin, form: "whole" | "streamed", run: () => void): Promise<ResponseHead> {
  const heard = ask(origin, requestFor("gemini", form));
  run();
  await until("the answer is there", () => heard.end !== undefined);
  if (heard.head === undefined) throw new Error("There is no head.");
  return heard.head;
}

/** Every number of the head, and every field but the dates. */
function shape({ fields, ...head }: ResponseHead): object {
  const marks = Array.from({ length: fields.count }, (_, index) =>
    [0, 1, 2, 3, 4, 5].map((which) => fields.mark(index, which)),
  );
  return { ...head, marks, entries: fields.entries().filter(([name]) => name !== "date") };
}
