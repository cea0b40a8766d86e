// What a process under test says of itself, and how it listens to questions.

import type { ExchangeEnd, Failure, Server } from "../../src/index.ts";
import { wheel } from "../../src/sockets/clock-wheel.ts";

export interface Account {
  readonly clientConnections: number;
  readonly poolConnections: number;
  readonly poolIdle: number;
  /** Deadlines in the process's clock wheel. */
  readonly deadlines: number;
  readonly begun: number;
  /** How often exchanges ended in which way. */
  readonly ends: Readonly<Partial<Record<ExchangeEnd["kind"], number>>>;
  /** How often calls failed in which way. */
  readonly failures: Readonly<Partial<Record<Failure["kind"], number>>>;
  readonly faults: readonly string[];
  readonly heapMb: number;
}

/** Gathers what happens in this process. */
export class Journal {
  begun = 0;
  readonly ends: Partial<Record<ExchangeEnd["kind"], number>> = {};
  readonly failures: Partial<Record<Failure["kind"], number>> = {};
  readonly faults: string[] = [];

  ended({ kind }: ExchangeEnd): void {
    this.ends[kind] = (this.ends[kind] ?? 0) + 1;
  }

  failed({ kind }: Failure): void {
    this.failures[kind] = (this.failures[kind] ?? 0) + 1;
  }

  readonly fault = (error: unknown): void => {
    if (this.faults.length < 10) this.faults.push(String(error));
  };
}

export interface Served {
  readonly server: Server;
  readonly journal: Journal;
  readonly connectionsOf: () => { readonly poolConnections: number; readonly poolIdle: number };
}

/** Tells the port, then answers each line of standard input; ends with its end, so that nothing is left behind. */
export async function answerQuestions({ server, journal, connectionsOf }: Served): Promise<never> {
  say(String(server.port));
  for await (const line of console) {
    if (line !== "account") continue;
    Bun.gc(true);
    const { begun, ends, failures, faults } = journal;
    const account: Account = {
      clientConnections: server.connectionCount,
      ...connectionsOf(),
      deadlines: wheel.size,
      begun,
      ends,
      failures,
      faults,
      heapMb: process.memoryUsage().heapUsed / 1024 / 1024,
    };
    say(JSON.stringify(account));
  }
  process.exit(0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The options that this process was started with. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type that its test knows
export function optionsOf<Options>(): Options {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: the test that starts the script gives it these
  return JSON.parse(process.argv[2] ?? "{}") as Options;
}
