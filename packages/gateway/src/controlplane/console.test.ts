import { afterEach, describe, expect, test } from "bun:test";
import { RawClient } from "../../test/raw-client.ts";
import type { StatusReport } from "../contract/status.ts";
import type { Console, ConsoleFacts } from "./console.ts";
import { serveConsole } from "./console.ts";

let running: Console | undefined;
afterEach(async () => {
  await running?.stop();
});

const faults: unknown[] = [];

const report: StatusReport = {
  ready: true,
  config_version: 7,
  config_error: null,
  config_refused: 0,
  needs_restart: [],
  providers: [],
  unwell: [],
  ledger: { waiting: 0, written: 1, lost: 0 },
};

const usual: ConsoleFacts = {
  isReady: () => true,
  configVersion: () => 7,
  metrics: () => "holdfast_up 1\n",
  status: () => report,
  onFault: (fault) => faults.push(fault),
};

function serve(isReady = usual.isReady): number {
  running = serveConsole({ host: "127.0.0.1", port: 0 }, { ...usual, isReady });
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

  test("tells how everything stands", async () => {
    expect(await ask(serve(), "/api/status")).toEqual([200, report]);
  });

  test("gives its metrics in the format that Prometheus asks for", async () => {
    const response = await fetch(`http://127.0.0.1:${serve()}/metrics`);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4");
    expect(await response.text()).toBe("holdfast_up 1\n");
  });

  test.each(["/", "/v1/messages", "/healthz/", "/%00"])("has nothing at %s", async (path) => {
    expect((await ask(serve(), path))[0]).toBe(404);
  });

  test("throws the system's error where its address is taken", () => {
    const port = serve();
    expect(() => serveConsole({ host: "127.0.0.1", port }, usual)).toThrow(
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
