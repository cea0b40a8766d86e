// A listener that has stopped accepting: its queue is full, so a further connection gets no answer at all.

import { until, untilStill } from "./until.ts";

export interface BlackHole {
  readonly port: number;
  /** Lets go of everything; what waits is refused. */
  stop(): Promise<void>;
}

const listenAndSayWhere = `
  const server = require("node:net").createServer().listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => {
    console.log(server.address().port);
  });
`;

export async function startBlackHole(): Promise<BlackHole> {
  const child = Bun.spawn([process.execPath, "-e", listenAndSayWhere], { stdout: "pipe", stderr: "inherit" });
  const { value } = await child.stdout.getReader().read();
  const port = Number(new TextDecoder().decode(value));
  child.kill("SIGSTOP");
  let openCount = 0;
  const opening: Promise<unknown>[] = [];
  const fill = (): void => {
    const socket = { open: () => void openCount++, data: () => undefined, connectError: () => undefined };
    opening.push(Bun.connect({ hostname: "127.0.0.1", port, socket }).catch(() => undefined));
  };
  // The runtime asks for a queue of 512 whatever it is told (Bun 1.4.5).
  for (let i = 0; i < 520; i++) fill();
  await until("some have got in", () => openCount > 0);
  await untilStill("how many have got in", () => openCount, 100);
  return {
    port,
    async stop() {
      child.kill("SIGKILL");
      await child.exited;
      await Promise.all(opening);
    },
  };
}
