// A process that answers by itself: `/refuse` at once with a 413, everything else with the length of the body.

import { listen, targetOf } from "../../src/index.ts";
import type { Exchange, RequestReader, ServerClocks } from "../../src/index.ts";
import { Journal, answerQuestions, optionsOf } from "./account.ts";

export interface ServerProcessOptions {
  readonly clocks?: Partial<ServerClocks>;
}

const options = optionsOf<ServerProcessOptions>();
const journal = new Journal();

function handle(exchange: Exchange): RequestReader {
  journal.begun++;
  const answer = (status: number, text: string): void => {
    const reply = exchange.reply({ status, framing: { kind: "length", length: text.length } });
    reply.write(new TextEncoder().encode(text));
    reply.end();
  };
  let length = 0;
  const isRefused = targetOf(exchange.head) === "/refuse";
  if (isRefused) answer(413, "too large");
  return {
    data(bytes) {
      length += bytes.length;
    },
    end() {
      if (!isRefused) answer(200, `${length} bytes`);
    },
    ended: (end) => journal.ended(end),
  };
}

const server = listen({
  hostname: "127.0.0.1",
  port: 0,
  handler: handle,
  onFault: journal.fault,
  ...(options.clocks === undefined ? {} : { clocks: options.clocks }),
});
await answerQuestions({ server, journal, connectionsOf: () => ({ poolConnections: 0, poolIdle: 0 }) });
