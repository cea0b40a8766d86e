// A caller by the contract of the transport's client, that writes down what it hears.

import type { CallClocks, Failure, Origin, ResponseHead } from "@holdfast/transport";
import { prepareFields } from "@holdfast/transport";
import type { ProviderRequest } from "../src/provider-request.ts";

export interface Heard {
  status: number | undefined;
  headers: [name: string, value: string][];
  head: ResponseHead | undefined;
  body: string;
  /** How it ended; undefined while it goes on. */
  end: "end" | Failure["kind"] | undefined;
  failure: Failure | undefined;
}

export function ask(origin: Origin, request: ProviderRequest, clocks?: Partial<CallClocks>): Heard {
  const heard: Heard = {
    status: undefined,
    headers: [],
    head: undefined,
    body: "",
    end: undefined,
    failure: undefined,
  };
  const decoder = new TextDecoder("latin1");
  const fields = prepareFields(request.headers);
  if (fields === undefined) throw new Error("The test's fields cannot be sent.");
  origin.call(
    {
      method: request.method,
      target: request.target,
      fields,
      body: { kind: "whole", pieces: [request.body] },
    },
    {
      head(head) {
        heard.status = head.status;
        heard.headers = head.fields.entries();
        heard.head = head;
      },
      data: (bytes) => (heard.body += decoder.decode(bytes)),
      end: () => (heard.end = "end"),
      failed(failure) {
        heard.end = failure.kind;
        heard.failure = failure;
      },
    },
    clocks === undefined ? {} : { clocks },
  );
  return heard;
}

/** The body as text. */
export function bodyTextOf({ body }: Heard): string {
  return Buffer.from(body, "latin1").toString("utf8");
}
