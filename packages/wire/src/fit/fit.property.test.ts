import { expect, test } from "bun:test";
import fc from "fast-check";
import { everything } from "../../test/everything.ts";
import { neutralRequest } from "../../test/arbitrary/request.ts";
import type { Capabilities } from "../capabilities.ts";
import { dialectNames } from "../dialect-name.ts";
import type { Loss } from "../loss.ts";
import type { Part, Proof } from "../model/part.ts";
import { efforts } from "../model/request.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import type { NeutralResponse } from "../model/response.ts";
import type { Tool } from "../model/tool.ts";
import { fit } from "./fit.ts";
import { createToolRestorer } from "./restore-tools.ts";
import type { FitTarget } from "./target.ts";

const seed = Number(process.env["SEED"] ?? 17);
const runs = { seed, numRuns: Number(process.env["RUNS"] ?? 150) };

const oddName = fc.oneof(
  fc.constantFrom("exec", "a.b:c", "läuft", "", "1st", "x".repeat(90), "same", "ns__same", "input"),
  fc.stringMatching(/^[a-z_]{1,8}$/),
);
const namespace = fc.constantFrom(undefined, undefined, "functions", "ns", "mcp__files", "a b");
const oddId = fc.constantFrom("", "call_1", "functions.Bash:0", "i".repeat(70), "call_2", "call_1");

const proof: fc.Arbitrary<Proof | undefined> = fc.option(
  fc.record(
    {
      dialect: fc.constantFrom(...dialectNames),
      value: fc.constantFrom("", "sig"),
      scope: fc.constantFrom("here", "there"),
      isRedacted: fc.constant(true as const),
      isForNext: fc.constant(true as const),
    },
    { requiredKeys: ["dialect", "value"] },
  ),
  { nil: undefined },
);

function proven<Made extends object>(made: Made, value: Proof | undefined): Made {
  return value === undefined ? made : { ...made, proof: value };
}

const oddPart: fc.Arbitrary<Part> = fc.oneof(
  fc.constantFrom<Part>(
    { kind: "text", text: "" },
    { kind: "text", text: "   " },
    { kind: "text", text: "x-anthropic-billing-header: cc_version=2" },
    { kind: "refusal", text: "" },
    {
      kind: "unknown",
      origin: "responses",
      value: { type: "shell_call", call_id: "s1", action: { commands: ["ls"] } },
    },
    {
      kind: "unknown",
      origin: "responses",
      value: {
        type: "shell_call_output",
        call_id: "s1",
        output: [{ stdout: "a", stderr: "", outcome: { type: "exit", exit_code: 1 } }],
      },
    },
    { kind: "unknown", origin: "messages", value: { type: "server_tool_use" } },
    { kind: "image", source: { kind: "file", origin: "messages", id: "f" } },
    { kind: "video", source: { kind: "url", url: "https://example.com/a.mp4" } },
    { kind: "document", source: { kind: "base64", mediaType: "text/plain", data: "aGVsbG8=" } },
    { kind: "document", source: { kind: "base64", mediaType: "text/plain", data: "/w==" } },
  ),
  fc
    .tuple(fc.constantFrom("", "Hm."), proof)
    .map(([text, made]): Part => proven({ kind: "thinking", text }, made)),
  fc
    .tuple(oddId, oddName, namespace, fc.constantFrom("json" as const, "freeform" as const))
    .map(([id, name, ns, inputKind]): Part => ({
      kind: "tool-call",
      id,
      name,
      inputKind,
      input: "{}",
      ...(ns === undefined ? {} : { namespace: ns }),
    })),
  oddId.map((callId): Part => ({
    kind: "tool-result",
    callId,
    inputKind: "json",
    content: [{ kind: "text", text: "" }],
  })),
);

const oddTurn: fc.Arbitrary<Turn> = fc
  .tuple(
    fc.constantFrom("user", "assistant", "system", "developer" as const),
    fc.array(oddPart, { maxLength: 4 }),
  )
  .map(([role, parts]) => ({ role, parts: parts.filter((part) => mayStand(part, role)) }));

/** Decoders put no calls into the mouths of others, and results into turns of the user. */
function mayStand(part: Part, role: Turn["role"]): boolean {
  const isOutput = part.kind === "unknown" && JSON.stringify(part.value["type"]).endsWith('output"');
  if (part.kind === "tool-result" || isOutput) return role === "user";
  if (part.kind === "text") return true;
  const isMedia = part.kind === "image" || part.kind === "document" || part.kind === "video";
  return role === "assistant" || (role === "user" && isMedia);
}

