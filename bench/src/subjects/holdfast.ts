// The whole gateway, started as anybody starts it.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Place, Subject, SubjectPlan } from "./subject.ts";

const launcher = fileURLToPath(new URL("../../../packages/gateway/bin/holdfast.mjs", import.meta.url));

export const holdfast: Subject = {
  name: "holdfast",
  async plan(place): Promise<SubjectPlan> {
    const file = join(place.folder, "holdfast.yaml");
    await writeFile(file, configuration(place));
    return {
      kind: "process",
      command: ["node", launcher, "up", "--config", file],
      ...(place.caFile === undefined ? {} : { environment: { NODE_EXTRA_CA_CERTS: place.caFile } }),
      port: { kind: "printed", pattern: /listens on http:\/\/127\.0\.0\.1:(\d+)/ },
    };
  },
};

function configuration({ upstreamPort, caFile, folder }: Place): string {
  const origin =
    caFile === undefined ? `http://127.0.0.1:${upstreamPort}` : `https://localhost:${upstreamPort}`;
  return `listen: 127.0.0.1:0
console: 127.0.0.1:0
data: ${JSON.stringify(join(folder, "data"))}
providers:
  bench: { kind: openai-compatible, base_url: "${origin}/v1", keys: ["bench-provider-key"] }
routes:
  - match: "*"
    chain: ["bench/*"]
    # The answer as the provider gives it: what the others carry too.
    whole: passthrough
`;
}
