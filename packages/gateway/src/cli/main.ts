// What the launcher starts.

import { startGateway } from "../compose.ts";
import { run } from "./run.ts";
import { leaveProcess, processWorld } from "./world.ts";

const world = processWorld((options) =>
  startGateway({ ...options, env: process.env, writeLog: (line) => process.stderr.write(line) }),
);
await leaveProcess(await run(process.argv.slice(2), world));
