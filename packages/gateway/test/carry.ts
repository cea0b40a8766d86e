// What a provider gets of a request that a client sent through a gateway.

import type { Posted } from "./post.ts";
import { post } from "./post.ts";
import type { Answer } from "./read-answer.ts";
import type { Stage } from "./stage.ts";

export interface Carried {
  /** Line by line; the port in Host, which is another one each time, is left out. */
  readonly head: readonly string[];
  readonly body: string;
  readonly answer: Answer;
}

/** A configuration that leads to a provider at this address. */
type Yaml = (baseUrl: string) => string;

/** Every model goes to `p`, a provider with these settings. */
export function routesTo(provider: string): Yaml {
  return (baseUrl) => `
providers: { p: { ${provider}, base_url: "${baseUrl}" } }
routes: [{ match: "*", chain: ["p/*"], whole: passthrough }]
`;
}

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

export async function carry(
  stage: Stage,
  posted: Posted | { readonly text: string },
  yaml = routesTo("kind: openai-compatible"),
): Promise<Carried> {
  const peer = stage.peer({ asked: (connection) => connection.write(ok) });
  const gateway = await stage.gateway(yaml(peer.baseUrl));
  const client = await stage.client(gateway);
  client.send("text" in posted ? posted.text : post(posted));
  const answer = await client.answer();
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.toString()}`);
  const bytes = peer.connections[0]?.received() ?? Buffer.alloc(0);
  const headEnd = bytes.indexOf("\r\n\r\n");
  const head = bytes
    .subarray(0, headEnd)
    .toString("latin1")
    .replace(`\r\nhost: 127.0.0.1:${peer.port}\r\n`, "\r\nhost: PROVIDER\r\n");
  return { head: head.split("\r\n"), body: bytes.subarray(headEnd + 4).toString(), answer };
}
