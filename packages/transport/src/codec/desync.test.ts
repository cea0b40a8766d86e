import { describe, expect, test } from "bun:test";
import { attacks } from "../../test/desync-attacks.data.ts";
import { lawBrokenByForwarding } from "../../test/forwarding-law.ts";
import { latin1 } from "../../test/latin1.ts";
import { byteByByte } from "../../test/pieces.ts";
import { readRequests, readResponses } from "../../test/read-stream.ts";
import type { StreamReading } from "../../test/read-stream.ts";
import type { RequestHead } from "./request-head.ts";

for (const family of new Set(attacks.map((attack) => attack.family))) {
  describe(family, () => {
    for (const { spelling, bytes, verdict } of attacks.filter((attack) => attack.family === family)) {
      test(`${spelling}: ${verdict.passes} then ${verdict.ending}`, () => {
        const stream = latin1(bytes);
        for (const pieces of [[stream], byteByByte(stream)]) {
          const reading = readRequests(pieces);
          expect(verdictOf(reading)).toEqual(verdict);
          for (const message of reading.messages) {
            if (message.isWhole) expect(lawBrokenByForwarding(message)).toBeUndefined();
          }
        }
      });
    }
  });
}

function verdictOf({ messages, violation, leftover }: StreamReading<RequestHead>): object {
  const whole = messages.filter(({ isWhole }) => isWhole);
  const last = messages.at(-1);
  // What stands behind a request that ends the connection is not looked at.
  const isWaiting = last?.isWhole === false || (leftover > 0 && last?.head.keepsAlive !== false);
  return { passes: whole.length, ending: violation ?? (isWaiting ? "waits" : "idle") };
}

describe("response splitting and queue poisoning", () => {
  const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  test.each([
    ["in a value, by CR LF", "HTTP/1.1 200 OK\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", undefined],
    ["in a value, by a bare CR", "HTTP/1.1 200 OK\r\nA: b\rSet-Cookie: c\r\n\r\n", "bare-cr"],
    ["in a value, by a null", "HTTP/1.1 200 OK\r\nA: b\u0000Set-Cookie: c\r\n\r\n", "control-character"],
    ["in the reason, by a bare CR", "HTTP/1.1 200 O\rK\r\n\r\n", "bare-cr"],
    ["by a folded line", "HTTP/1.1 200 OK\r\nA: b\r\n HTTP/1.1 200 OK\r\n\r\n", "line-folded"],
    [
      "in a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n",
      "field-name-malformed",
    ],
  ] as const)("%s gives no second answer", (_title, text, violation) => {
    const reading = readResponses([latin1(text)]);
    expect(reading.violation).toBe(violation);
    expect(reading.messages.filter(({ isWhole }) => isWhole).length).toBeLessThanOrEqual(1);
  });

  test("an answer to HEAD ends with its head, so that a body behind it is seen as nobody's", () => {
    const stream = latin1(ok);
    const [first] = readResponses([stream], ["HEAD"]).messages;
    expect(first?.end).toBe(stream.length - 2);
  });

  test("what follows an answer is not part of it", () => {
    const [first] = readResponses([latin1(`${ok}${ok}`)]).messages;
    expect(first?.end).toBe(ok.length);
  });
});
