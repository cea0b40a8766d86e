import type { ReplyContext, StreamEncoder } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { ResponseStart, StreamEvent } from "../model/event.ts";
import type { Finish, Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { echoOf } from "./echo.ts";
import { streamError } from "./encode-error.ts";
import { envelopeFrom } from "./encode-response.ts";
import type { Identity } from "./encode-response.ts";
import { encodeFinish } from "./finish.ts";
import type { Ending } from "./finish.ts";
import { createStreamOutput } from "./stream-output.ts";
import { encodeUsage } from "./usage.ts";

/** A streamed answer for a client. What it says whole at the end is kept, so it holds as much as the answer does. */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  let sequence = 0;
  /** `fields` is the rest of the event's JSON. */
  const say = (type: string, fields: string): string =>
    `event: ${type}\ndata: {"type":"${type}","sequence_number":${sequence++},${fields}}\n\n`;

  const output = createStreamOutput(say, context);
  const echo = echoOf(context.request);
  let identity: Identity | undefined;
  let usage: Usage | undefined;
  let finish: Finish = { reason: "end" };
  let ending: Ending | undefined;

  const sayResponse = (type: string, response: JsonObject): string =>
    say(type, `"response":${JSON.stringify(response)}`);
  const start = (event: Pick<ResponseStart, "id" | "createdAt">): string => {
    if (identity !== undefined) return "";
    // An id of this dialect's own provider is known by its beginning.
    const id = event.id.startsWith("resp_") ? event.id : idFrom("resp_", context.idSeed);
    identity = { id, model: context.model, createdAt: event.createdAt ?? context.createdAt };
    const response = {
      ...echo,
      ...envelopeFrom({ status: "in_progress" }, identity),
      output: [],
      usage: null,
    };
    return sayResponse("response.created", response) + sayResponse("response.in_progress", response);
  };
  /** What the answer is by now. */
  const whole = (how: Ending): JsonObject => ({
    ...echo,
    ...envelopeFrom(how, identity ?? { id: "", model: "", createdAt: 0 }),
    output: output.items(),
  });
  const close = (): string => {
    if (ending !== undefined) return "";
    const { reason, explanation } = finish;
    const isUnsaid = reason === "refusal" && explanation !== undefined && !output.hasRefusal();
    const said = isUnsaid ? output.refuse(explanation) : "";
    ending = encodeFinish(finish, { hasRefusal: output.hasRefusal() });
    return said + output.close(ending.status === "incomplete" ? "incomplete" : "completed");
  };
  const encode = (event: StreamEvent): string => {
    switch (event.kind) {
      case "response-start":
        return start(event);
      case "part-start":
        return start({ id: "" }) + output.start(event.part);
      case "text-delta":
      case "thinking-delta":
      case "input-delta":
        return output.grow(event.text);
      case "citation-add":
        return output.cite(event.citation);
      case "part-end":
        return output.end(event.proof);
      case "usage-report":
        usage = mergeUsage(usage, event.usage);
        return "";
      case "response-finish":
        ({ finish } = event);
        return start({ id: "" }) + close();
      case "failure": {
        const begun = start({ id: "" });
        const response = { ...whole({ status: "failed" }), error: streamError(event.failure), usage: null };
        return begun + sayResponse("response.failed", response);
      }
      case "keep-alive":
        return ": keep-alive\n\n";
      case "end": {
        if (event.reason !== "complete") return "";
        const rest = start({ id: "" }) + close();
        const how = ending ?? { status: "completed" };
        const used = encodeUsage(usage ?? {}, { path: "", losses: [] });
        return rest + sayResponse(`response.${how.status}`, { ...whole(how), usage: used });
      }
    }
  };
  return { encode };
}
