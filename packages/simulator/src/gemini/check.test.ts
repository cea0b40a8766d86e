import { describe, expect, test } from "bun:test";
import { answerTo, verdictOf } from "../../test/checking.ts";
import { requestFor } from "../../test/questions.ts";

const user = { role: "user", parts: [{ text: "Hello" }] };
const skip = "skip_thought_signature_validator";
const call = { functionCall: { name: "f", args: {} }, thoughtSignature: skip };
const result = { functionResponse: { name: "f", response: { output: "ok" } } };
const asked = (...contents: readonly object[]): object => ({ contents });
const model = (...parts: readonly object[]): object => ({ role: "model", parts });
const told = (...parts: readonly object[]): object => ({ role: "user", parts });
const declared = (parameters: object): object => ({
  tools: [{ functionDeclarations: [{ name: "f", parameters }] }],
});

describe("what a healthy conversation looks like is answered", () => {
  test.each<[what: string, fields: object]>([
    ["two contents of the user", asked(user, user)],
    [
      "calls and their results",
      asked(
        user,
        model(call, { functionCall: { name: "g" } }),
        told(result, { functionResponse: { name: "g", response: {} } }),
      ),
    ],
    ["a result by the old role", asked(user, model(call), { role: "function", parts: [result] })],
    [
      "the other spelling",
      {
        contents: [user],
        system_instruction: { parts: [{ text: "x" }] },
        generation_config: { max_output_tokens: 5 },
      },
    ],
    [
      "any JSON schema where one may be",
      {
        tools: [
          {
            functionDeclarations: [{ name: "a.b:c", parametersJsonSchema: { $schema: "x", type: "object" } }],
          },
        ],
      },
    ],
    ["an unknown field", { whatever: 1 }],
    ["a last turn of the model", asked(user, model({ text: "It is" }))],
  ])("%s", (_what, fields) => {
    expect(verdictOf("gemini", fields)).toBe("200");
  });
});

describe("refused with 400", () => {
  test.each<[fields: object, message: string]>([
    [asked(), "* GenerateContentRequest.contents: contents is not specified\n"],
    [asked({ role: "assistant", parts: [{ text: "x" }] }), "Please use a valid role: user, model."],
    [
      asked({ role: "user", parts: [] }),
      "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n",
    ],
    [
      asked(told({ type: "text" })),
      "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field\n",
    ],
    [
      asked(user, model({ ...call, text: "x" }), told(result)),
      "Invalid value at 'contents[1].parts[0]' (oneof), oneof field 'data' is already set. Cannot set 'functionCall'",
    ],
    [
      asked(user, model({ ...call, functionCall: { name: "f", args: "{}" } }), told(result)),
      "Invalid value at 'contents[1].parts[0].function_call.args' (type.googleapis.com/google.protobuf.Struct), \"{}\"",
    ],
    [
      asked(user, model(call), told({ functionResponse: { name: "f", response: "ok" } })),
      "Invalid value at 'contents[2].parts[0].function_response.response' (type.googleapis.com/google.protobuf.Struct), \"ok\"",
    ],
    [
      asked(user, model(call), told({ functionResponse: { response: {} } })),
      "* GenerateContentRequest.contents[2].parts[0].function_response.name: Name cannot be empty.\n",
    ],
    [
      asked(user, model(call), user),
      "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
    ],
    [
      asked(user, model(call)),
      "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
    ],
    [
      asked(user, model(call), told({ functionResponse: { name: "g", response: {} } })),
      "Please ensure that function response names match the function call names of the function call turn.",
    ],
    [
      asked(told(result)),
      "Please ensure that function response turn comes immediately after a function call turn.",
    ],
    [
      asked(model(call), told(result)),
      "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
    ],
    [
      asked(user, model({ functionCall: { name: "f" } }), told(result)),
      "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:f` , position 1. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.",
    ],
    [asked(user, model({ ...call, thoughtSignature: "AAAA" }), told(result)), "Corrupted thought signature."],
    [
      { tools: [{ functionDeclarations: [{ name: "1f" }] }] },
      "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n",
    ],
    [
      declared({ $schema: "x" }),
      "Invalid JSON payload received. Unknown name \"$schema\" at 'tools[0].function_declarations[0].parameters': Cannot find field.",
    ],
    [
      declared({ type: "OBJECT", properties: { a: { type: "STRING", const: "x" } } }),
      "Invalid JSON payload received. Unknown name \"const\" at 'tools[0].function_declarations[0].parameters.properties[a].value': Cannot find field.",
    ],
    [
      { generationConfig: { responseJsonSchema: {} } },
      "* GenerateContentRequest.generation_config.response_schema: only allowed with response_mime_type 'application/json'.\n",
    ],
    [{ generationConfig: { maxOutputTokens: 0 } }, "max_output_tokens must be positive but was 0."],
    [
      { toolConfig: { functionCallingConfig: { mode: "AUTO", allowedFunctionNames: ["f"] } } },
      "Function calling config is set without mode ANY or VALIDATED; allowed_function_names should only be set when the mode is ANY or VALIDATED.",
    ],
  ])("%j", (fields, message) => {
    expect(verdictOf("gemini", fields)).toBe(`400 ${message}`);
  });
});

test("a call of an older turn, and of an older model, needs no signature", () => {
  const bare = model({ functionCall: { name: "f" } });
  expect(verdictOf("gemini", asked(user, bare, told(result), model({ text: "Hi" }), user))).toBe("200");
  const older = {
    ...requestFor("gemini", "whole", asked(user, bare, told(result))),
    target: "/v1beta/models/gemini-2.5-pro:generateContent",
  };
  expect(answerTo(older).status).toBe(200);
});

test("with options, more is refused", () => {
  expect(verdictOf("gemini", { max_tokens: 5 }, { strict: true })).toBe(
    '400 Invalid JSON payload received. Unknown name "max_tokens": Cannot find field.',
  );
  expect(verdictOf("gemini", { generationConfig: { max_tokens: 5 } }, { strict: true })).toBe(
    "400 Invalid JSON payload received. Unknown name \"max_tokens\" at 'generation_config': Cannot find field.",
  );
  expect(verdictOf("gemini", asked(user, model({ text: "It" })), { prefill: "rejected" })).toBe(
    "400 Please ensure that multiturn requests end with a user role or a function response.",
  );
});
