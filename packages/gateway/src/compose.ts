// The only file that wires things together: a configuration in, a running gateway out.

import { createBudgets, createClocks, createHealth, usualBudgets, usualClocks } from "@holdfast/policy";
import { wheel } from "@holdfast/transport";
import type { Pool } from "@holdfast/transport";
import { createCatalogue, createLearned, lookUp, priceOf } from "@holdfast/wire";
import type { LoadedConfig } from "./config/load.ts";
import { formatAddress, isLoopback } from "./config/address.ts";
import { createLiveConfig } from "./config/live-config.ts";
import type { ConfigSource, LiveConfig } from "./config/live-config.ts";
import type { Address, Snapshot } from "./contract/snapshot.ts";
import { serveConsole } from "./controlplane/console.ts";
import { createCandidates } from "./dataplane/candidates.ts";
import { createDestinations } from "./dataplane/destination.ts";
import type { Ledger } from "./dataplane/ledger.ts";
import { listen } from "./dataplane/listen.ts";
import type { Plane } from "./dataplane/plane.ts";
import type { Clients } from "./dataplane/sign-in.ts";
import { createRequestIds } from "./dataplane/request-id.ts";
import { HoldfastError } from "./errors.ts";
import { listening } from "./listening.ts";
import { readProofKeys } from "./proofs/key-file.ts";
import { createProofSealer } from "./proofs/seal.ts";
import { createProviderPool } from "./providers/provider-pool.ts";
import { startSimulators } from "./providers/simulators.ts";
import { gaugesFrom, statusFrom } from "./controlplane/status.ts";
import type { StatusReport } from "./contract/status.ts";
import { openBooks, storePath } from "./store/books.ts";
import { watchClients } from "./store/watch-clients.ts";
import { createLog, errorFacts } from "./telemetry/log.ts";
import { createMetrics } from "./telemetry/metrics.ts";
import type { Log } from "./telemetry/log.ts";

export interface GatewayOptions {
  readonly config: LoadedConfig;
  /** Where another configuration may come from while the gateway runs; left out, it stays as it is. */
  readonly source?: ConfigSource | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the log goes, line by line. */
  readonly writeLog: (line: string) => void;
}

export interface RunningGateway {
  /** With the real port where the configuration says 0. */
  readonly listenAddress: Address;
  readonly consoleAddress: Address;
  /** How long open requests may go on after `stop`, by the configuration in force. */
  readonly drainMs: () => number;
  /** Takes no new requests and resolves when the open ones have ended, or when their time is up. */
  readonly stop: () => Promise<void>;
  /** Ends open requests at once, with a reset: a process that just exits closes in order, which can look whole. */
  readonly cut: () => Promise<void>;
}

/** Starts everything, or starts nothing and throws. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const log = createLog({ write: options.writeLog, now: () => new Date() });
  const ends: End[] = [];
  try {
    const simulators = await startSimulators(options.config.simulated);
    ends.push(simulators.stop);
    const live = createLiveConfig({
      loaded: options.config,
      simulators: simulators.places,
      source: options.source,
      log,
      now: () => Date.now(),
    });
    ends.push(live.stop);
    return runGateway({ live, log, env: options.env, ends });
  } catch (error) {
    await endAll(ends);
    throw error;
  }
}

type End = () => Promise<void> | void;

/** The newest first. */
async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.splice(0).toReversed()) await end();
}

interface RunOptions {
  readonly live: LiveConfig;
  readonly log: Log;
  readonly env: GatewayOptions["env"];
  /** What is to be done at the end; whatever is started here adds its own. */
  readonly ends: End[];
}

