// The answer that a client gets where its provider sends these bytes, to a request that nobody reads on the way.

import { post, unreadPath } from "./post.ts";
import type { PeerConnection } from "./raw-peer.ts";
import type { Answer } from "./read-answer.ts";
import type { Stage } from "./stage.ts";

export async function relay(
  stage: Stage,
  respond: string | Uint8Array | ((connection: PeerConnection) => void),
  request = post({ path: unreadPath }),
): Promise<Answer> {
  const asked =
    typeof respond === "function"
      ? respond
      : (connection: PeerConnection): number => connection.write(respond);
  const peer = stage.peer({ asked });
  const gateway = await stage.gatewayFor(peer.baseUrl);
  const client = await stage.client(gateway);
  client.send(request);
  return client.answer();
}
