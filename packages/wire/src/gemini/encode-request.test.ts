import { describe, expect, test } from "bun:test";
import { arrayOf, objectOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Part } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { everything } from "../../test/everything.ts";
import { geminiCliTurn, opencodeTurn } from "../../test/gemini-bodies.ts";
import type { WireRequest } from "../../test/gemini-bodies.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";
import { skippedSignature } from "./proofs.ts";

const target = {
  model: "gemini-3-pro",
  isStreamed: true,
  capabilities: { ...everything, thinking: "effort" as const },
};

function encoded(request: Partial<NeutralRequest>): {
  readonly body: JsonObject;
  readonly losses: readonly Loss[];
} {
  return encodeRequest({ origin: "messages", model: "m", isStreamed: true, turns: [], ...request }, target);
}

function lost({ losses }: { readonly losses: readonly Loss[] }): string[] {
  return losses.map(({ path, action }) => `${path} ${action}`);
}

const text = (said: string): Part => ({ kind: "text", text: said });
const call = (id: string, name = "run"): Part => ({
  kind: "tool-call",
  id,
  name,
  inputKind: "json",
  input: '{"x":1}',
});
const result = (callId: string, said: string): Part => ({
  kind: "tool-result",
  callId,
  inputKind: "json",
  content: [text(said)],
});
const user = (...parts: readonly Part[]): Turn => ({ role: "user", parts });
const assistant = (...parts: readonly Part[]): Turn => ({ role: "assistant", parts });

test("a coding agent's conversation becomes contents, with results named as their calls", () => {
  const { body, losses } = encoded({
    turns: [
      { role: "system", parts: [text("You are an agent."), text("Be brief.")] },
      user(text("list")),
      assistant(text("I look."), call("toolu_1"), call("toolu_2", "read")),
      user(result("toolu_1", '{"files":["a"]}'), result("toolu_2", "content of a")),
    ],
    tools: [{ kind: "function", name: "run", description: "Runs.", schema: { type: "object" } }],
    toolChoice: { kind: "auto" },
    maxOutputTokens: 32_000,
    reasoning: { effort: "medium", show: "summary" },
  });
  const expected = {
    systemInstruction: { parts: [{ text: "You are an agent." }, { text: "Be brief." }] },
    contents: [
      { role: "user", parts: [{ text: "list" }] },
      {
        role: "model",
        parts: [
          { text: "I look." },
          {
            functionCall: { id: "toolu_1", name: "run", args: { x: 1 } },
            thoughtSignature: skippedSignature,
          },
          { functionCall: { id: "toolu_2", name: "read", args: { x: 1 } } },
        ],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { id: "toolu_1", name: "run", response: { files: ["a"] } } },
          { functionResponse: { id: "toolu_2", name: "read", response: { output: "content of a" } } },
        ],
      },
    ],
    tools: [
      {
        functionDeclarations: [
          { name: "run", description: "Runs.", parametersJsonSchema: { type: "object" } },
        ],
      },
    ],
    toolConfig: { functionCallingConfig: { mode: "AUTO" } },
    generationConfig: {
      maxOutputTokens: 32_000,
      thinkingConfig: { thinkingLevel: "MEDIUM", includeThoughts: true },
    },
  } as const satisfies WireRequest;
  expect(body).toEqual(expected);
  expect(losses).toEqual([]);
});

test("neither the model nor the streaming is in the body", () => {
  expect(Object.keys(encoded({ turns: [user(text("hi"))] }).body)).toEqual(["contents"]);
});

