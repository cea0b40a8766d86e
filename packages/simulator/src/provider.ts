// A simulated provider on a real socket.

import type { ServerCertificate } from "./certificates/authority.ts";
import type { WrongCertificates } from "./certificates/wrong.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { faults } from "./faults/table.ts";
import { openListener } from "./listener.ts";
import { reachesOf } from "./reach.ts";
import type { Problem } from "./reading/reading.ts";
import { ScriptError, scriptFrom } from "./reading/script.ts";
import { receive } from "./receive.ts";
import type { Stage } from "./receive.ts";
import { createRecorder, defaultLimits } from "./recorder.ts";
import type { ProviderLimits, RecordedRequest } from "./recorder.ts";
import { createResponder } from "./respond.ts";
import type { Script } from "./script.ts";

export interface ProviderOptions {
  /** Left out: 127.0.0.1. */
  readonly hostname?: string;
  /** Left out, or 0: the system chooses. */
  readonly port?: number;
  /** What `createAuthority` issues, for example. */
  readonly tls?: ServerCertificate;
  /** What `createWrongCertificates` makes: needed where the script has a `tls-failure`. */
  readonly wrongCertificates?: WrongCertificates;
  /** Left out: every question gets a friendly echo. */
  readonly script?: Script;
  readonly limits?: Partial<ProviderLimits>;
  readonly clock?: Clock;
  /** From when the script's times count, by the clock; left out, from the start. */
  readonly beganAt?: number;
  /** The name in the base URL of a provider whose name fails to resolve; `.invalid` is put behind it. */
  readonly name?: string;
  /** Hears of faults that no script asked for. */
  readonly onFault?: (error: unknown) => void;
}

export interface SimulatedProvider {
  /** Scheme, host and port; no path. With a `dns-failure` in the script, the host is a name that nobody has. */
  readonly baseUrl: string;
  readonly port: number;
  /** What was asked so far, the newest last. */
  readonly requests: readonly RecordedRequest[];
  /** Open connections. */
  readonly connectionCount: number;
  /** Ends everything at once. */
  stop(): Promise<void>;
}

/** Starts to serve; rejects with a `ScriptError`, or with the system's error if the address cannot be had. */
export async function startProvider(options: ProviderOptions = {}): Promise<SimulatedProvider> {
  const script = scriptFrom(options.script ?? {});
  checkForSockets(script, options);
  const { hostname = "127.0.0.1", clock = systemClock } = options;
  const { beganAt = clock.now() } = options;
  const recorder = createRecorder({ ...defaultLimits, ...options.limits });
  const stage: Stage = {
    recorder,
    respond: createResponder(script, beganAt),
    clock,
    reach: () => listener.reach,
    served: 0,
  };
  const listener = await openListener({
    hostname,
    port: options.port ?? 0,
    handler: (exchange) => receive(exchange, stage),
    script,
    clock,
    beganAt,
    tls: options.tls,
    wrongCertificates: options.wrongCertificates,
    onFault: options.onFault,
  });
  return {
    baseUrl: `${schemeOf(script, options)}://${hostOf(script, { ...options, hostname })}:${listener.port}`,
    port: listener.port,
    get requests() {
      return recorder.requests;
    },
    get connectionCount() {
      return listener.connectionCount;
    },
    stop: () => listener.stop(),
  };
}

function schemeOf(script: Script, { tls }: ProviderOptions): string {
  const isSecure = tls !== undefined || reachesOf(script).some(({ kind }) => kind === "wrong-certificate");
  return isSecure ? "https" : "http";
}

function hostOf(
  script: Script,
  { name = "provider", hostname }: { name?: string; hostname: string },
): string {
  if (reachesOf(script).some(({ kind }) => kind === "unnamed")) return `${name}.invalid`;
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

/** What only virtual time can show is refused before anything listens. */
function checkForSockets({ rules = [] }: Script, { wrongCertificates }: ProviderOptions): void {
  const problems = rules.flatMap(({ fault }, index): Problem[] => {
    if (fault === undefined) return [];
    const path = `rules[${index}].fault`;
    const reason = faults[fault.kind].notOnSockets;
    if (reason !== undefined) {
      return [{ path, problem: `is ${fault.kind}, which sockets cannot show yet: ${reason}.` }];
    }
    if (fault.kind !== "tls-failure" || wrongCertificates !== undefined) return [];
    return [{ path, problem: "is tls-failure, for which `wrongCertificates` must be given." }];
  });
  if (problems.length > 0) throw new ScriptError(problems);
}
