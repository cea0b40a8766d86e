import { afterEach, expect, test } from "bun:test";
import { createPool, defaultCodecLimits, violationReason } from "../src/index.ts";
import { latin1 } from "./latin1.ts";

const open: { stop(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.stop();
});

const most = defaultCodecLimits.interimCount;

test("as many interim answers as are allowed come before the final one", async () => {
  expect(await answerAfter(most)).toBe("200");
});

test("too-many-interim: one more, and the provider is malformed", async () => {
  expect(await answerAfter(most + 1)).toBe(`malformed: ${violationReason("too-many-interim")}`);
});

/** The status, or the failure, of a call to a provider that sends so many interim answers first. */
function answerAfter(interims: number): Promise<string> {
  const interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const final = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  const answer = latin1(interim.repeat(interims) + final);
  const provider = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket) {
        socket.write(answer);
      },
    },
  });
  const pool = createPool();
  open.push({ stop: () => provider.stop(true) }, { stop: () => pool.close() });
  const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: provider.port });
  return new Promise((resolve) => {
    let status = "";
    origin.call(
      { method: "GET", target: "/", body: { kind: "none" } },
      {
        head(head) {
          status = String(head.status);
        },
        end: () => resolve(status),
        failed: ({ kind, reason }) => resolve(`${kind}: ${reason}`),
      },
    );
  });
}