const oddTool: fc.Arbitrary<Tool> = fc.oneof(
  fc
    .tuple(oddName, namespace, fc.constantFrom("function" as const, "freeform" as const))
    .map(([name, ns, kind]): Tool => ({ kind, name, ...(ns === undefined ? {} : { namespace: ns }) })),
  fc.constantFrom<Tool>(
    { kind: "server", origin: "messages", name: "bash", value: { type: "bash_20250124", name: "bash" } },
    { kind: "server", origin: "messages", name: "code", value: { type: "code_execution_20260521" } },
    { kind: "server", origin: "responses", name: "shell", value: { type: "shell" } },
    { kind: "server", origin: "responses", name: "apply_patch", value: { type: "apply_patch" } },
    {
      kind: "server",
      origin: "messages",
      name: "web_search",
      does: "web-search",
      value: { type: "web_search_20250305", name: "web_search", max_uses: 3 },
    },
    {
      kind: "server",
      origin: "gemini",
      name: "google_search",
      does: "web-search",
      value: { googleSearch: {} },
    },
  ),
);

/** Requests that no decoder should make, and some do. */
const anyRequest: fc.Arbitrary<NeutralRequest> = fc
  .tuple(
    neutralRequest,
    fc.array(oddTurn, { maxLength: 4 }),
    fc.array(oddTool, { maxLength: 4 }),
    fc.nat({ max: 9 }),
  )
  .map(([request, turns, tools, at]) => ({
    ...request,
    turns: request.turns.toSpliced(Math.min(at, request.turns.length), 0, ...turns),
    ...(tools.length === 0 ? {} : { tools: [...(request.tools ?? []), ...tools] }),
  }));

const capabilities: fc.Arbitrary<Capabilities> = fc
  .record(
    {
      sampling: fc.boolean(),
      maxTemperature: fc.constantFrom(1, 2),
      topK: fc.boolean(),
      seed: fc.boolean(),
      penalties: fc.boolean(),
      stopSequences: fc.constantFrom(0, 2, 16),
      candidates: fc.boolean(),
      developerRole: fc.boolean(),
      midSystem: fc.constantFrom("native", "developer", "user"),
      prefill: fc.boolean(),
      thinking: fc.constantFrom("none", "effort", "budget", "adaptive"),
      efforts: fc.subarray([...efforts]),
      canTurnThinkingOff: fc.boolean(),
      unprovenThinking: fc.constantFrom("plain", "never"),
      images: fc.constantFrom("none", "base64", "url"),
      documents: fc.constantFrom("none", "base64", "url"),
      audio: fc.boolean(),
      video: fc.boolean(),
      tools: fc.boolean(),
      freeformTools: fc.boolean(),
      namespaces: fc.boolean(),
      parallelToolControl: fc.boolean(),
      strictTools: fc.boolean(),
      forcedToolWithThinking: fc.boolean(),
      chatToolsNeedThinkingOff: fc.boolean(),
      webSearch: fc.boolean(),
      toolNameLength: fc.constantFrom(16, 64, 128),
      toolNameDots: fc.boolean(),
      toolIds: fc.constantFrom("any", "plain"),
      structuredOutput: fc.constantFrom("none", "json", "schema"),
      schema: fc.constantFrom("full", "openai", "anthropic", "gemini"),
      cacheMarkers: fc.boolean(),
      maxOutputTokens: fc.constantFrom(512, 64_000),
    },
    { requiredKeys: [] },
  )
  .map((lacks) => ({ ...everything, ...lacks }));

const anyTarget: fc.Arbitrary<FitTarget> = fc.record({
  dialect: fc.constantFrom(...dialectNames),
  capabilities,
  scope: fc.constant("here"),
  lostThinking: fc.constantFrom("drop" as const, "text" as const),
});

test("a fitted request fits: a second time nothing changes and nothing is lost", () => {
  fc.assert(
    fc.property(anyRequest, anyTarget, (request, target) => {
      const once = fit(request, target);
      const twice = fit(once.request, target);
      expect(twice.losses).toEqual([]);
      expect(twice.request).toEqual(once.request);
    }),
    runs,
  );
});

