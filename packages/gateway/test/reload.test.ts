// The configuration changes while the gateway runs: a real process, a real file, real signals.

import { afterEach, expect, test } from "bun:test";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { SimulatedProvider } from "@holdfast/simulator";
import { scrape } from "./prometheus.ts";
import { createStage } from "./stage.ts";
import { startUp } from "./up.ts";
import type { Up } from "./up.ts";
import { until } from "./until.ts";

const stage = createStage();
let up: Up | undefined;
afterEach(async () => {
  await up?.clear();
  await stage.clear();
});

interface Running {
  readonly up: Up;
  readonly primary: SimulatedProvider;
  readonly yaml: (model: string) => string;
  /** The model that the provider is asked for. */
  readonly modelAsked: () => Promise<string>;
  readonly status: () => Promise<unknown>;
  readonly metrics: () => Promise<string>;
}

async function start(): Promise<Running> {
  const primary = await stage.provider();
  const yaml = (model: string): string => `
listen: "127.0.0.1:0"
console: "127.0.0.1:0"
drain_seconds: 0
providers: { p: { kind: openai-compatible, base_url: "${primary.baseUrl}/v1" } }
routes: [{ match: "*", chain: [p/${model}] }]
`;
  const started = startUp(yaml("one"));
  up = started;
  const { port, consolePort } = await started.ports();
  return {
    up: started,
    primary,
    yaml,
    async modelAsked() {
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: "POST",
        body: JSON.stringify({ model: "any", messages: [{ role: "user", content: "hello" }] }),
      });
      expect(response.status).toBe(200);
      return response.headers.get("x-holdfast-served-by") ?? "";
    },
    status: async () => (await fetch(`http://127.0.0.1:${consolePort}/api/status`)).json(),
    metrics: async () => (await fetch(`http://127.0.0.1:${consolePort}/metrics`)).text(),
  };
}

/** Events of the log that tell of the configuration. */
function events({ up: { errors } }: Running): string[] {
  return [...errors().matchAll(/"event":"(config-[a-z-]+)"/g)].map(([, event = ""]) => event);
}

test("a file that is replaced is taken up, a broken one is not, and the next good one is", async () => {
  const running = await start();
  const replace = (text: string): void => {
    writeFileSync(`${running.up.file}.draft`, text);
    renameSync(`${running.up.file}.draft`, running.up.file);
  };
  expect(await running.modelAsked()).toBe("p/one");

  replace(running.yaml("two"));
  await until("the new configuration", () => events(running).includes("config-taken"));
  expect(await running.modelAsked()).toBe("p/two");
  expect(await running.status()).toMatchObject({ config_version: 2, config_error: null });

  replace(running.yaml("three").replace("[p/", "[q/"));
  await until("the refusal", () => events(running).includes("config-refused"));
  expect(await running.modelAsked()).toBe("p/two");
  expect(await running.status()).toMatchObject({
    ready: true,
    config_version: 2,
    config_error: { code: "config-invalid", problems: [{ path: "routes[0].chain[0]", line: 6 }] },
  });
  const name = "holdfast_config_last_reload_successful";
  expect(
    scrape(await running.metrics())
      .get(name)
      ?.samples.get(name),
  ).toBe(0);

  rmSync(running.up.file);
  replace(running.yaml("four"));
  await until("the next one", () => events(running).filter((event) => event === "config-taken").length === 2);
  expect(await running.modelAsked()).toBe("p/four");
  expect(await running.status()).toMatchObject({ config_version: 3, config_error: null });
});

test("a hangup reads the file again, and ends nothing", async () => {
  const running = await start();
  running.up.kill("SIGHUP");
  await until("the answer to the hangup", () => events(running).length > 0);
  expect(events(running)).toEqual(["config-unchanged"]);
  expect(await running.modelAsked()).toBe("p/one");
  running.up.kill("SIGTERM");
  expect(await running.up.exited).toBe(0);
});

test("what needs a restart is named, and the rest is taken up", async () => {
  const running = await start();
  writeFileSync(running.up.file, running.yaml("two").replace("127.0.0.1:0", "127.0.0.1:1"));
  await until("the warning", () => events(running).includes("config-needs-restart"));
  expect(await running.status()).toMatchObject({ needs_restart: ["listen"], config_version: 2 });
  expect(await running.modelAsked()).toBe("p/two");
});
