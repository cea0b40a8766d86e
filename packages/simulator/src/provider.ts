// A simulated provider on a real socket.

import { listen } from "@holdfast/transport";
import type { Exchange, RequestReader } from "@holdfast/transport";
import type { ServerCertificate } from "./certificates/authority.ts";
import { checkScript } from "./check-script.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { Stamp } from "./encoder.ts";
import { perform } from "./perform.ts";
import type { Playing } from "./perform.ts";
import { createRecorder, defaultLimits } from "./recorder.ts";
import type { ProviderLimits, RecordedRequest, Recorder } from "./recorder.ts";
import { createResponder, refuseLarge } from "./respond.ts";
import type { Responder } from "./respond.ts";
import type { Script } from "./script.ts";

export interface ProviderOptions {
  /** Left out: 127.0.0.1. */
  readonly hostname?: string;
  /** Left out, or 0: the system chooses. */
  readonly port?: number;
  /** What `createAuthority` issues, for example. */
  readonly tls?: ServerCertificate;
  /** Left out: every question gets a friendly echo. */
  readonly script?: Script;
  readonly limits?: Partial<ProviderLimits>;
  readonly clock?: Clock;
  /** Hears of faults that no script asked for. */
  readonly onFault?: (error: unknown) => void;
}

export interface SimulatedProvider {
  /** Scheme, host and port; no path. */
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
export function startProvider(options: ProviderOptions = {}): Promise<SimulatedProvider> {
  return Promise.try(serve, options);
}

function serve(options: ProviderOptions): SimulatedProvider {
  const script = options.script ?? {};
  checkScript(script);
  const recorder = createRecorder({ ...defaultLimits, ...options.limits });
  const hostname = options.hostname ?? "127.0.0.1";
  const stage: Stage = {
    recorder,
    respond: createResponder(script),
    clock: options.clock ?? systemClock,
    served: 0,
  };
  const server = listen({
    hostname,
    port: options.port ?? 0,
    handler: (exchange) => receive(exchange, stage),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.onFault === undefined ? {} : { onFault: options.onFault }),
  });
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    baseUrl: `${options.tls === undefined ? "http" : "https"}://${host}:${server.port}`,
    port: server.port,
    get requests() {
      return recorder.requests;
    },
    get connectionCount() {
      return server.connectionCount;
    },
    stop: () => server.stop(0),
  };
}

interface Stage {
  readonly recorder: Recorder;
  readonly respond: Responder;
  readonly clock: Clock;
  served: number;
}

function receive(exchange: Exchange, stage: Stage): RequestReader {
  const recording = stage.recorder.begin(exchange.head);
  const { request } = recording;
  let playing: Playing | undefined;
  const stamp = (): Stamp => ({ serial: ++stage.served, at: stage.clock.now() });
  return {
    data(bytes) {
      if (playing !== undefined || recording.data(bytes)) return;
      playing = perform(refuseLarge(request, stamp()), exchange, stage.clock);
    },
    end() {
      if (playing !== undefined) return;
      recording.whole();
      playing = perform(stage.respond(request, stamp()), exchange, stage.clock);
    },
    drained() {
      playing?.drained();
    },
    ended({ kind }) {
      recording.ended(kind);
      playing?.stop();
    },
  };
}