test("calls and results of a fitted request are paired, with ids and names that the provider takes", () => {
  fc.assert(
    fc.property(anyRequest, anyTarget, (request, target) => {
      const fitted = fit(request, target).request;
      const open = new Set<string>();
      const seen = new Set<string>();
      for (const { role, parts } of fitted.turns) {
        expect(parts.length).toBeGreaterThan(0);
        if (role !== "user") expect(role === "assistant" || open.size === 0).toBe(true);
        for (const part of parts) {
          if (part.kind === "tool-call") {
            expect(seen.has(part.id)).toBe(false);
            seen.add(part.id);
            open.add(part.id);
            expect(part.id).not.toBe("");
            if (target.capabilities.toolIds === "plain") expect(part.id).toMatch(/^[\w-]{1,64}$/);
            expect(part.name).toMatch(target.capabilities.toolNameDots ? /^[\w.:-]+$/ : /^[\w-]+$/);
            expect(part.name.length).toBeLessThanOrEqual(target.capabilities.toolNameLength);
          } else if (part.kind === "tool-result") {
            expect(open.delete(part.callId)).toBe(true);
          } else if (role === "user") expect([...open]).toEqual([]);
        }
      }
      expect([...open]).toEqual([]);
    }),
    runs,
  );
});

test("every tool has a name of its own, and the way back is the way there", () => {
  fc.assert(
    fc.property(anyRequest, anyTarget, (request, target) => {
      const fitted = fit({ ...request, toolChoice: { kind: "auto" } }, target);
      const restorer = createToolRestorer(fitted.tools);
      const wire = (fitted.request.tools ?? []).filter(({ kind }) => kind !== "server");
      const keepsNamespaces = target.dialect === "responses" && target.capabilities.namespaces;
      const keys = wire.map(({ name, namespace: ns = "" }) => (keepsNamespaces ? `${ns}/${name}` : name));
      expect(new Set(keys).size).toBe(keys.length);
      const back = wire.map((tool) => {
        const response = restorer.response(answerWith(tool));
        const [part] = response.parts;
        return part?.kind === "tool-call" ? `${plainNamespace(part.namespace)}/${part.name}` : part?.kind;
      });
      const declared = (request.tools ?? []).map(
        ({ name, namespace: ns }) => `${plainNamespace(ns)}/${name}`,
      );
      for (const name of back) expect(declared).toContain(name ?? "");
      expect(new Set(back).size).toBe(back.length);
    }),
    runs,
  );
});

/** Codex's functions are in its implicit namespace, said or not. */
function plainNamespace(name = ""): string {
  return name === "functions" ? "" : name;
}

function answerWith({ name, namespace: ns }: Tool): NeutralResponse {
  const part: Part = {
    kind: "tool-call",
    id: "1",
    name,
    inputKind: "json",
    input: "[]",
    ...(ns === undefined ? {} : { namespace: ns }),
  };
  return { origin: "chat", id: "", model: "", parts: [part], finish: { reason: "tool-calls" } };
}

test("what is gone or said otherwise is named", () => {
  fc.assert(
    fc.property(anyRequest, anyTarget, (request, target) => {
      const { request: fitted, losses } = fit(request, target);
      for (const field of ["sampling", "reasoning"] as const) {
        for (const [key, value] of Object.entries(request[field] ?? {})) {
          const now: unknown = Reflect.get(fitted[field] ?? {}, key);
          // A model that does not think has nothing to be turned off.
          const isMoot = target.capabilities.thinking === "none" && request.reasoning?.mode === "off";
          const isSame = Bun.deepEquals(now, value) || (field === "reasoning" && isMoot);
          if (!isSame) expectNamed(`${field}.${key}`, losses, { request, target });
        }
      }
      if (request.maxOutputTokens !== undefined && fitted.maxOutputTokens !== request.maxOutputTokens) {
        expectNamed("maxOutputTokens", losses, { request, target });
      }
      if (fitted.output?.kind !== request.output?.kind) expectNamed("output", losses, { request, target });
      const isChosen = fitted.toolChoice?.kind === request.toolChoice?.kind;
      if (!isChosen) expectNamed("toolChoice", losses, { request, target });
      const now = JSON.stringify(fitted.turns);
      for (const [at, turn] of request.turns.entries()) {
        for (const [index, part] of turn.parts.entries()) {
          const said = saidBy(part);
          if (said === undefined || now.includes(JSON.stringify(said).slice(1, -1))) continue;
          expectNamed(`turns[${at}].parts[${index}]`, losses, { request, target });
        }
      }
    }),
    runs,
  );
});

function saidBy(part: Part): string | undefined {
  const isTexts = part.kind === "text" || part.kind === "refusal" || part.kind === "thinking";
  if (isTexts) return part.text === "" ? undefined : part.text;
  if (part.kind === "image" && part.source.kind === "url") return part.source.url;
  if (part.kind === "audio" && part.source.kind === "base64") return part.source.data;
  return undefined;
}

function expectNamed(path: string, losses: readonly Loss[], context: object): void {
  const isNamed = losses.some((loss) => path.startsWith(loss.path) || loss.path.startsWith(path));
  expect({ path, isNamed, ...context, losses }).toMatchObject({ isNamed: true });
}