function runGateway({ live, log, env, ends }: RunOptions): RunningGateway {
  let isReady = true;
  const { snapshot } = live;
  const addresses = snapshot();
  const books = openBooks(snapshot, log);
  ends.push(books.close);
  const metrics = createMetrics();
  const ledger: Ledger = {
    record(request) {
      books.ledger.record(request);
      metrics.record(request);
    },
  };
  const doorkeeper = watchClients(storePath(addresses.data), { log });
  ends.push(doorkeeper.stop);
  refuseStrangers(addresses.listen, doorkeeper.clients());
  const pool = createProviderPool(env, (error) => log("error", "request-fault", errorFacts(error)));
  ends.push(() => pool.close());
  const plane = planeFrom({ snapshot, pool, log, env, ledger, clients: doorkeeper.clients });
  const status = (): StatusReport =>
    statusFrom({ plane, config: live.standing(), counts: books.ledger.counts(), isReady });
  const server = listening("listen", addresses.listen, () => listen(plane));
  // Should the console's address not be to be had, the data plane does not run either.
  ends.push(() => server.stop(isReady ? 0 : snapshot().drainMs));
  const console = listening("console", addresses.console, () =>
    serveConsole(addresses.console, {
      isReady: () => isReady,
      configVersion: () => snapshot().version,
      metrics: () => metrics.text(gaugesFrom(status())),
      status,
      onFault: (error: unknown) => log("error", "console-fault", errorFacts(error)),
    }),
  );
  return {
    listenAddress: { host: addresses.listen.host, port: server.port },
    consoleAddress: console.address,
    drainMs: () => snapshot().drainMs,
    async stop() {
      isReady = false;
      // The console tells of the end until it is there.
      await endAll(ends);
      await console.stop();
    },
    cut: () => server.stop(0),
  };
}

function refuseStrangers(address: Address, { find }: Clients): void {
  if (isLoopback(address.host) || find !== undefined) return;
  throw new HoldfastError(
    "keys-missing",
    `\`listen\` is ${formatAddress(address)}, which other machines can reach, and there is no client key: ` +
      "make one with `holdfast keys create NAME`, or listen on 127.0.0.1.",
    { details: { ...address } },
  );
}

interface PlaneOptions {
  readonly snapshot: () => Snapshot;
  readonly pool: Pool;
  readonly log: Log;
  readonly env: GatewayOptions["env"];
  readonly ledger: Ledger;
  readonly clients: Plane["clients"];
}

function planeFrom({ snapshot, pool, log, env, ledger, clients }: PlaneOptions): Plane {
  const { seal, open } = createProofSealer(proofKeysFor(snapshot().data, log));
  const chance = Math.random;
  const catalogue = createCatalogue();
  const lookUpOnce = remembering((model: string) => lookUp(catalogue, model), 1_000);
  return {
    snapshot,
    clients,
    catalogue,
    candidatesFor: createCandidates(catalogue),
    destinations: createDestinations(pool),
    learned: createLearned(),
    health: createHealth({ chance }),
    budgets: createBudgets(usualBudgets),
    clocks: createClocks({ ...usualClocks, speed: clockSpeed(env) }),
    wheel,
    wallNow: () => Date.now(),
    chance,
    seal,
    open,
    nextRequestId: createRequestIds(crypto.randomUUID().replaceAll("-", "").slice(0, 12)),
    costOf(model, usage) {
      const found = lookUpOnce(model);
      return found === undefined
        ? undefined
        : priceOf(found.entry, usage, new Date().toISOString().slice(0, 10));
    },
    ledger,
    report: {
      providerFailed: ({ requestId, provider, model, outcome, blame, facts }) =>
        log("warn", "provider-failed", { request_id: requestId, provider, model, outcome, blame, ...facts }),
      fault: (error) => log("error", "request-fault", errorFacts(error)),
    },
  };
}

/** The same answer for the same name without asking again. It forgets all when it is full: names come from clients. */
function remembering<Answer>(ask: (name: string) => Answer, most: number): (name: string) => Answer {
  const answers = new Map<string, Answer>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const answer = ask(name);
    if (answers.size >= most) answers.clear();
    answers.set(name, answer);
    return answer;
  };
}

/** Tests of deadlines run them faster; anything else is for nobody. */
function clockSpeed(env: GatewayOptions["env"]): number {
  const speed = Number(env["HOLDFAST_CLOCK_SPEED"] ?? 1);
  return speed >= 1 && speed <= 1_000 ? speed : 1;
}

/** Without a disk there are keys all the same: only proofs of before, and of after a restart, are lost. */
function proofKeysFor(data: string, log: Log): ReturnType<typeof readProofKeys> {
  try {
    return readProofKeys(data);
  } catch (error) {
    log("error", "proof-keys-unusable", errorFacts(error));
    return [crypto.getRandomValues(new Uint8Array(32))];
  }
}
