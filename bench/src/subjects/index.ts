// All subjects by name.

import { fileURLToPath } from "node:url";
import type { SubjectName } from "../matrix.ts";
import { holdfast } from "./holdfast.ts";
import { nginx } from "./nginx.ts";
import type { Place, Subject, SubjectPlan } from "./subject.ts";

export const subjects: Readonly<Record<SubjectName, Subject>> = {
  direct: { name: "direct", plan: () => ({ kind: "none" }) },
  nginx,
  transport: { name: "transport", plan: (place) => hop("transport.ts", place) },
  holdfast,
  "fetch-hop": { name: "fetch-hop", plan: (place) => hop("fetch.ts", place) },
};

function hop(file: string, { upstreamPort, caFile }: Place): SubjectPlan {
  const path = fileURLToPath(new URL(`../hops/${file}`, import.meta.url));
  const tls = caFile === undefined ? [] : ["https", caFile];
  // Named in a call, a certificate would cost `fetch` a connection for each request.
  const trusted = caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile };
  return {
    kind: "process",
    command: [process.execPath, path, "0", String(upstreamPort), ...tls],
    // Bun's `fetch` would otherwise keep everything beyond 256 connections waiting.
    environment: { BUN_CONFIG_MAX_HTTP_REQUESTS: "20000", ...trusted },
    port: { kind: "printed", pattern: /^listening (\d+)$/m },
  };
}
