// A process that has used up its descriptors, makes a call, and says what became of it.

import { openSync } from "node:fs";
import { createPool } from "../../src/index.ts";

const pool = createPool();
const origin = pool.origin({ scheme: "http", host: "127.0.0.1", port: 1 });
// The first call brings whatever the runtime itself opens for its first connection.
const first = await failureOf();
const taken: number[] = [];
try {
  for (;;) taken.push(openSync("/dev/null", "r"));
} catch {
  process.stdout.write(JSON.stringify([first, await failureOf()]));
}

function failureOf(): Promise<object> {
  const { promise, resolve } = Promise.withResolvers<object>();
  origin.call(
    { method: "GET", target: "/", body: { kind: "none" } },
    { head: () => undefined, end: () => undefined, failed: resolve },
  );
  return promise;
}
