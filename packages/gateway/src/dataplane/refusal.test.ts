import { describe, expect, test } from "bun:test";
import { noFields } from "@holdfast/transport";
import type { Exchange, ReplyHead } from "@holdfast/transport";
import { refuse, undecidedRefusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";

interface Reply {
  readonly head: ReplyHead;
  readonly fields: string;
  readonly body: string;
  readonly isEnded: boolean;
}

/** What an exchange is told to reply. */
function replyTo(refusal: Refusal): Reply {
  const heads: ReplyHead[] = [];
  let body = "";
  let isEnded = false;
  const exchange: Exchange = {
    head: {
      method: "POST",
      targetStart: 0,
      targetEnd: 0,
      minorVersion: 1,
      fields: noFields,
      framing: { kind: "none" },
      keepsAlive: true,
      expectsContinue: false,
    },
    clientAddress: "127.0.0.1",
    pause: () => undefined,
    resume: () => undefined,
    abort: () => undefined,
    reply(head) {
      heads.push(head);
      return {
        write(bytes) {
          body += new TextDecoder().decode(bytes);
          return true;
        },
        end: () => {
          isEnded = true;
        },
      };
    },
  };
  refuse({ exchange, requestId: "hf_1", attempts: 2 }, refusal);
  const [head] = heads;
  if (head === undefined || heads.length > 1) throw new Error(`${heads.length} replies`);
  return { head, fields: new TextDecoder().decode(head.fields), body, isEnded };
}

describe("a refusal", () => {
  test("is one whole reply in the dialect, with its length, the request's id and the attempts", () => {
    const refusal: Refusal = { dialect: "messages", kind: "provider-unreachable", message: "Gône." };
    const { head, fields, body, isEnded } = replyTo(refusal);
    expect(JSON.parse(body)).toEqual({ type: "error", error: { type: "api_error", message: "Gône." } });
    expect(head.status).toBe(502);
    expect(head.framing).toEqual({ kind: "length", length: new TextEncoder().encode(body).length });
    expect(fields).toBe(
      "content-type: application/json\r\nx-holdfast-request-id: hf_1\r\nx-holdfast-attempts: 2\r\n",
    );
    expect(isEnded).toBe(true);
  });

  test("carries what else it has to say in fields", () => {
    const refusal: Refusal = {
      dialect: "chat",
      kind: "method-not-allowed",
      message: "No.",
      fields: [["allow", "POST"]],
    };
    expect(replyTo(refusal).fields).toEndWith("allow: POST\r\n");
  });

  test("is no smaller for words that JSON has to escape", () => {
    const message = '"\\\n\u0000\u2028\ud800';
    const { body } = replyTo({ dialect: "chat", kind: "bad-request", message });
    expect(JSON.parse(body)).toMatchObject({ error: { message } });
  });
});

describe("a refusal of what was not even HTTP has the fields of both dialects", () => {
  test.each([
    [400, "invalid_request_error"],
    [408, "invalid_request_error"],
    [431, "invalid_request_error"],
    [500, "api_error"],
    [505, "api_error"],
  ])("%d", (status, type) => {
    const { contentType, body } = undecidedRefusal(status, "A reason.");
    expect(contentType).toBe("application/json");
    expect(JSON.parse(body)).toEqual({
      type: "error",
      error: { type, message: "A reason.", param: null, code: null },
    });
  });
});
