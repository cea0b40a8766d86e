import type { StreamMessage } from "../dialect.ts";
import { isObject, objectOf, parseJson, textOf } from "../json/value.ts";
import type { NativeResult, NativeWhole } from "./result.ts";

const terminals: ReadonlySet<string> = new Set(["response.completed", "response.incomplete"]);

/** The last event holds the whole answer. */
export function createResponsesWhole(): NativeWhole {
  let result: NativeResult | undefined;
  return {
    message({ name, data }: StreamMessage) {
      // Only the last event is of interest, and it says so in its name: the others are not even parsed.
      if (result !== undefined || (name.startsWith("response.") && name.includes(".delta"))) return;
      const value = parseJson(data);
      if (!isObject(value)) {
        if (data.trim() !== "[DONE]") result = { kind: "incomplete", why: "an event is no JSON object" };
        return;
      }
      const type = textOf(value["type"]) ?? name;
      if (type === "error" || type === "response.failed") result = { kind: "failed", text: data };
      else if (terminals.has(type)) {
        const response = objectOf(value["response"]);
        result =
          response === undefined
            ? { kind: "incomplete", why: `\`${type}\` holds no response` }
            : { kind: "whole", body: response };
      }
    },
    result: () => result ?? { kind: "incomplete", why: "the stream ended before `response.completed`" },
  };
}
