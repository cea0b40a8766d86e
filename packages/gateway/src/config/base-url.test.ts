import { describe, expect, test } from "bun:test";
import { parseBaseUrl } from "./base-url.ts";

describe("a base URL", () => {
  test.each([
    ["https://api.anthropic.com", "https api.anthropic.com 443", "api.anthropic.com", ""],
    ["https://api.anthropic.com/", "https api.anthropic.com 443", "api.anthropic.com", ""],
    ["https://api.openai.com/v1", "https api.openai.com 443", "api.openai.com", "/v1"],
    ["https://api.openai.com:443/v1//", "https api.openai.com 443", "api.openai.com", "/v1"],
    ["http://127.0.0.1:11434/v1", "http 127.0.0.1 11434", "127.0.0.1:11434", "/v1"],
    ["http://[::1]:8000", "http ::1 8000", "[::1]:8000", ""],
    ["http://local:443", "http local 443", "local:443", ""],
    ["HTTPS://Proxy.Example/a/b", "https proxy.example 443", "proxy.example", "/a/b"],
  ])("%p connects to %p, calls it %p and has paths under %p", (text, target, authority, basePath) => {
    const parsed = parseBaseUrl(text);
    if ("fault" in parsed) throw new Error(parsed.fault);
    const { origin } = parsed;
    expect(`${origin.scheme} ${origin.host} ${origin.port}`).toBe(target);
    expect([origin.authority, parsed.basePath]).toEqual([authority, basePath]);
  });

  test.each([
    ["", "not an http or https URL"],
    ["api.openai.com/v1", "not an http or https URL"],
    ["ftp://host", "not an http or https URL"],
    ["file:///etc/passwd", "not an http or https URL"],
    ["http:host", "not an http or https URL"],
    ["http://", "not an http or https URL"],
    ["https://user@host", "credentials"],
    ["https://user:secret@host/v1", "credentials"],
    ["https://host/v1?key=secret", "query"],
    ["https://host/v1?", "query"],
    ["https://host/v1#", "fragment"],
    ["https://host/a b", "space"],
    [" https://host", "not an http or https URL"],
    ["https://host:0", "port 0"],
    ["https://a,b.example", "no name"],
  ])("%p is refused: %p", (text, fault) => {
    const parsed = parseBaseUrl(text);
    expect("fault" in parsed ? parsed.fault : parsed).toContain(fault);
  });

  test.each(["https://user:secret@host", "https://host?key=secret", "https://host#secret"])(
    "%p is marked as one not to show",
    (text) => {
      expect(parseBaseUrl(text)).toMatchObject({ secret: true });
    },
  );
});
