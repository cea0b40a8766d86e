// What a damaged answer looks like to a reader of the dialect, streamed and whole.

import { describe, expect, test } from "bun:test";
import { answerTo } from "../../test/checking.ts";
import { parse } from "../../test/json.ts";
import { dialects, requestFor } from "../../test/questions.ts";
import type { Form } from "../../test/questions.ts";
import { readEvents } from "../../test/sse.ts";
import { errorOf, understand } from "../../test/understood.ts";
import type { Dialect, Fault } from "../index.ts";
import { createResponder } from "../respond.ts";

const answer = { kind: "said", text: "It is Paris — 巴黎 🥐, of course.", pieces: 4 } as const;

function struckBy(fault: Fault, dialect: Dialect, form: Form = "streamed"): ReturnType<typeof answerTo> {
  return answerTo(requestFor(dialect, form), { rules: [{ answer, fault }] });
}

function whole(dialect: Dialect, form: Form = "streamed"): string {
  return answerTo(requestFor(dialect, form), { rules: [{ answer }] }).text;
}

const terminals: Readonly<Record<Dialect, RegExp>> = {
  messages: /event: message_stop\ndata: .*\n\n$/,
  chat: /data: \[DONE\]\n\n$/,
  responses: /event: response\.completed\ndata: .*\n\n$/,
  gemini: /data: .*"finishReason":"STOP".*\r\n\r\n$/,
};

describe.each(dialects)("%s", (dialect) => {
  test("a missing terminal leaves everything else", () => {
    const full = whole(dialect);
    expect(full).toMatch(terminals[dialect]);
    expect(struckBy({ kind: "terminal-missing" }, dialect).text).toBe(full.replace(terminals[dialect], ""));
  });

  test("of a whole answer that is missing, the end is not said", () => {
    const { text } = struckBy({ kind: "terminal-missing" }, dialect, "whole");
    expect(text).toContain(answer.text);
    expect(text).not.toMatch(/"end_turn"|"finish_reason":"|"status":"completed","error"|"finishReason"/);
  });

  test("a double terminal is the last event again", () => {
    const full = whole(dialect);
    const last = terminals[dialect].exec(full)?.[0] ?? "?";
    expect(struckBy({ kind: "terminal-doubled" }, dialect).text).toBe(full + last);
  });

  test("an early end has as many events as it says", () => {
    const { text } = struckBy({ kind: "ended-early", afterEvents: 3 }, dialect);
    expect(readEvents(text)).toEqual(readEvents(whole(dialect)).slice(0, 3));
    const half = struckBy({ kind: "ended-early", afterEvents: 3 }, dialect, "whole").text;
    expect(() => parse(half)).toThrow();
  });

  test("a malformed event is one that no reader takes, and the others are there", () => {
    const good = readEvents(whole(dialect));
    const events = readEvents(struckBy({ kind: "malformed-event", afterEvents: 3 }, dialect).text);
    expect(events).toHaveLength(good.length);
    expect(() => parse(events[3]?.data ?? "")).toThrow();
    expect(events.toSpliced(3, 1)).toEqual(good.toSpliced(3, 1));
    expect(() => parse(struckBy({ kind: "malformed-event" }, dialect, "whole").text)).toThrow();
  });

  test("split characters change nothing but where the pieces end", () => {
    const steps = createResponder({ rules: [{ answer, fault: { kind: "split-characters" } }] })(
      requestFor(dialect, "streamed"),
      { serial: 1, at: 0 },
    );
    const pieces = steps.flatMap((step) => (step.kind === "bytes" ? [Buffer.from(step.bytes)] : []));
    expect(Buffer.concat(pieces).toString("utf8")).toBe(whole(dialect));
    expect(pieces.filter((piece) => piece.toString("utf8").includes("�")).length).toBeGreaterThan(4);
  });

  test("an error event before content has none before it; after content, some", () => {
    const before = struckBy({ kind: "error-event", position: "before-content" }, dialect);
    const after = struckBy({ kind: "error-event", position: "after-content" }, dialect);
    expect(before.status).toBe(200);
    const errors: Readonly<Record<Dialect, RegExp>> = {
      messages: /event: error\ndata: .*"overloaded_error".*\n\n$/,
      chat: /data: \{"error":.*"server_error".*\n\n$/,
      responses: /event: response\.failed\ndata: .*"code":"server_error".*\n\n$/,
      gemini: /data: \{"error":.*"UNAVAILABLE".*\r\n\r\n$/,
    };
    expect(before.text).toMatch(errors[dialect]);
    expect(after.text).toMatch(errors[dialect]);
    expect(before.text).not.toContain("It i");
    expect(after.text).toContain("It i");
    expect(after.text).not.toContain("course");
  });

  test("an error inside a whole 200 is the error alone", () => {
    const { status, text } = struckBy({ kind: "error-event", position: "before-content" }, dialect, "whole");
    expect(status).toBe(200);
    expect(errorOf(text).message).toBeString();
  });

  test("an empty body, a page, garbage and a wrong type are what they say", () => {
    expect(struckBy({ kind: "empty" }, dialect)).toMatchObject({ status: 200, text: "" });
    expect(struckBy({ kind: "html-page" }, dialect)).toMatchObject({
      status: 502,
      headers: { "content-type": "text/html" },
      text: expect.stringContaining("<h1>502 Bad Gateway</h1>"),
    });
    const garbage = struckBy({ kind: "garbage" }, dialect);
    expect(garbage).toMatchObject({
      status: 200,
      headers: { "content-type": "text/event-stream; charset=utf-8" },
    });
    expect(readEvents(garbage.text)).toEqual([]);
    const mistyped = struckBy({ kind: "wrong-content-type" }, dialect);
    expect(mistyped).toMatchObject({
      text: whole(dialect),
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  });

  test.each(["streamed", "whole"] as const)(
    "the wrong model is named, and everything else is right (%s)",
    (form) => {
      const { text } = struckBy({ kind: "wrong-model", model: "other-1" }, dialect, form);
      expect(understand[dialect][form](text)).toEqual({
        ...understand[dialect][form](whole(dialect, form)),
        model: "other-1",
      });
    },
  );
});

test("a request that is wrong itself is refused as ever, whatever is wrong with the answers", () => {
  const request = { ...requestFor("messages"), body: new TextEncoder().encode("{}") };
  const broken = answerTo(request, { rules: [{ fault: { kind: "terminal-doubled" } }] });
  expect(broken.status).toBe(400);
  expect(errorOf(broken.text).message).toBe("model: Field required");
});