describe("turns", () => {
  test("of one role in a row are one content, so that all results of a step stand together", () => {
    const { body } = encoded({
      origin: "chat",
      turns: [
        user(text("go")),
        assistant(call("a"), call("b")),
        user(result("a", "1")),
        user(result("b", "2")),
      ],
    });
    expect(body["contents"]).toHaveLength(3);
  });

  test("of Gemini's own clients stay as they were cut", () => {
    const { body } = encoded({ origin: "gemini", turns: [user(text("context")), user(text("question"))] });
    expect(body["contents"]).toEqual([
      { role: "user", parts: [{ text: "context" }] },
      { role: "user", parts: [{ text: "question" }] },
    ]);
  });

  test("of a system behind the first are the user's, which is a loss", () => {
    const request = encoded({ turns: [user(text("hi")), { role: "system", parts: [text("be brief")] }] });
    expect(request.body["contents"]).toEqual([
      { role: "user", parts: [{ text: "hi" }, { text: "be brief" }] },
    ]);
    expect(lost(request)).toEqual(["turns[0] approximated", "turns[1] approximated"]);
  });

  test("of a developer are the system's", () => {
    const request = encoded({ turns: [{ role: "developer", parts: [text("be brief")] }, user(text("hi"))] });
    expect(request.body["systemInstruction"]).toEqual({ parts: [{ text: "be brief" }] });
    expect(lost(request)).toEqual(["turns[0].role approximated"]);
  });

  test("of which nothing is left are left out", () => {
    const file: Part = { kind: "image", source: { kind: "file", origin: "messages", id: "file_1" } };
    const request = encoded({ turns: [user(file), assistant(text("?"))] });
    expect(request.body["contents"]).toEqual([{ role: "model", parts: [{ text: "?" }] }]);
    expect(lost(request)).toEqual(["turns[0].parts[0] refused"]);
  });
});

describe("the first call of a step without a signature", () => {
  const skipped = (...turns: readonly Turn[]): readonly (readonly boolean[])[] => {
    const contents = arrayOf(encoded({ turns }).body["contents"]) ?? [];
    return contents.map((content) =>
      (arrayOf(objectOf(content)?.["parts"]) ?? []).map(
        (part) => objectOf(part)?.["thoughtSignature"] === skippedSignature,
      ),
    );
  };

  test("is excused in every step of the current turn, and in none before", () => {
    expect(
      skipped(
        user(text("one")),
        assistant(call("a")),
        user(result("a", "1")),
        assistant(text("done")),
        user(text("two")),
        assistant(text("so"), call("b"), call("c")),
        user(result("b", "2"), result("c", "3")),
        assistant(call("d")),
        user(result("d", "4")),
      ),
    ).toEqual([
      [false],
      [false],
      [false],
      [false],
      [false],
      [false, true, false],
      [false, false],
      [true],
      [false],
    ]);
  });

  test("is excused where the user has said something beside the results, which begins no turn", () => {
    expect(skipped(user(text("go")), assistant(call("a")), user(result("a", "1"), text("quick")))).toEqual([
      [false],
      [true],
      [false, false],
    ]);
    expect(
      skipped(user(text("go")), assistant(call("a")), user(result("a", "1")), user(text("quick"))),
    ).toEqual([[false], [true], [false, false]]);
  });

  test("is one call, in however many turns the step was cut", () => {
    const { body } = encoded({ turns: [user(text("one")), assistant(call("a")), assistant(call("b"))] });
    expect(JSON.stringify(body).split(skippedSignature)).toHaveLength(2);
  });

  test("is left alone where its signature came along", () => {
    const carrier: Part = {
      kind: "thinking",
      text: "",
      proof: { dialect: "gemini", value: "c2ln", isForNext: true },
    };
    const { body, losses } = encoded({ turns: [user(text("one")), assistant(carrier, call("a"))] });
    expect(body["contents"]).toMatchObject([{}, { parts: [{ thoughtSignature: "c2ln" }] }]);
    expect(losses).toEqual([]);
  });

  test("is left alone in requests of Gemini's own clients, whose models know whether they sign", () => {
    const { body } = encoded({ origin: "gemini", turns: [user(text("one")), assistant(call("a"))] });
    expect(JSON.stringify(body)).not.toContain(skippedSignature);
  });

  test("is excused in them where a token of ours was in the step", () => {
    const contents = [
      { role: "user", parts: [{ text: "go" }] },
      {
        role: "model",
        parts: [
          { text: "Hm.", thought: true, thoughtSignature: "hf1.x" },
          { functionCall: { id: "a", name: "run", args: {} } },
        ],
      },
    ];
    const decoded = decodeRequest({ contents }, { open: () => ({ dialect: "messages", value: "sig" }) });
    if (decoded.kind === "fault") throw new Error(decoded.path);
    const { body, losses } = encodeRequest(decoded.value, target);
    expect(body["contents"]).toEqual([
      contents[0] ?? null,
      {
        role: "model",
        parts: [
          { text: "Hm.", thought: true },
          { functionCall: { id: "a", name: "run", args: {} }, thoughtSignature: skippedSignature },
        ],
      },
    ]);
    expect(losses).toMatchObject([{ path: "turns[1].parts[0].proof", action: "dropped" }]);
  });
});

