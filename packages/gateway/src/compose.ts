// The only file that wires things together: a configuration in, a running gateway out.

import { createPool, proxyFromEnvironment } from "@holdfast/transport";
import type { Pool, Server } from "@holdfast/transport";
import { startProvider } from "@holdfast/simulator";
import type { LoadedConfig } from "./config/load.ts";
import { formatAddress } from "./config/address.ts";
import { snapshotFrom } from "./config/snapshot.ts";
import type { Address, Snapshot } from "./contract/snapshot.ts";
import { serveConsole } from "./controlplane/console.ts";
import type { Console, ConsoleFacts } from "./controlplane/console.ts";
import { createDestinations } from "./dataplane/destination.ts";
import { listen } from "./dataplane/listen.ts";
import type { DataPlane } from "./dataplane/listen.ts";
import { createRequestIds } from "./dataplane/request-id.ts";
import { HoldfastError } from "./errors.ts";
import { createLog, errorFacts } from "./telemetry/log.ts";
import type { Log } from "./telemetry/log.ts";

export interface GatewayOptions {
  readonly config: LoadedConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the log goes, line by line. */
  readonly writeLog: (line: string) => void;
}

export interface RunningGateway {
  /** With the real port where the configuration says 0. */
  readonly listenAddress: Address;
  readonly consoleAddress: Address;
  /** Takes no new requests and resolves when the open ones have ended, or when their time is up. */
  readonly stop: () => Promise<void>;
  /** Ends open requests at once, with a reset: a process that just exits closes in order, which can look whole. */
  readonly cut: () => Promise<void>;
}

/** Starts everything, or starts nothing and throws. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const log = createLog({ write: options.writeLog, now: () => new Date() });
  const simulators = await startSimulators(options.config.simulated);
  const stopSimulators = async (): Promise<void> => {
    await Promise.all([...simulators.values()].map((simulator) => simulator.stop()));
  };
  try {
    const places = Object.fromEntries([...simulators].map(([name, { baseUrl }]) => [name, baseUrl]));
    const snapshot = snapshotFrom(options.config, { version: 1, simulators: places });
    return await runGateway({ snapshot, log, env: options.env, stopSimulators });
  } catch (error) {
    await stopSimulators();
    throw error;
  }
}

interface RunOptions {
  readonly snapshot: Snapshot;
  readonly log: Log;
  readonly env: GatewayOptions["env"];
  readonly stopSimulators: () => Promise<void>;
}

async function runGateway({ snapshot, log, env, stopSimulators }: RunOptions): Promise<RunningGateway> {
  let isReady = true;
  const pool = poolFrom(env, log);
  const server = listening("listen", snapshot.listen, () => listen(planeFrom({ snapshot, pool, log })));
  const facts = {
    isReady: () => isReady,
    configVersion: () => snapshot.version,
    onFault: (error: unknown) => log("error", "console-fault", errorFacts(error)),
  };
  const console = await consoleBeside(server, snapshot.console, facts);
  return {
    listenAddress: { host: snapshot.listen.host, port: server.port },
    consoleAddress: console.address,
    async stop() {
      isReady = false;
      await server.stop(snapshot.drainMs);
      pool.close();
      await Promise.all([console.stop(), stopSimulators()]);
    },
    cut: () => server.stop(0),
  };
}

/** If the console's address cannot be had, the data plane does not run either. */
async function consoleBeside(server: Server, address: Address, facts: ConsoleFacts): Promise<Console> {
  try {
    return listening("console", address, () => serveConsole(address, facts));
  } catch (error) {
    await server.stop(0);
    throw error;
  }
}

function planeFrom({ snapshot, pool, log }: { snapshot: Snapshot; pool: Pool; log: Log }): DataPlane {
  return {
    snapshot: () => snapshot,
    destinations: createDestinations(pool),
    nextRequestId: createRequestIds(crypto.randomUUID().replaceAll("-", "").slice(0, 12)),
    report: {
      providerFailed: ({ outcome, requestId, provider, failure }) =>
        log("warn", "provider-failed", { request_id: requestId, provider, outcome, ...failure }),
      fault: (error) => log("error", "request-fault", errorFacts(error)),
    },
  };
}

function poolFrom(env: GatewayOptions["env"], log: Log): Pool {
  const proxy = proxyFromEnvironment(env);
  if (proxy !== undefined && "error" in proxy) {
    throw new HoldfastError(
      "proxy-unusable",
      `The proxy that the environment names cannot be used: ${proxy.error}.`,
    );
  }
  const onFault = (error: unknown): void => log("error", "request-fault", errorFacts(error));
  return createPool(proxy === undefined ? { onFault } : { onFault, proxy });
}

function listening<Result>(what: "listen" | "console", address: Address, start: () => Result): Result {
  try {
    return start();
  } catch (cause) {
    const message = `\`${what}\` cannot be had at ${formatAddress(address)}: ${whyNot(cause)}.`;
    throw new HoldfastError("listen-failed", message, { details: { what, ...address }, cause });
  }
}

function whyNot(cause: unknown): string {
  const code = errorFacts(cause)["code"];
  if (code === "EADDRINUSE") return "something else listens there already";
  if (code === "EADDRNOTAVAIL") return "this machine has no such address";
  if (code === "EACCES") return "the system does not allow it (ports below 1024 may need a privilege)";
  return typeof code === "string" ? `the system says ${code}` : "the system does not say why";
}

async function startSimulators(
  names: readonly string[],
): Promise<Map<string, { baseUrl: string; stop: () => Promise<void> }>> {
  const started = await Promise.all(names.map(async (name) => [name, await startProvider()] as const));
  return new Map(started);
}
