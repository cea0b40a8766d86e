import { afterEach, describe, expect, test } from "bun:test";
import { RawClient } from "../../test/raw-client.ts";
import type { Console } from "./console.ts";
import { serveConsole } from "./console.ts";

let running: Console | undefined;
afterEach(async () => {
  await running?.stop();
});

const faults: unknown[] = [];

function serve(isReady = (): boolean => true): number {
  const onFault = (fault: unknown): number => faults.push(fault);
  running = serveConsole({ host: "127.0.0.1", port: 0 }, { isReady, configVersion: () => 7, onFault });
  return running.address.port;
}

async function ask(port: number, path: string, method = "GET"): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return [response.status, await response.json()];
}

describe("the console", () => {
  test("says that the process is alive", async () => {
    expect(await ask(serve(), "/healthz")).toEqual([200, { status: "alive" }]);
  });

  test("says whether it takes traffic, and by which configuration", async () => {
    let isReady = true;
    const port = serve(() => isReady);
    expect(await ask(port, "/readyz?verbose")).toEqual([200, { status: "ready", config_version: 7 }]);
    isReady = false;
    expect(await ask(port, "/readyz")).toEqual([503, { status: "stopping", config_version: 7 }]);
    expect(await ask(port, "/healthz")).toEqual([200, { status: "alive" }]);
  });

  test.each(["/", "/v1/messages", "/healthz/", "/%00"])("has nothing at %s", async (path) => {
    expect((await ask(serve(), path))[0]).toBe(404);
  });

  test("throws the system's error where its address is taken", () => {
    const port = serve();
    const facts = { isReady: () => true, configVersion: () => 1, onFault: () => undefined };
    expect(() => serveConsole({ host: "127.0.0.1", port }, facts)).toThrow(
      expect.objectContaining({ code: "EADDRINUSE" }),
    );
  });

  test.each([
    ["an odd Host", "GET /healthz HTTP/1.1\r\nhost: [\r\n\r\n"],
    ["a Host with blanks", "GET /healthz HTTP/1.1\r\nhost: a b\r\n\r\n"],
    ["an absolute URL", "GET http://%%%/healthz HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["no HTTP", "hello\r\n\r\n"],
  ])("tells nothing of its inside to %s", async (_, request) => {
    const client = await RawClient.connect(serve());
    client.send(request);
    const answer = await client.answer();
    expect(answer.body.toString()).not.toMatch(/\.ts|Error|stack/);
    expect(answer.body.length).toBeLessThan(200);
    client.reset();
  });

  test("says no more than that where its own code fails; the operator hears the rest", async () => {
    const port = serve(() => {
      throw new Error("a secret of the inside");
    });
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: "The console failed." });
    expect(faults).toEqual([expect.objectContaining({ message: "a secret of the inside" })]);
  });
});
