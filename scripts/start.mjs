// `npm start`: set-up, then `holdfast up` with whatever arguments follow.

import { fileURLToPath } from "node:url";
import { setUp } from "./setup.mjs";

setUp();

// npm runs scripts in the root of the workspace; paths in arguments are meant from where the user stands.
const { INIT_CWD: startedIn, npm_lifecycle_event: script } = process.env;
if (script === "start" && startedIn !== undefined) process.chdir(startedIn);

// The launcher in this very process: one process fewer for signals and exit codes to travel through.
const launcher = new URL("../packages/gateway/bin/holdfast.mjs", import.meta.url);
process.argv.splice(1, 1, fileURLToPath(launcher), "up");
await import("../packages/gateway/bin/holdfast.mjs");
