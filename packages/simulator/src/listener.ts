// A port that is open, closed, or shows the wrong certificate, as a script has it over time.

import { listen } from "@holdfast/transport";
import type { RequestHandler, Server } from "@holdfast/transport";
import type { ServerCertificate } from "./certificates/authority.ts";
import type { WrongCertificates } from "./certificates/wrong.ts";
import type { Clock } from "./clock.ts";
import type { Reach } from "./faults/entry.ts";
import { nextReachChange, reachAt } from "./reach.ts";
import type { Script } from "./script.ts";

export interface ListenerOptions {
  readonly hostname: string;
  readonly port: number;
  readonly handler: RequestHandler;
  readonly script: Script;
  readonly clock: Clock;
  readonly beganAt: number;
  readonly tls: ServerCertificate | undefined;
  readonly wrongCertificates: WrongCertificates | undefined;
  readonly onFault: ((error: unknown) => void) | undefined;
}

export interface Listener {
  readonly port: number;
  readonly connectionCount: number;
  /** What the address is like now. */
  readonly reach: Reach;
  stop(): Promise<void>;
}

/** No timer of the platform waits longer. */
const LONGEST_WAIT_MS = 2 ** 30;
const RETRY_MS = 50;

export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { script, clock, beganAt } = options;
  const elapsedMs = (): number => clock.now() - beganAt;
  // Open first, whatever the script begins with: that is how a port is had.
  let server: Server | undefined = serverFor(options, options.port, options.tls);
  const { port } = server;
  let showing: ServerCertificate | "plain" | "closed" = options.tls ?? "plain";
  let reach: Reach = { kind: "open" };
  let callOff: (() => void) | undefined;
  let turning = Promise.resolve();
  let isStopped = false;

  const turn = async (): Promise<void> => {
    if (isStopped) return;
    reach = reachAt(script, elapsedMs());
    const next = shownAt(reach, options);
    if (next !== showing) {
      showing = next;
      await server?.stop(0);
      server = next === "closed" ? undefined : serverFor(options, port, next === "plain" ? undefined : next);
    }
    schedule();
  };
  const schedule = (): void => {
    const now = elapsedMs();
    const change = nextReachChange(script, now);
    if (change !== undefined) turnIn(Math.min(Math.max(1, change - now), LONGEST_WAIT_MS));
  };
  const turnIn = (ms: number): void => {
    if (isStopped) return;
    callOff = clock.after(ms, () => {
      turning = turning.then(turn).catch((error: unknown) => {
        // Somebody may have taken the port while it was closed.
        options.onFault?.(error);
        server = undefined;
        showing = "closed";
        turnIn(RETRY_MS);
      });
    });
  };

  await turn();
  return {
    port,
    get connectionCount() {
      return server?.connectionCount ?? 0;
    },
    get reach() {
      return reach;
    },
    async stop() {
      isStopped = true;
      callOff?.();
      await turning;
      await server?.stop(0);
      server = undefined;
    },
  };
}

function shownAt(
  reach: Reach,
  { tls, wrongCertificates }: ListenerOptions,
): ServerCertificate | "plain" | "closed" {
  if (reach.kind === "refused") return "closed";
  if (reach.kind === "wrong-certificate" && wrongCertificates !== undefined) {
    return wrongCertificates[reach.certificate];
  }
  return tls ?? "plain";
}

function serverFor(options: ListenerOptions, port: number, tls: ServerCertificate | undefined): Server {
  const { hostname, handler, onFault } = options;
  return listen({
    hostname,
    port,
    handler,
    ...(tls === undefined ? {} : { tls }),
    ...(onFault === undefined ? {} : { onFault }),
  });
}
