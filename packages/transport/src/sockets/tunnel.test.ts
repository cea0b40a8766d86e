import { describe, expect, test } from "bun:test";
import { Tunnel } from "./tunnel.ts";

const proxy = { host: "proxy.test", port: 3128 };
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("a tunnel", () => {
  test("is asked for by name and port", () => {
    const { request } = new Tunnel(proxy, { host: "api.test", port: 443 });
    expect(request).toBe("CONNECT api.test:443 HTTP/1.1\r\nhost: api.test:443\r\n\r\n");
  });

  test("is asked for with the proxy's credentials, and with brackets around an address that has colons", () => {
    const { request } = new Tunnel({ ...proxy, authorization: "Basic abc" }, { host: "::1", port: 8443 });
    expect(request).toBe(
      "CONNECT [::1]:8443 HTTP/1.1\r\nhost: [::1]:8443\r\nproxy-authorization: Basic abc\r\n\r\n",
    );
  });

  test.each([
    ["HTTP/1.1 200 Connection established\r\n\r\n", "open", ""],
    ["HTTP/1.0 200 OK\r\nserver: squid\r\n\r\n", "open", ""],
    ["HTTP/1.1 204 No Content\r\n\r\n", "open", ""],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "open", ""],
    ["HTTP/1.1 100 Continue\r\n\r\n".repeat(17), "refused", "CONNECT was answered with status 100"],
    ["HTTP/1.1 200 OK\r\n", "reading", ""],
    ["HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "refused", "CONNECT was answered with status 407"],
    [
      "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 4\r\n\r\nnope",
      "refused",
      "CONNECT was answered with status 502",
    ],
    ["HTTP/1.1 301 Moved\r\nlocation: /\r\n\r\n", "refused", "CONNECT was answered with status 301"],
    ["HTTP/1.1 200 OK\r\n\r\nhello", "refused", "bytes came behind the answer to CONNECT"],
    ["SSH-2.0-OpenSSH_9.6\r\n", "refused", "malformed: The status line is not HTTP/1.x SP CODE SP REASON."],
  ] as const)("that is answered with %j is %s", (answer, state, reason) => {
    const whole = new Tunnel(proxy, { host: "api.test", port: 443 });
    expect([whole.push(latin1(answer)), whole.reason]).toEqual([state, reason]);
  });

  test("opens when the answer comes byte by byte", () => {
    const tunnel = new Tunnel(proxy, { host: "api.test", port: 443 });
    const states = Array.from("HTTP/1.1 200 OK\r\n\r\n", (byte) => tunnel.push(latin1(byte)));
    expect(states.at(-1)).toBe("open");
    expect(states.slice(0, -1).every((state) => state === "reading")).toBe(true);
  });
});