test("a change to one setting keeps what only Gemini knows beside it", () => {
  const { generationConfig: _config, ...rest } = opencodeTurn;
  const decoded = decodeRequest(
    { ...rest, generation_config: { max_output_tokens: 9, response_modalities: ["TEXT"] } },
    { open: () => undefined, model: "m" },
  );
  if (decoded.kind === "fault") throw new Error(decoded.path);
  const { body } = encodeRequest({ ...decoded.value, maxOutputTokens: 5 }, target);
  expect(body).toEqual({
    ...rest,
    generationConfig: { maxOutputTokens: 5, response_modalities: ["TEXT"] },
  });
});

test("a change to the tools gives them in our spelling", () => {
  const decoded = decodeRequest(opencodeTurn, { open: () => undefined, model: "m" });
  if (decoded.kind === "fault") throw new Error(decoded.path);
  const tools = decoded.value.tools?.map((tool) => ({ ...tool, description: "Else." })) ?? [];
  expect(encodeRequest({ ...decoded.value, tools }, target).body["tools"]).toEqual([
    {
      functionDeclarations: [
        {
          name: "bash",
          description: "Else.",
          parametersJsonSchema: {
            type: "object",
            properties: { command: { type: ["string", "null"] } },
            required: ["command"],
          },
        },
      ],
    },
  ]);
});

test("a change to one part leaves the others as they were said", () => {
  const decoded = decodeRequest(geminiCliTurn, { open: () => undefined, model: "m" });
  if (decoded.kind === "fault") throw new Error(decoded.path);
  const { turns } = decoded.value;
  const shorter = turns.map((turn, index) => (index === 1 ? { ...turn, parts: [text("ls")] } : turn));
  const { body } = encodeRequest({ ...decoded.value, turns: shorter }, target);
  expect(body["contents"]).toEqual([
    { role: "user", parts: [{ text: "ls" }] },
    ...geminiCliTurn.contents.slice(1),
  ]);
});

test.each<[field: Partial<NeutralRequest>, losses: readonly string[]]>([
  [{ parallelToolCalls: false }, ["parallelToolCalls dropped"]],
  [{ verbosity: "low" }, ["verbosity dropped"]],
  [{ userId: "u" }, ["userId dropped"]],
  [{ cacheKey: "k", cache: {} }, ["cacheKey dropped", "cache dropped"]],
  [{ includeUsage: true }, ["includeUsage dropped"]],
  [{ metadata: { a: "b" } }, ["metadata dropped"]],
  [{ serviceTier: "fast" }, ["serviceTier dropped"]],
  [{ serviceTier: "flex" }, []],
  [{ extras: { chat: { logit_bias: {} } } }, ["extras.chat.logit_bias dropped"]],
  [
    { extras: { responses: { previous_response_id: "resp_1" } } },
    ["extras.responses.previous_response_id refused"],
  ],
  [
    { extras: { responses: { previous_response_id: null } } },
    ["extras.responses.previous_response_id dropped"],
  ],
  [{ extras: { messages: { container: "c" } } }, ["extras.messages.container refused"]],
])("%j costs %j", (field, losses) => {
  expect(lost(encoded({ turns: [user(text("hi"))], ...field }))).toEqual([...losses]);
});
