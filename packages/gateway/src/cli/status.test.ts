import { describe, expect, test } from "bun:test";
import { fakeWorld } from "../../test/fake-world.ts";
import type { StatusReport } from "../contract/status.ts";
import { run } from "./run.ts";

const usual = "http://127.0.0.1:4142/api/status";

const well: StatusReport = {
  ready: true,
  config_version: 4,
  config_error: null,
  config_refused: 0,
  needs_restart: [],
  providers: [
    { name: "anthropic", kind: "anthropic", simulated: false },
    { name: "openai", kind: "openai", simulated: true },
  ],
  unwell: [],
  ledger: { waiting: 1, written: 20, lost: 0 },
};

async function status(report: unknown, args: readonly string[] = []) {
  const { world, seen } = fakeWorld({ console: { [usual]: report } });
  const code = await run(["status", ...args], world);
  return { code, out: seen.out, err: seen.err };
}

describe("status", () => {
  test("of a gateway that is well", async () => {
    expect(await status(well)).toEqual({
      code: 0,
      out: `Ready, with configuration 4.
Providers: anthropic (anthropic), openai (simulated openai).
All are well.
Ledger: 20 written, 1 waiting, 0 lost.
`,
      err: "",
    });
  });

  test("of one with sick providers says which, why, and until when", async () => {
    const { code, out } = await status({
      ...well,
      unwell: [
        {
          level: "provider",
          name: "anthropic",
          standing: "sick",
          retest_in_ms: 2_100,
          evidence: ["529 on 6 of 6"],
        },
        { level: "key", name: "openai#1", standing: "testing", retest_in_ms: null, evidence: [] },
      ],
    });
    expect(code).toBe(1);
    expect(out).toContain(
      "provider anthropic: sick, tested again in 3 s.\n  529 on 6 of 6\nkey openai#1: testing.\n",
    );
    expect(out).not.toContain("All are well");
  });

  test("of one that has refused a configuration says why, and which is in force", async () => {
    const { code, out } = await status({
      ...well,
      config_error: {
        code: "config-invalid",
        message: "The configuration has 2 errors.",
        at: "2026-01-02T03:04:05.000Z",
        problems: [],
      },
      needs_restart: ["listen", "data"],
    });
    expect(code).toBe(1);
    expect(out).toStartWith(`Ready, with configuration 4.
A newer configuration was refused at 2026-01-02T03:04:05.000Z, so the one before is in force:
  The configuration has 2 errors. [config-invalid]
Changed, and taken up only by a restart: listen, data.
`);
  });

  test("of one that stops says so, and is not well", async () => {
    const { code, out } = await status({ ...well, ready: false });
    expect([code, out.split("\n")[0]]).toEqual([1, "Stopping: open requests still finish."]);
  });

  test("--json is the report", async () => {
    const { code, out } = await status(well, ["--json"]);
    expect([code, JSON.parse(out)]).toEqual([0, well]);
  });

  test.each([[{ hello: "world" }], [[]], [null], ["text"], [{ unwell: [], providers: [] }]])(
    "takes %j for no gateway of ours",
    async (answer) => {
      expect(await status(answer)).toEqual({ code: 69, out: "", err: `No gateway answers at ${usual}.\n` });
    },
  );

  test("asks at the console of the file, also where the file's keys are not in this shell", async () => {
    const { world, seen } = fakeWorld({
      files: {
        "hf.yaml": 'console: "[::1]:99"\nproviders: { a: { kind: anthropic, keys: ["${NOT_HERE}"] } }\n',
      },
      console: { "http://[::1]:99/api/status": well },
    });
    expect(await run(["status", "-c", "hf.yaml"], world)).toBe(0);
    expect(seen.out).toStartWith("Ready");
  });

  test("of a file whose console cannot be made out says what to do", async () => {
    const { world, seen } = fakeWorld({ files: { "hf.yaml": "console: ${NOT_HERE}" } });
    expect(await run(["status", "-c", "hf.yaml"], world)).toBe(78);
    expect(seen.err).toContain("`holdfast check` says why. [config-invalid]");
  });
});
