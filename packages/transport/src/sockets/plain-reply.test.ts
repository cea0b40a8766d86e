import { describe, expect, test } from "bun:test";
import { plainRefusal, plainReply } from "./plain-reply.ts";
import type { Refusal } from "./plain-reply.ts";

function worded(refusal: Refusal, method: string | undefined): { text: string; faults: unknown[] } {
  const faults: unknown[] = [];
  const context = { refusal, onFault: (error: unknown) => void faults.push(error) };
  const bytes = plainReply({ status: 408, reason: "Too slow.", method }, context);
  return { text: Buffer.from(bytes).toString("utf8"), faults };
}

const plain =
  "HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 10\r\nconnection: close\r\n\r\n";

describe("a server's own reply", () => {
  test("is a line of text and the end of the connection", () => {
    expect(worded(plainRefusal, "GET")).toEqual({ text: `${plain}Too slow.\n`, faults: [] });
  });

  test("to HEAD has no content but says how long it would be", () => {
    expect(worded(plainRefusal, "HEAD").text).toBe(plain);
  });

  test("can be worded otherwise, and is as long as its bytes", () => {
    const { text } = worded(
      (status) => ({ contentType: "application/json", body: `{"ä":${status}}` }),
      undefined,
    );
    expect(text).toContain("content-type: application/json\r\ncontent-length: 10\r\n");
    expect(text).toEndWith('\r\n\r\n{"ä":408}');
  });

  test("falls back to the line of text if the wording throws, and that is reported", () => {
    const error = new Error("no words");
    const { text, faults } = worded(() => {
      throw error;
    }, undefined);
    expect([text, faults]).toEqual([`${plain}Too slow.\n`, [error]]);
  });

  test("falls back to it if the wording would break the head", () => {
    const { text, faults } = worded(() => ({ contentType: "a\r\nb: c", body: "" }), undefined);
    expect(text).toBe(`${plain}Too slow.\n`);
    expect(faults).toEqual([expect.objectContaining({ code: "field-invalid" })]);
  });
});
