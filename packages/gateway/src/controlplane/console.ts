// The console's address, away from the data plane. So far it answers machines and the command line.

import type { Address } from "../contract/snapshot.ts";
import type { StatusReport } from "../contract/status.ts";

export interface ConsoleFacts {
  /** False from the moment the gateway was asked to stop. */
  readonly isReady: () => boolean;
  readonly configVersion: () => number;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
  /** How everything stands, for people and for `holdfast status`. */
  readonly status: () => StatusReport;
  /** Hears of what goes wrong in here; whoever asked is told no more than that something did. */
  readonly onFault: (error: unknown) => void;
}

export interface Console {
  readonly address: Address;
  readonly stop: () => Promise<void>;
}

/** Serves `/healthz`, `/readyz`, `/metrics` and `/api/status`; throws the system's error if the address cannot be had. */
export function serveConsole(address: Address, facts: ConsoleFacts): Console {
  const server = Bun.serve({
    hostname: address.host,
    port: address.port,
    fetch: (request) => answer(pathOf(request), facts),
    // Without this, a fault is answered with a page of source code.
    error(fault) {
      facts.onFault(fault);
      return Response.json({ error: "The console failed." }, { status: 500 });
    },
  });
  return {
    address: { host: address.host, port: server.port ?? address.port },
    stop: () => server.stop(true),
  };
}

/** A client decides what stands in Host, so the URL need not be one (Bun 1.4.5). */
function pathOf({ url }: Request): string {
  return URL.parse(url)?.pathname ?? "";
}

function answer(path: string, facts: ConsoleFacts): Response {
  if (path === "/healthz") return Response.json({ status: "alive" });
  if (path === "/readyz") {
    const isReady = facts.isReady();
    const status = isReady ? "ready" : "stopping";
    return Response.json({ status, config_version: facts.configVersion() }, { status: isReady ? 200 : 503 });
  }
  if (path === "/metrics") {
    return new Response(facts.metrics(), { headers: { "content-type": "text/plain; version=0.0.4" } });
  }
  if (path === "/api/status") return Response.json(facts.status());
  return Response.json({ error: `Nothing is served at ${path}.` }, { status: 404 });
}
