// One request over a real socket, and what the client has of the answer: bounded, whatever happens.

import type { Dialect } from "@holdfast/simulator";
import { readAnswer, valuesOf } from "../read-answer.ts";
import { RawClient } from "../raw-client.ts";
import { until } from "../until.ts";
import type { Mode } from "./cells.ts";
import { ears } from "./heard/ears.ts";
import { commentsIn, heardFromStream, heardWhole, nothingHeard, objectFrom } from "./heard/heard.ts";
import type { Heard } from "./heard/heard.ts";

export interface Reply {
  readonly status: number;
  /** Who served it, by the head or by a comment: `provider/model`. */
  readonly servedBy: string | undefined;
  /** Whether the body came to its end in order. */
  readonly isWhole: boolean;
  /** How the connection stands. */
  readonly connection: "open" | "end" | "reset";
  readonly heard: Heard;
  /** The words of an error that came instead of any answer, in the client's dialect. */
  readonly refusal: string | undefined;
  readonly body: string;
  readonly tookMs: number;
}

export interface AskInput {
  readonly port: number;
  readonly request: string;
  readonly dialect: Dialect;
  readonly mode: Mode;
  readonly withinMs: number;
}

/** Rejects where the answer has not ended in time. */
export async function ask({ port, request, dialect, mode, withinMs }: AskInput): Promise<Reply> {
  const client = await RawClient.connect(port);
  const startedAt = performance.now();
  try {
    client.send(request);
    const isOver = (): boolean => client.ending !== "open" || readAnswer(client.received)?.isWhole === true;
    await until("the end of the answer", isOver, withinMs);
    const answer = readAnswer(client.received);
    const tookMs = performance.now() - startedAt;
    const nothing = { status: 0, servedBy: undefined, isWhole: false, refusal: undefined, body: "" };
    if (answer === undefined) {
      return { ...nothing, connection: client.ending, heard: nothingHeard(), tookMs };
    }
    const { status, isWhole } = answer;
    const body = answer.body.toString("utf8");
    const ear = ears[dialect];
    const isRefused = status < 200 || status > 299;
    const heard = isRefused ? nothingHeard() : (mode === "stream" ? heardFromStream : heardWhole)(ear, body);
    const said = isRefused ? objectFrom(body) : undefined;
    return {
      status,
      servedBy: valuesOf(answer, "x-holdfast-served-by")[0] ?? servedByComment(body),
      isWhole,
      connection: client.ending,
      heard,
      refusal: said === undefined ? undefined : ear.refusal(said),
      body,
      tookMs,
    };
  } finally {
    client.reset();
  }
}

function servedByComment(body: string): string | undefined {
  return commentsIn(body)
    .map((words) => /served-by=(\S+)/.exec(words)?.[1])
    .find((name) => name !== undefined);
}
