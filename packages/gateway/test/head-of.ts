// The head that the transport makes of a request's text, for tests of what is decided by heads.

import { listen } from "@holdfast/transport";
import type { RequestHead } from "@holdfast/transport";
import { RawClient } from "./raw-client.ts";
import { until } from "./until.ts";

/** `text` without its last empty line; a Host field is added. */
export async function headOf(text: string): Promise<RequestHead> {
  let head: RequestHead | undefined;
  const server = listen({
    hostname: "127.0.0.1",
    port: 0,
    handler: (exchange) => {
      head = exchange.head;
      return { ended: () => undefined };
    },
  });
  const client = await RawClient.connect(server.port);
  try {
    client.send(`${text}\r\nhost: g\r\n\r\n`);
    return await until(`the head of ${text}`, () => head);
  } finally {
    client.reset();
    await server.stop(0);
  }
}
