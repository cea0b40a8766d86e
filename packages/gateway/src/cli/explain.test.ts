import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeWorld } from "../../test/fake-world.ts";
import { attemptRecord, requestRecord } from "../../test/records.ts";
import type { RequestRecord } from "../dataplane/ledger.ts";
import { storePath } from "../store/books.ts";
import { openLedgerStore } from "../store/sqlite/ledger-store.ts";
import { story } from "./explain.ts";
import { run } from "./run.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A configuration whose store holds these records. */
function holding(...records: readonly RequestRecord[]): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-explain-"));
  folders.push(folder);
  const store = openLedgerStore(storePath(folder));
  store.append(records);
  store.close();
  return `data: ${folder}`;
}

async function explain(yaml: string, ...args: readonly string[]) {
  const { world, seen } = fakeWorld({ files: { "hf.yaml": yaml } });
  const code = await run(["explain", "-c", "hf.yaml", ...args], world);
  return { code, out: seen.out, err: seen.err };
}

describe("the story of a request", () => {
  test("that one road answered", () => {
    expect(story(requestRecord())).toBe(`hf_1, 2023-11-14T22:13:20.000Z
A streamed messages request for \`claude-opus-5\` on the route \`claude-*\`.
1. anthropic/claude-opus-5, key 1, in messages, at 0 ms:
   answered after 1.2 s, first content after 320 ms; blame: nobody.
   number 1 of the chain, well.
Answered whole by anthropic/claude-opus-5 after 1.2 s.
Tokens: 12 in, 34 out, 0.001200 USD by the catalogue's prices.
`);
  });

  test("that survived an outage in another dialect", () => {
    const record = requestRecord({
      isStreamed: false,
      workflow: "support",
      servedBy: "openai/gpt-5.5",
      losses: ["dropped sampling.topK", "approximated thinking"],
      passedOver: ["local/qwen3: it takes no images"],
      usage: { inputTokens: 1, cacheReadTokens: 2, cacheWriteTokens: 3, outputTokens: 4 },
      costUsd: undefined,
      attempts: [
        attemptRecord({
          outcome: "overloaded",
          status: 529,
          code: "overloaded_error",
          blame: "provider",
          tookMs: 80,
          firstContentMs: undefined,
          why: ["number 1 of the chain, well", "the next road is taken"],
        }),
        attemptRecord({
          provider: "openai",
          model: "gpt-5.5",
          key: undefined,
          dialect: "chat",
          startedAfterMs: 81,
        }),
      ],
    });
    expect(story(record)).toBe(`hf_1, 2023-11-14T22:13:20.000Z
A whole messages request for \`claude-opus-5\` on the route \`claude-*\`, of the workflow \`support\`.
Not tried: local/qwen3: it takes no images.
1. anthropic/claude-opus-5, key 1, in messages, at 0 ms:
   overloaded (529 overloaded_error) after 80 ms; blame: provider.
   number 1 of the chain, well.
   the next road is taken.
2. openai/gpt-5.5, in chat, at 81 ms:
   answered after 1.2 s, first content after 320 ms; blame: nobody.
   number 1 of the chain, well.
Answered whole by openai/gpt-5.5 after 1.2 s.
Lost between dialects: dropped sampling.topK, approximated thinking.
Tokens: 1 in, cache 2 read and 3 written, 4 out.
`);
  });

  test.each([
    ["failed", "No road could answer, and the client was told so (It broke.) after 1.2 s."],
    [
      "broken",
      "The answer broke off after content had gone out, and the client was told so (It broke.) after",
    ],
    ["client-left", "The client left (It broke.) after 1.2 s."],
    ["refused", "Refused (It broke.) after 1.2 s."],
  ] as const)("that ended as %s says so", (end, words) => {
    const record = requestRecord({
      end,
      failure: "It broke.",
      servedBy: undefined,
      attempts: [],
      usage: undefined,
    });
    expect(story(record)).toContain(words);
    expect(story(record)).not.toContain("Tokens");
  });
});

describe("explain", () => {
  const first = requestRecord({ id: "hf_first" });
  const last = requestRecord({ id: "hf_last", startedAt: first.startedAt + 1 });

  test("tells of the request that is named, or of the last one", async () => {
    const yaml = holding(first, last);
    expect(await explain(yaml, "hf_first")).toEqual({ code: 0, out: story(first), err: "" });
    expect(await explain(yaml)).toEqual({ code: 0, out: story(last), err: "" });
  });

  test("--json prints the record", async () => {
    const { code, out } = await explain(holding(first), "hf_first", "--json");
    expect([code, JSON.parse(out)]).toEqual([0, JSON.parse(JSON.stringify(first))]);
  });

  test("of a request that nobody knows says so", async () => {
    const yaml = holding(first);
    expect(await explain(yaml, "hf_none")).toEqual({
      code: 1,
      out: "",
      err: "There is no request `hf_none`.\n",
    });
    expect(await explain(holding())).toMatchObject({
      code: 1,
      err: "There is no request in the store yet.\n",
    });
  });

  test("without a store names the file that is missing, and makes none", async () => {
    const { code, err } = await explain("data: /nowhere/at/all", "hf_1");
    expect(code).toBe(74);
    expect(err).toContain("/nowhere/at/all/holdfast.sqlite");
    expect(err).toEndWith("[store-failed]\n");
  });
});
